using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Wording;

namespace Bot.Tests.Conversations;

/// <summary>Forms that use everything the core can do; the services of the product are added where they are tested.</summary>
internal static class TestForms
{
    internal static readonly Form Report = new(new("report"), Version: 2, "report",
    [
        new ChoiceQuestion(new("kind"), "report.kind", ["road", "lamp", "other"]) { Forks = [new("other", new("detail"))] },
        new PlaceQuestion(new("place"), "report.place", MayComeLater: true),
        new PhotoQuestion(new("photo"), "report.photo", MayComeLater: true) { Optional = true },
        new ChoiceQuestion(new("more"), "report.more", ["yes", "no"]) { Forks = [new("no", new("name"))] },
        new TextQuestion(new("detail"), "report.detail", MaxLength: 200),
        new TextQuestion(new("name"), "report.name", MaxLength: 50, TextKind.Name) { Class = DataClass.Personal },
        new TextQuestion(new("phone"), "report.phone", MaxLength: 20, TextKind.Telephone) { Class = DataClass.Personal, Optional = true },
    ]);

    internal static readonly Form Survey = new(new("survey"), Version: 1, "survey",
    [
        new SlotQuestion(new("slot"), "survey.slot"),
        new CountQuestion(new("count"), "survey.count", 1, 9),
        new TextQuestion(new("note"), "survey.note", MaxLength: 100) { Optional = true },
    ]);

    internal static readonly Form Look = new(new("look"), Version: 1, "look", [new ChoiceQuestion(new("what"), "look.what", ["a", "b"])]) { Reviewed = false };

    internal static readonly IReadOnlyDictionary<FormId, Form> All = new[] { Report, Survey, Look }.ToDictionary(f => f.Id);

    internal static readonly Wordbook Words = WordingFiles.Load().With(
        from key in All.Values.SelectMany(f => f.Questions.SelectMany(q => q.Phrases.Append($"{q.Key}.ask").Append($"{q.Key}.name")).Append($"{f.Key}.title"))
            .Concat(["survey.slot.s1", "survey.slot.s2"])
        from language in Language.Complete
        select (language, key, Japanese.GetValueOrDefault(key, key) + (language == Language.Japanese ? "" : " " + language.Tag)));

    internal static readonly Decider Decider = new(All, Words);

    private static Dictionary<string, string> Japanese => new(StringComparer.Ordinal)
    {
        ["report.kind.ask"] = "どのような異常ですか？",
        ["report.kind.road"] = "道路",
        ["report.kind.lamp"] = "街路灯",
        ["report.kind.other"] = "その他",
        ["report.place.ask"] = "場所を送ってください。",
        ["report.photo.ask"] = "写真はありますか？",
        ["report.more.ask"] = "補足はありますか？",
        ["report.more.yes"] = "ある",
        ["report.more.no"] = "ない",
        ["report.detail.ask"] = "詳しく教えてください。",
        ["survey.slot.ask"] = "どの回にしますか？",
        ["survey.count.ask"] = "何人ですか？",
        ["survey.note.ask"] = "ご意見をどうぞ。",
        ["look.what.a"] = "ゴミの日",
        ["look.what.b"] = "ことばの教室",
    };
}

/// <summary>The slots that are free, as a fact of the world.</summary>
internal sealed record FreeSlots : Need<Items<string>>;

/// <summary>A question whose choices must be fetched.</summary>
internal sealed record SlotQuestion(QuestionId Id, string Key) : OptionsQuestion(Id, Key)
{
    public override Items<Need> Needs(Answers answers) => [new FreeSlots()];

    public override Items<Button.Pick> Options(Asking at) => [.. at.Facts.Get(new FreeSlots()).Select(s => new Button.Pick(s, Words.Of($"survey.slot.{s}")))];
}
