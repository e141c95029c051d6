using System.Diagnostics;
using Bot.Domain.DamageReports;
using Bot.Infrastructure.DamageReports;

namespace Bot.Api.Console.DamageReports.Field;

/// <summary>How the page for the place says things.</summary>
internal static class FieldWords
{
    public static IReadOnlyDictionary<NothingFound, string> Nothing { get; } = new Dictionary<NothingFound, string>
    {
        [NothingFound.NotThere] = "見当たらない",
        [NothingFound.Repaired] = "もう直っている",
        [NothingFound.NoSuchPlace] = "場所がわからない",
    };

    public static IReadOnlyDictionary<PutOffFor, string> PutOff { get; } = new Dictionary<PutOffFor, string>
    {
        [PutOffFor.Weather] = "天気",
        [PutOffFor.Material] = "材料・道具が足りない",
        [PutOffFor.Hands] = "人手・車両の手配が必要",
        [PutOffFor.Traffic] = "通行規制が必要",
    };

    public static IReadOnlyDictionary<GivenBack, string> Back { get; } = new Dictionary<GivenBack, string>
    {
        [GivenBack.NotOurs] = "受け持ちが違う",
        [GivenBack.Contractor] = "業者への発注が必要",
        [GivenBack.Undecided] = "現場では決められない",
    };

    /// <summary>What was done, as lists and the timeline call it.</summary>
    public static string Act(string name) => name switch
    {
        "begin" => "着手",
        "inspect" => "点検の記録",
        "work-before" or "work-after" => "作業の記録",
        "finish" => "完了",
        "not-found" => "現地で見つからず",
        "put-off" => "見送り",
        "give-back" => "事務所に戻す",
        _ => name,
    };

    /// <summary>The reason by its name; <c>null</c> for an act without one.</summary>
    public static (string Name, string Title)? Why(FieldAct act) => act switch
    {
        FieldAct.FindNothing(var why) => (why.ToString(), Nothing[why]),
        FieldAct.PutOff { Why: var why } => (why.ToString(), PutOff[why]),
        FieldAct.GiveBack(var why) => (why.ToString(), Back[why]),
        _ => null,
    };

    /// <summary>What is kept for colleagues: the reason before what was typed.</summary>
    public static string Note(FieldAct act, string words) => Why(act) is { } why
        ? $"{Act(act.Name())}：{why.Title}{(words.Length > 0 ? $"\n{words}" : "")}"
        : words;

    /// <summary>What whoever did it must hear; <c>null</c> when all is well.</summary>
    /// <param name="now">The case as it stands, which is not always the one that was meant.</param>
    public static string? Trouble(HeardStep heard, StoredCase now, Guid asked, int sent)
    {
        var place = heard.Case == asked ? "記録はメモとして残しました。" : $"記録は {now.Number} のメモに残しました。";
        var trouble = (heard.Outcome, now.State) switch
        {
            _ when heard.Case != asked => $"先に {now.Number} にまとめられていました。{place}",
            (FieldOutcome.Counts, _) => "",
            (FieldOutcome.SaidAlready, ReportState.InWork) => "",
            (FieldOutcome.SaidAlready, _) => $"先にほかの人が「{DamageShown.State(now.State).Title}」にしていました。記録も残しました。",
            (FieldOutcome.Overtaken, { IsOpen: true }) => $"そのあとで対応が再開されています（いまは「{DamageShown.State(now.State).Title}」）。状態は変えず、{place}",
            (FieldOutcome.Overtaken, _) => $"先にほかの人が「{DamageShown.State(now.State).Title}」にしていました。状態は変えず、{place}",
            _ => throw new UnreachableException(),
        };
        var room = heard.Photos < sent ? $"写真は1件に{WorkDesk.MostOfCase}枚までのため、残せませんでした。" : "";
        return trouble.Length + room.Length == 0 ? null : trouble + room;
    }

    /// <summary>What was done, for a page without a script.</summary>
    public static string Told(FieldAct act) => act switch
    {
        FieldAct.Begin => "作業中にしました。",
        FieldAct.Finish => "完了にしました。",
        FieldAct.FindNothing => "「現地で見つからず」にしました。",
        FieldAct.PutOff { Day: not null } => "見送り、作業日を決めました。",
        FieldAct.PutOff => "見送りを記録しました。",
        FieldAct.GiveBack => "事務所に戻しました。",
        _ => "記録を残しました。",
    };
}
