using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Api.Forms;

/// <summary>One question on the page, with what was typed and what is wrong with it.</summary>
/// <param name="Typed">As it was typed, whether right or wrong.</param>
public sealed record Field(Question Question, string Typed, Words? Error = null)
{
    /// <summary>The name in the posted form, and the id on the page.</summary>
    public string Name => NameOf(Question.Id);

    /// <summary>Where the error summary leads: the field, or the first of its choices.</summary>
    public string FocusId => Question is OptionsQuestion ? $"{Name}-1" : Name;

    public static string NameOf(QuestionId id) => $"q-{id.Value}";

    /// <summary>The questions of a sheet that this town still asks on a page, filled with what was answered before.</summary>
    internal static Items<Field> Of(Sheet sheet, TownFace face, Func<QuestionId, string?> typed) =>
        face.Forms.TryGetValue(sheet.Form, out var form)
            ? [.. form.Questions
                .Where(q => q.Class == DataClass.Personal && sheet.Questions.Contains(q.Id))
                .Select(q => new Field(q, typed(q.Id) ?? ""))]
            : [];

    /// <summary>An answer as it would have been typed; for correcting.</summary>
    public static string? Written(Answer? answer) => answer switch
    {
        Answer.Words(var text) => text,
        Answer.Count(var number) => number.ToString(CultureInfo.InvariantCulture),
        Answer.Chosen(var key) => key,
        _ => null,
    };

    /// <summary>Reads what was typed with the form's own reading.</summary>
    public (Field Field, Answer? Answer) Read(Asking at)
    {
        if (Typed.Any(IsUnusable))
        {
            return (this with { Error = Words.Of("web.form.characters") }, null);
        }

        return Question.Read(Input(), at) switch
        {
            Reading.Understood(var answer) => (this, answer),
            Reading.Puzzled(var hint) => (this with { Error = OnPage(hint, at.Words) }, null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Hints are made for the talk, where one "sends"; a page has its own words for some.</summary>
    private static Words OnPage(Words hint, Wordbook words) =>
        hint is Words.Phrase(var key, var args) && words.Has($"web.{key}", Language.Japanese) ? new Words.Phrase($"web.{key}", args) : hint;

    private Input Input() => Question switch
    {
        OptionsQuestion => new Input.Tapped(Typed),
        // An address may be typed in two lines; it is one line of text.
        TextQuestion { Kind: not TextKind.Free } => new Input.Said(Typed.ReplaceLineEndings(" ")),
        _ => new Input.Said(Typed.ReplaceLineEndings("\n")),
    };

    /// <summary>What no keyboard types: control characters, halves of surrogate pairs and what stands for broken bytes, characters that are none.</summary>
    private static bool IsUnusable(char c) =>
        c is not ('\n' or '\r' or '\t') && (char.IsControl(c) || c is '\uFFFD' or '\uFFFE' or '\uFFFF');
}
