using System.Diagnostics;
using System.Globalization;
using Bot.Domain.BulkyWaste;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Infrastructure.BulkyWaste.Crews;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>How the crews' pages say things.</summary>
internal static class CrewWords
{
    public static string Of(Obstacle why) => why switch
    {
        Obstacle.NothingThere => "出ていない",
        Obstacle.NoNumber => "番号がない・支払いがない",
        Obstacle.OtherThanAsked => "品目・大きさが違う",
        Obstacle.OutOfReach => "持ち出せない場所にある",
        _ => throw new UnreachableException(),
    };

    /// <summary>As addresses and forms write it.</summary>
    public static string Code(Obstacle why) => why switch
    {
        Obstacle.NothingThere => "nothing-there",
        Obstacle.NoNumber => "no-number",
        Obstacle.OtherThanAsked => "other-than-asked",
        Obstacle.OutOfReach => "out-of-reach",
        _ => throw new UnreachableException(),
    };

    public static Obstacle? Parse(string code) => Enum.GetValues<Obstacle>().Where(o => Code(o) == code).Select(o => (Obstacle?)o).FirstOrDefault();

    /// <summary>What a crew must hear about a mark; <c>null</c> when all is well.</summary>
    public static string? Trouble(MarkOutcome outcome) => outcome switch
    {
        MarkOutcome.Counts or MarkOutcome.SaidAlready => null,
        MarkOutcome.Overtaken => "あとから付けた記録がすでに届いています。新しいほうを残しました。",
        MarkOutcome.Cancelled => "この申し込みは取り消されています。持ち帰ったときは事務所に電話してください。",
        MarkOutcome.Moved => "この申し込みは別の日に変わっています。持ち帰ったときは事務所に電話してください。",
        MarkOutcome.Closed => "この申し込みには記録できません。事務所に確かめてください。",
        _ => throw new UnreachableException(),
    };

    public static (string Text, string Kind) State(RequestState state) => state switch
    {
        RequestState.Collected => ("収集済み", "good"),
        RequestState.NotCollected n => ($"収集できず：{Of(n.Why)}", "warn"),
        RequestState.AwaitingTopUp { Left: { } why } => ($"収集できず：{Of(why)}", "warn"),
        RequestState.AwaitingTopUp => ("これから（差額の支払い待ち）", "warn"),
        _ => ("これから", "key"),
    };

    /// <summary>As the phone's script knows it.</summary>
    public static string StateCode(RequestState state) => state switch
    {
        RequestState.Collected => "collected",
        RequestState.NotCollected or RequestState.AwaitingTopUp { Left: not null } => "left",
        _ => "open",
    };

    public static IEnumerable<string> Items(BulkyRequest request) => request.Lines.Select(l =>
        string.Create(CultureInfo.InvariantCulture, $"{l.Name?.Ja ?? l.Remark ?? "品目不明"} × {l.Number}"));

    public static string Place(DayStop stop) => $"{stop.Request.Area.Name.Ja} {stop.Requester.Address}";

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string? Degrees(double? degrees) => degrees?.ToString("0.00000", CultureInfo.InvariantCulture);
}
