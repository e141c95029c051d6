using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>What a line of text must be, beyond being there.</summary>
public enum TextKind
{
    Free,
    Name,
    Kana,
    Telephone,
    Address,
}

/// <summary>A question answered in words, at most <paramref name="MaxLength"/> UTF-16 units.</summary>
public sealed record TextQuestion(QuestionId Id, string Key, int MaxLength, TextKind Kind = TextKind.Free) : Question(Id, Key)
{
    public override Prompt Ask(Asking at) => new(Words.Of($"{Key}.ask"), Optional ? [new("skip", Words.Of("button.skip"))] : []);

    public override Reading Read(Input input, Asking at) => input switch
    {
        Input.Tapped("skip") when Optional => new Reading.Understood(new Answer.Skipped()),
        Input.Said(var text) when Optional && (text.Trim().Length == 0 || at.Words.Hears("skip", text)) => new Reading.Understood(new Answer.Skipped()),
        Input.Said(var text) when JapaneseText.Whole(text).Trim() is { Length: > 0 } words => words.Length > MaxLength
            ? new Reading.Puzzled(Words.Of("hint.too-long", ("max", Words.Number(MaxLength))))
            : Parse(words),
        _ => new Reading.Puzzled(Words.Of("hint.text")),
    };

    public override Words Show(Answer answer, Asking at) => answer is Answer.Words(var text) ? new Words.Plain(text) : Words.Of("review.skipped");

    public override bool Fits(Answer answer) => answer is Answer.Words || (Optional && answer is Answer.Skipped);

    private Reading Parse(string text)
    {
        switch (Kind)
        {
            case TextKind.Telephone:
                var digits = string.Concat(JapaneseText.Normal(text).Where(char.IsAsciiDigit));
                var others = JapaneseText.Normal(text).Any(c => !char.IsAsciiDigit(c) && c is not ('-' or '‐' or '−' or 'ー' or '(' or ')' or ' '));
                return digits is ['0', ..] && digits.Length is 10 or 11 && !others
                    ? new Reading.Understood(new Answer.Words(digits))
                    : new Reading.Puzzled(Words.Of("hint.telephone"));
            case TextKind.Kana:
                return JapaneseText.Fold(text).All(c => c is >= 'ぁ' and <= 'ゖ')
                    ? new Reading.Understood(new Answer.Words(text))
                    : new Reading.Puzzled(Words.Of("hint.kana"));
            default:
                return text.Any(char.IsControl) && Kind != TextKind.Free
                    ? new Reading.Puzzled(Words.Of("hint.text"))
                    : new Reading.Understood(new Answer.Words(text));
        }
    }
}

/// <summary>A question answered by a whole number.</summary>
public sealed record CountQuestion(QuestionId Id, string Key, int Least, int Most) : Question(Id, Key)
{
    public override Prompt Ask(Asking at) => new(
        Words.Of($"{Key}.ask"),
        [.. Enumerable.Range(Least, Math.Min(10, Most - Least + 1)).Select(n => new Button.Pick($"n{n}", Words.Number(n)))]);

    public override Reading Read(Input input, Asking at)
    {
        var number = input switch
        {
            Input.Tapped(['n', .. var digits]) => JapaneseText.Number(digits),
            Input.Said(var text) => JapaneseText.Number(text),
            _ => null,
        };
        return number is { } n && n >= Least && n <= Most
            ? new Reading.Understood(new Answer.Count(n))
            : new Reading.Puzzled(Words.Of("hint.count", ("least", Words.Number(Least)), ("most", Words.Number(Most))));
    }

    public override Words Show(Answer answer, Asking at) => Words.Number(((Answer.Count)answer).Number);

    public override bool Fits(Answer answer) => answer is Answer.Count(var n) && n >= Least && n <= Most;
}
