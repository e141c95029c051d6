using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>A question answered by several lines: the talk gathers them step by step, a page shows them all at once.</summary>
public abstract record LinesQuestion(QuestionId Id, string Key) : Question(Id, Key)
{
    /// <summary>What a typed word may mean, best first; the last one is "not sure" where that is allowed.</summary>
    public abstract Items<LineOption> Find(string text, Asking at);

    /// <summary>Reads one line more, by the rules of the talk; a word that means several things is puzzling.</summary>
    /// <param name="gathered">The lines before it; <c>null</c> for the first.</param>
    public abstract Reading Add(Answer? gathered, TypedLine line, Asking at);

    /// <summary>Says that these are all.</summary>
    public abstract Answer Close(Answer gathered);
}

/// <summary>A line as it was typed.</summary>
/// <param name="Key">What was picked for the word, of what <see cref="LinesQuestion.Find"/> gave; empty when nothing was.</param>
/// <param name="Number">Empty when it stands in the word (2つ) or is one.</param>
public sealed record TypedLine(string Text, string Key = "", string Number = "")
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text) && Key.Length == 0;
}

/// <summary>Something that a typed word may mean.</summary>
/// <param name="Key">Empty for something that cannot be taken.</param>
/// <param name="Detail">What it costs, or why it cannot be taken.</param>
public sealed record LineOption(string Key, Words Label, Words? Detail = null);
