using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>Asks for the part of the town, by button, name, kana or postal code.</summary>
public sealed record AreaQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new AreasNeed()];

    public override Items<Button.Pick> Options(Asking at) =>
        [.. at.Facts.Get(new AreasNeed()).Select(a => new Button.Pick(a.Code, new Words.Local(a.Name)))];

    public override Reading Read(Input input, Asking at)
    {
        if (Pick(input, Options(at), at) is { } picked)
        {
            return new Reading.Understood(new Answer.Chosen(picked.Key));
        }

        return input is Input.Said(var text) && Named(text, at.Facts.Get(new AreasNeed())) is { } area
            ? new Reading.Understood(new Answer.Chosen(area.Code))
            : new Reading.Puzzled(Words.Of("bulky-waste.area.hint"));
    }

    public override Items<string> Phrases => ["bulky-waste.area.hint"];

    private static CollectionArea? Named(string text, Items<CollectionArea> areas)
    {
        var postal = string.Concat(JapaneseText.Normal(text).Where(char.IsAsciiDigit));
        if (postal.Length == 7)
        {
            return Only(areas.Where(a => a.PostalCodes.Any(p => p.Replace("-", "", StringComparison.Ordinal) == postal)));
        }

        var said = JapaneseText.Fold(text);
        return said.Length == 0
            ? null
            : areas.FirstOrDefault(a => JapaneseText.Fold(a.Kana) == said)
                ?? (said.Length < 2 ? null : Only(areas.Where(a => JapaneseText.Fold(a.Kana).StartsWith(said, StringComparison.Ordinal))))
                ?? Only(areas.Where(a => said.Contains(JapaneseText.Fold(a.Name.Ja), StringComparison.Ordinal)));
    }

    private static CollectionArea? Only(IEnumerable<CollectionArea> areas) => areas.ToArray() is [var only] ? only : null;
}
