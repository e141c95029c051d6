using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>Who may hear the answer.</summary>
public enum DataClass
{
    /// <summary>May be asked in the talk.</summary>
    Open,

    /// <summary>Name, address, child, health, contact, free words about a person: asked on our own page only.</summary>
    Personal,
}

/// <summary>Leave the list order when the answer takes this route; <c>To = null</c> ends the form.</summary>
public sealed record Fork(string When, QuestionId? To);

/// <summary>One question of a form: how it is asked, how an answer is read, how it is read back.</summary>
/// <param name="Key">Where its phrases stand: <c>{Key}.ask</c>, <c>{Key}.name</c> (for the review and the page), <c>{Key}.help</c> on the page.</param>
public abstract record Question(QuestionId Id, string Key)
{
    public DataClass Class { get; init; } = DataClass.Open;

    public Items<Fork> Forks { get; init; } = [];

    /// <summary>May be left out; then <c>skip</c> is offered.</summary>
    public bool Optional { get; init; }

    /// <summary>What must be known before this question can be asked or its answer read.</summary>
    public virtual Items<Need> Needs(Answers answers) => [];

    /// <summary>Pure parsing: the typed answer, or why it was not understood.</summary>
    public abstract Reading Read(Input input, Asking at);

    public abstract Prompt Ask(Asking at);

    /// <summary>The answer as read back. Only called for an answer that <see cref="Fits"/>.</summary>
    public abstract Words Show(Answer answer, Asking at);

    /// <summary>Whether a stored answer is of this question's kind; after a form changed, what does not fit is dropped.</summary>
    public abstract bool Fits(Answer answer);

    /// <summary>Whether the walk may go on past this answer; a basket is open until the resident closes it.</summary>
    public virtual bool IsWhole(Answer answer) => true;

    /// <summary>The questions that must be answered before this one can be asked at all.</summary>
    public virtual Items<QuestionId> After => [];

    /// <summary>The answers beside which this one was given; when one of them is changed, this one is asked anew.</summary>
    public virtual Items<QuestionId> Beside => [];

    /// <summary>Whether a place on the map answers it.</summary>
    public virtual bool TakesPlace => false;

    /// <summary>The answer when the facts leave nothing to ask; the question is then passed over, on the way there and back. <c>null</c> to ask.</summary>
    public virtual Answer? Settle(Asking at) => null;

    /// <summary>Whether this answer is one that <see cref="Settle"/> gave.</summary>
    public virtual bool IsSettled(Answer answer) => false;

    /// <summary>All that can be picked, for a page that has room for it; the talk offers the first few.</summary>
    public virtual Items<Button.Pick> Offered(Asking at) => Ask(at).Options;

    /// <summary>The answer in a text that can be nothing but an answer to this question, whatever is being asked; needs no facts.</summary>
    public virtual Answer? Recognise(string text) => null;

    /// <summary>What it will cost, if this question knows.</summary>
    public virtual Words? Total(Answer answer, Asking at) => null;

    /// <summary>Other phrases that this question may use, for the test that every phrase has words.</summary>
    public virtual Items<string> Phrases => [];
}

/// <summary>Where a question is asked: what is answered so far, what is known, and the words in which residents may answer.</summary>
public sealed record Asking(Answers Answers, Facts Facts, Wordbook Words, Language Language, DateTimeOffset Now);

/// <summary>What became of an input.</summary>
public abstract record Reading
{
    private Reading() { }

    public sealed record Understood(Answer Answer) : Reading;

    /// <param name="Hint">What to do, with an example.</param>
    public sealed record Puzzled(Words Hint) : Reading;
}
