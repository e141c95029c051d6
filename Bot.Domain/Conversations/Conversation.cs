using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations;

/// <summary>All that is remembered of one resident's talk. Small enough to store whole after each turn.</summary>
/// <param name="Shelved">One unfinished draft put aside; starting another service or a time-out puts it there.</param>
/// <param name="Language">What the resident chose, or what LINE's profile suggested; <c>null</c> is Japanese until then.</param>
/// <param name="Later">A submission that still waits for a photo or a place promised for later.</param>
/// <param name="Friend">Whether the resident has us as a friend, and since when we know; older news is not news.</param>
public sealed record Conversation(
    TurnNo Turn, Phase Phase, Rested? Shelved = null, Speech? Language = null, Later? Later = null, Friendship? Friend = null)
{
    public static Conversation New { get; } = new(new TurnNo(0), new Phase.Idle());

    public Language Speaks => Language?.Language ?? Kernel.Language.Japanese;
}

public abstract record Phase
{
    private Phase() { }

    public sealed record Idle : Phase;

    /// <param name="Revisiting">The answered question being corrected, if any.</param>
    /// <param name="Misreads">Times in a row that we failed to understand; at three a person is offered.</param>
    public sealed record Filling(Draft Draft, QuestionId? Revisiting = null, int Misreads = 0) : Phase;
}

/// <summary>A form being filled.</summary>
/// <param name="Version">The version of the form that the answers were given to.</param>
/// <param name="Began">The turn in which it began; names the draft.</param>
/// <param name="AskedAt">The turn of its latest bubble; older buttons are stale.</param>
/// <param name="Asked">What that bubble asked; <c>null</c> in a draft that is older than this note.</param>
public sealed record Draft(FormId Form, int Version, TurnNo Began, TurnNo AskedAt, Answers Answers, Asked? Asked = null);

/// <param name="Question"><c>null</c> when everything was read back.</param>
public sealed record Asked(QuestionId? Question);

/// <summary>A draft put aside, erased fourteen days after <paramref name="At"/>.</summary>
public sealed record Rested(Draft Draft, DateTimeOffset At);

/// <param name="Chosen">Whether the resident chose it; a guess gives way to a later guess.</param>
public sealed record Speech(Language Language, bool Chosen);

public sealed record Later(FormId Form, Guid Submission, QuestionId Question, DateTimeOffset Until);

public sealed record Friendship(bool IsFriend, DateTimeOffset Since);

/// <summary>One step of a talk: how it stands now, and what must happen.</summary>
public sealed record Turn(Conversation Next, Items<Effect> Effects);
