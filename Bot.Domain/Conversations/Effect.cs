using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations;

/// <summary>What the outside must do. Written to tables in one transaction with the new state; never performed here.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <summary>Plain text, with buttons under it if any.</summary>
    public sealed record Say(Words Text, Items<Button> Buttons = default) : Effect
    {
        /// <summary>A picture above the text: a path below <c>{PublicBaseUrl}/{town}/</c>.</summary>
        public string? Picture { get; init; }
    }

    /// <summary>One thing shown large, such as the number to write on the item.</summary>
    /// <param name="Headline">The large thing itself; the resident can copy it.</param>
    public sealed record Show(Words Title, string Headline, Words Body, Items<Button> Buttons = default) : Effect;

    /// <summary>A picture of ours: paths below <c>{PublicBaseUrl}/{town}/</c>, for whoever has them.</summary>
    /// <param name="Small">At most a megabyte.</param>
    public sealed record SendPicture(string Path, string Small) : Effect;

    /// <summary>Asks one question. <paramref name="At"/> of <paramref name="Of"/> tells how far the form is.</summary>
    public sealed record Ask(FormId Form, QuestionId Question, Prompt Prompt, TurnNo AskedAt, int At, int Of) : Effect;

    /// <summary>Asks personal questions on our own page, opened by a one-time link. The talk stays neutral.</summary>
    public sealed record OpenPage(FormId Form, Items<QuestionId> Questions, TurnNo Began, Words Text) : Effect;

    /// <summary>Reads everything back before it is sent off.</summary>
    public sealed record Review(FormId Form, Words Title, Items<ReviewLine> Lines, Words? Total, TurnNo AskedAt) : Effect
    {
        /// <summary>On the button that sends it off.</summary>
        public Words Send { get; init; } = Words.Of("review.send");

        /// <summary>What to type instead of tapping.</summary>
        public Words How { get; init; } = Words.Of("review.how");
    }

    /// <summary>Hands a whole form to its desk, in the same transaction; the desk's verdict goes to <see cref="Decider.Conclude"/>.</summary>
    public sealed record Submit(FormId Form, Answers Answers) : Effect;

    /// <summary>A person is wanted; staff see where the resident stood.</summary>
    public sealed record CallStaff(FormId? Form) : Effect;

    /// <summary>Fetch a picture from LINE before LINE forgets it.</summary>
    public sealed record FetchPhoto(string ContentId) : Effect;

    /// <summary>A photo or place promised for later has come and joins the submission.</summary>
    public sealed record Join(FormId Form, Guid Submission, QuestionId Question, Answer Answer) : Effect;

    /// <summary>The resident took a message back; what we stored of it is erased.</summary>
    public sealed record Forget(string MessageId) : Effect;

    /// <summary>Show the rich menu in this language.</summary>
    public sealed record SetMenu(Language Language) : Effect;

    /// <summary>Ask LINE for the profile's language.</summary>
    public sealed record LearnLanguage : Effect;

    /// <summary>Ring at this time, unless another turn came first.</summary>
    public sealed record WakeAt(DateTimeOffset At, TurnNo SetAt) : Effect;
}

/// <summary>One line of a review. A personal value is never shown in the talk: <paramref name="Value"/> is then a neutral phrase.</summary>
public sealed record ReviewLine(QuestionId Question, Words Name, Words Value);

/// <summary>Something to tap. Each has a typed equivalent, since LINE for PC shows no quick replies.</summary>
public abstract record Button
{
    private Button() { }

    /// <summary>An answer to the question in the same bubble; bound to it, stale once the talk has moved on.</summary>
    public sealed record Pick(string Key, Words Label, Words? Detail = null) : Button
    {
        /// <summary>Shown above it where each option has a bubble of its own: a path below <c>{PublicBaseUrl}/{town}/</c>.</summary>
        public string? Picture { get; init; }

        /// <summary>Stands there in place of a picture.</summary>
        public Words? Heading { get; init; }
    }

    /// <summary>A free key, good at any time: <c>menu</c>, <c>back</c>, <c>start:bulky-waste</c>, <c>language:en</c> …</summary>
    public sealed record Wish(string Key, Words Label) : Button;

    /// <summary>A page of ours: a path below <c>{PublicBaseUrl}/{town}/</c>.</summary>
    public sealed record Page(string Path, Words Label) : Button;

    /// <summary>A page of somebody else, https.</summary>
    public sealed record Web(string Address, Words Label) : Button;

    public sealed record Call(string Telephone, Words Label) : Button;

    public sealed record Copy(string Text, Words Label) : Button;
}

/// <summary>How a question stands before the resident: its words, and what may be tapped, picked or sent.</summary>
/// <param name="Options">Numbered in the text from 1, so that they can be typed.</param>
public sealed record Prompt(Words Text, Items<Button.Pick> Options = default)
{
    /// <summary>Offers LINE's date picker between two days.</summary>
    public DateRange? Dates { get; init; }

    /// <summary>Each option that has a detail is a bubble of its own, side by side with the others.</summary>
    public bool SideBySide { get; init; }

    public bool TakesPlace { get; init; }

    public bool TakesPhoto { get; init; }

    /// <summary>Buttons that are no answer: a page to read, a number to call.</summary>
    public Items<Button> More { get; init; } = [];
}

public sealed record DateRange(DateOnly First, DateOnly Last);
