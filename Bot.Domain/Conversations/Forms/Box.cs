using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>How one question stands on a page that shows the whole form, with what was typed and what is wrong with it.</summary>
public abstract record Box(Question Question)
{
    public Words? Error { get; init; }

    /// <summary>The name of its field, and the id on the page.</summary>
    public string Name => NameOf(Question.Id);

    public static string NameOf(QuestionId id) => $"q-{id.Value}";

    /// <summary>The field that holds what was picked beside what was typed.</summary>
    public static string KeyOf(QuestionId id) => $"q-{id.Value}-key";

    /// <summary>The field that holds which of several places is meant.</summary>
    public static string PickOf(QuestionId id) => $"q-{id.Value}-pick";

    public static string LineOf(QuestionId id, int line) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"q-{id.Value}-{line}");

    /// <summary>One of several: picked, or typed by number, name or date.</summary>
    public sealed record Choice(Question Question, string Typed, string Picked, Items<Button.Pick> Options) : Box(Question);

    /// <summary>A line or more of text.</summary>
    public sealed record Text(Question Question, string Typed) : Box(Question);

    /// <param name="Point">Degrees north and east, parted by a comma.</param>
    public sealed record Place(Question Question, string Label, string Point) : Box(Question)
    {
        /// <summary>What the words may mean, when that is more than one place.</summary>
        public Items<Button.Pick> Options { get; init; } = [];

        public string Picked { get; init; } = "";
    }

    /// <summary>Several lines, each a word, what it means and how many.</summary>
    /// <param name="Read">The lines as they were understood, with what they cost.</param>
    public sealed record Lines(Question Question, Items<LineBox> Typed, Words? Read) : Box(Question);

    /// <summary>Cannot be asked before another question is answered.</summary>
    public sealed record Waiting(Question Question) : Box(Question);
}

/// <summary>One typed line.</summary>
/// <param name="Options">What the word may mean, when it is not clear.</param>
public sealed record LineBox(int Number, TypedLine Line, Items<LineOption> Options, Words? Error);
