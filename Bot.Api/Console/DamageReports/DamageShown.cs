using System.Diagnostics;
using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;

namespace Bot.Api.Console.DamageReports;

/// <summary>Codes of the service as staff read them.</summary>
internal static class DamageShown
{
    /// <summary>By the names that are stored.</summary>
    public static IReadOnlyDictionary<string, string> States { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["new"] = "未確認",
        ["accepted"] = "確認ずみ",
        ["planned"] = "作業予定",
        ["in-work"] = "作業中",
        ["done"] = "完了",
        ["not-ours"] = "ほかの機関の受け持ち",
        ["duplicate"] = "ほかの通報にまとめた",
        ["not-found"] = "現地で見つからず",
    };

    public static (string Title, string Chip) State(ReportState state) => state switch
    {
        ReportState.Planned(var day) => ($"{States["planned"]}：{Shown.ShortDay(day)}", "key"),
        ReportState.New => (States["new"], "warn"),
        ReportState.Accepted or ReportState.InWork => (States[state.Name()], "key"),
        ReportState.Done => (States["done"], "good"),
        _ => (States[state.Name()], ""),
    };

    /// <summary>One character for a marker on a map; colour says the age.</summary>
    public static string Sign(ReportState state) => state switch
    {
        ReportState.New => "未",
        ReportState.Accepted => "確",
        ReportState.Planned => "予",
        ReportState.InWork => "作",
        ReportState.Done => "済",
        ReportState.NotOurs => "他",
        ReportState.Duplicate => "同",
        _ => "無",
    };

    public static string? Danger(Danger danger) => danger switch
    {
        Bot.Domain.DamageReports.Danger.Life => "命の危険",
        Bot.Domain.DamageReports.Danger.Yes => "危険あり",
        _ => null,
    };

    public static string Kind(DamagePlan plan, string code) => plan.Kind(code)?.Name.Ja ?? code;

    /// <summary>The district that routing found; <c>null</c> outside any.</summary>
    public static string? District(DamagePlan plan, Items<RouteReason> why) =>
        why.FirstOrDefault(w => w.Step == RouteStep.InDistrict) is { } there ? Area(plan, there.Of) : null;

    /// <summary>Who sees to it, by routing or because it was passed on.</summary>
    public static string Target(DamageTowns towns, IReadOnlyList<Section> offices, StoredCase item) => item.Target switch
    {
        RouteTarget.Department(var code) => offices.FirstOrDefault(o => o.Code == code)?.Name ?? code,
        var other => towns.NameOf(item.Town, other).Ja,
    };

    public static string Reason(DamagePlan plan, DamageTowns towns, RouteReason reason) => reason.Step switch
    {
        RouteStep.InTown => $"町の区域の中（{Area(plan, reason.Of)}）",
        RouteStep.InNeighbour => $"{towns.NameOf(plan.Town, new RouteTarget.OtherTown(new TownId(reason.Of))).Ja}の区域の中",
        RouteStep.NoBorder => "町の境界が登録されていないため、町の中とみなした",
        RouteStep.NoPlace => "場所がわからない",
        RouteStep.OnRoad => $"道路の上（{Area(plan, reason.Of)}）",
        RouteStep.InDistrict => $"地区（{Area(plan, reason.Of)}）",
        RouteStep.Rule => $"振り分け表の{reason.Of}行目に当てはまる",
        RouteStep.OfKind => $"種類の受け持ち（{Kind(plan, reason.Of)}）",
        RouteStep.OfGroup => $"分類の受け持ち（{plan.Groups.FirstOrDefault(g => g.Code == reason.Of)?.Name.Ja ?? reason.Of}）",
        RouteStep.OfTown => "ほかに決まりがないときの受け持ち",
        _ => throw new UnreachableException(),
    };

    /// <summary>An unknown code is shown as it is.</summary>
    public static string Reason(UrgencyReason reason) => string.Create(CultureInfo.InvariantCulture, $"{reason.Code switch
    {
        "kind" => "種類の重さ",
        "danger" => "いま危険だという知らせ",
        "road" => "国道・県道の上",
        "joiners" => "同じ通報の多さ",
        "disaster" => "災害時",
        "warning" => "警報の発表中",
        "trusted" => "消防団などからの通報",
        var code => code,
    }} ＋{reason.Points}");

    public static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)age.TotalMinutes)}分"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours}時間"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays:#,##0}日"),
    };

    /// <summary>There are eight colours on the operations board; a town with more groups of kinds uses some twice.</summary>
    public static int ColourOf(int group) => group % 8;

    /// <summary>What a marker says: nothing that residents wrote.</summary>
    public static object OnMap(Visit visit, DamagePlan plan, StoredCase item) => new
    {
        id = item.Subject,
        number = item.Number,
        kind = Kind(plan, item.Kind),
        colour = ColourOf(Math.Max(0, plan.Groups.Index().FirstOrDefault(g => g.Item.Code == item.Group).Index)),
        state = State(item.State).Title,
        sign = Sign(item.State),
        open = item.State.IsOpen,
        danger = Danger(item.Danger),
        reporters = item.Reporters,
        days = (int)(visit.Now - item.OpenedAt).TotalDays,
        age = Age(visit.Now - item.OpenedAt),
        at = new[] { item.Point.Latitude, item.Point.Longitude },
        page = visit.To(Path(item.Id)),
    };

    /// <summary>The map of the Geospatial Information Authority, which any browser opens.</summary>
    public static string Map(GeoPoint point) => string.Create(CultureInfo.InvariantCulture, $"https://maps.gsi.go.jp/#17/{point.Latitude:F6}/{point.Longitude:F6}/");

    /// <summary>Kinds of the timeline that are the service's own; <c>null</c> for those of the kit.</summary>
    public static string? Story(string kind) => kind switch
    {
        "reported" => "通報を受け付け",
        "joined" => "同じものの通報が加わった",
        "told-again" => "同じ人がもう一度知らせた",
        "taken-over" => "ほかの町から引き継ぎ",
        "accepted" => "内容を確認",
        "planned" => "作業日を決定",
        "started" => "作業を開始",
        "done" => "作業が完了",
        "passed-on" => "ほかの機関に引き継ぎ",
        "merged" => "ほかの通報にまとめた",
        "not-found" => "現地で見つからず",
        "reopened" => "対応を再開",
        "inspected" => "点検・現地の確認",
        "worked" => "作業",
        "field" => "現場からの記録",
        "field-overtaken" => "現場からの記録（先に状態が変わっていたため、メモとして残した）",
        "photo-handed" => "引き継ぎ元から写真が届いた",
        "photo-published" => "写真を公開用にした",
        "photo-withdrawn" => "写真の公開をやめた",
        "photo-removed" => "職員の写真を消した",
        "split-off" => "1件の通報を別の通報に分けた",
        "split-from" => "ほかの通報から分けて受け付け",
        "helped" => "通報した人から「役に立った」との返事",
        "still-troubled" => "通報した人から「まだ困っている」との返事",
        "staff-told" => "担当者に知らせた",
        "typed" => "職員が聞き取って受け付け",
        "adopted" => "本人のLINEが引き継いだ",
        _ => null,
    };

    /// <summary>What stands in the place of a picture that cannot be shown; <c>null</c> when it can.</summary>
    public static string? NoPhoto(PhotoStanding standing) => standing.State switch
    {
        PhotoState.Here => null,
        PhotoState.Waiting => "LINEから取り寄せています。しばらくしてから開き直してください。",
        PhotoState.Erased => "送った人が取り消したか、保存期間が過ぎたため、ありません。",
        _ => "写真を受け取れませんでした。必要なときは送り直しを頼んでください。",
    };

    public static string Path(Guid id) => $"{CaseLists.Path}/{id}";

    private static string Area(DamagePlan plan, string code) => plan.Areas.FirstOrDefault(a => a.Code == code)?.Name.Ja ?? code;
}
