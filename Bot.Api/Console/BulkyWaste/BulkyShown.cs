using System.Diagnostics;
using System.Globalization;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Photos;
using static Bot.Domain.BulkyWaste.RequestState;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Codes of the service as staff read them.</summary>
internal static class BulkyShown
{
    public static IReadOnlyDictionary<string, string> Tabs { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["checking"] = "確認待ち",
        ["unpaid"] = "支払い待ち",
        ["planned"] = "収集予定",
        ["left"] = "取り残し",
        ["top-up"] = "追加の支払い待ち",
        ["ended"] = "終了",
    };

    public static (string Title, string Chip) State(RequestState state) => state switch
    {
        Checking => ("確認待ち", "warn"),
        AwaitingPayment => ("支払い待ち", "key"),
        Paid => ("収集予定", "good"),
        AwaitingTopUp { Due.IsOver: true } => ("追加の支払い：期限切れ", "bad"),
        AwaitingTopUp => ("追加のお支払い待ち", "warn"),
        Collected { Due: not null } => ("収集ずみ（差額が未払い）", "warn"),
        Collected => ("収集ずみ", "good"),
        NotCollected n => ($"取り残し：{Obstacle(n.Why)}", "bad"),
        Lapsed => ("期限切れ", ""),
        Cancelled { Owed: not null } => ("取り消し（返金中）", "warn"),
        Cancelled => ("取り消し", ""),
        Refunded => ("取り消し（返金ずみ）", ""),
        _ => throw new UnreachableException(),
    };

    public static string Obstacle(Obstacle why) => why switch
    {
        Bot.Domain.BulkyWaste.Obstacle.NothingThere => "出ていない",
        Bot.Domain.BulkyWaste.Obstacle.NoNumber => "番号・支払いがない",
        Bot.Domain.BulkyWaste.Obstacle.OtherThanAsked => "大きさ・品目が違う",
        Bot.Domain.BulkyWaste.Obstacle.OutOfReach => "行けない場所",
        _ => throw new UnreachableException(),
    };

    /// <summary>Reasons of every kind, by their codes; an unknown code is shown as it is.</summary>
    public static string Reason(string code) => code switch
    {
        "welfare" => "生活保護世帯",
        "disability" => "障害者手帳",
        "disaster" => "被災",
        "own-mistake" => "町の誤り",
        "resident" => "本人の希望",
        "not-collectable" => "収集できない物",
        "double" => "二重の申し込み",
        "no-contact" => "連絡がつかない",
        "agreed" => "本人と約束した",
        "special-trip" => "別便で収集する",
        "hardship" => "本人の事情",
        "other" => "その他",
        "nothing-there" => "出ていない",
        "no-number" => "番号・支払いがない",
        "other-than-asked" => "大きさ・品目が違う",
        "out-of-reach" => "行けない場所",
        Settlement.Cash => "現金",
        _ => code,
    };

    public static string Payment(Payment payment) => payment.State switch
    {
        PaymentState.Requested or PaymentState.Open { Voucher: null } => "支払い待ち",
        PaymentState.Open => "コンビニ払い待ち",
        PaymentState.Paid => "入金ずみ",
        PaymentState.Failed => "失敗",
        PaymentState.Expired => "終了（未入金）",
        PaymentState.Refunding => "返金中",
        PaymentState.RefundNeeded { Hurdle: var hurdle } => $"返金に手続きが必要：{Hurdle(hurdle)}",
        PaymentState.Refunded => payment.Kept.Amount > 0 ? "一部返金ずみ" : "返金ずみ",
        _ => throw new UnreachableException(),
    };

    public static string Hurdle(RefundHurdle hurdle) => hurdle switch
    {
        RefundHurdle.AgentAsksResident => "本人の口座の連絡待ち",
        RefundHurdle.AgentFailed => "自動で返せない",
        RefundHurdle.PaidInCash => "現金のため窓口で返金",
        _ => throw new UnreachableException(),
    };

    public static string Stage(RepaymentStage stage) => stage switch
    {
        RepaymentStage.Asked => "手続き中",
        RepaymentStage.AgentAsksResident => "本人の口座の連絡待ち",
        RepaymentStage.AgentFailed => "自動で返せません",
        RepaymentStage.PaidInCash => "窓口で返金してください",
        RepaymentStage.Done => "返金ずみ",
        RepaymentStage.ByHand => "手作業で返金ずみ",
        _ => throw new UnreachableException(),
    };

    public static string Method(string? method) => method switch
    {
        CheckoutTerms.Card => "クレジットカード",
        CheckoutTerms.Konbini => "コンビニ",
        CheckoutTerms.PayPay => "PayPay",
        Settlement.Cash => "現金",
        null => "－",
        _ => method,
    };

    /// <summary>Kinds of the timeline that are the service's own; <c>null</c> for those of the kit.</summary>
    public static string? Kind(string kind) => kind switch
    {
        "asked" => "申し込み",
        "typed" => "職員が聞き取って受け付け",
        "adopted" => "ご本人のLINEに引き継ぎ",
        "quoted" => "手数料が決まり、支払いを依頼",
        "paid" => "支払い・番号を発行",
        "waived" => "全額減免・番号を発行",
        "lapsed" => "期限までに支払いがなく失効",
        "never-quoted" => "手数料が決まらず失効",
        "paid-too-late" => "遅れた入金（自動で返金）",
        "paid-twice" => "二重の入金（自動で返金）",
        "cancelled" => "取り消し",
        "top-up" => "差額の支払いを依頼",
        "costs-less" => "変更・差額を返金",
        "changed" => "内容を変更",
        "top-up-paid" => "差額の支払い",
        "top-up-passed" => "差額の支払い期限切れ",
        "collected" => "収集",
        "left" => "取り残し",
        "marked-by-mistake" => "収集の記録を取り消し",
        "rebooked" => "収集日を選び直し",
        "moved" => "収集日を変更",
        "corrected" => "地区・出す場所を変更",
        "refunded" => "返金ずみ",
        "refund-stuck" => "返金が止まっている",
        "reminded" => "前日のお知らせ",
        "voucher" => "コンビニ払いを選択",
        "crew.collected" => "現場：収集した",
        "crew.left" => "現場：取り残した",
        "crew.taken-back" => "現場：押し間違いを取り消し",
        _ => null,
    };

    public static string Refusal(string why) => why switch
    {
        "bulky-waste.staff.no-time-to-pay" => "支払い期限に間に合いません。収集日を変えるか、取り消してください。",
        "bulky-waste.staff.full" => "その日は定員いっぱいです。それでも入れるときは、理由を選んでください。",
        "bulky-waste.staff.no-collection" => "その日はこの地区の収集日ではありません。それでも入れるときは、理由を選んでください。",
        "bulky-waste.staff.wrong" => "入力した内容を確かめてください。",
        _ => "いまの状態では、この操作はできません。画面を開き直して、状態を確かめてください。",
    };

    public static string Line(RequestLine line) => $"{Shown.Safe(line.Name?.Ja ?? "（職員が確認する物）")} × {line.Number.ToString(CultureInfo.InvariantCulture)}";

    /// <param name="n">Counted from 0.</param>
    public static string PhotoTitle(string photo, int n) =>
        string.Create(CultureInfo.InvariantCulture, $"{(photo.StartsWith("crew-", StringComparison.Ordinal) ? "現場で撮った" : "申し込んだ人が送った")}写真 {n + 1}");

    /// <summary>What stands in the place of a picture that cannot be shown; <c>null</c> when it can.</summary>
    public static string? NoPhoto(PhotoStanding standing) => standing switch
    {
        { State: PhotoState.Here } => null,
        { State: PhotoState.Waiting } => "LINEから取り寄せています。しばらくしてから開き直してください。",
        { State: PhotoState.Erased } => "送った人が取り消したか、保存期間が過ぎたため、ありません。",
        { Why: PictureLoss.NotFound or PictureLoss.NotGiven } => "LINEから受け取れませんでした。必要なときは送り直しを頼んでください。",
        { Why: PictureLoss.TooManyBytes or PictureLoss.TooManyPixels } => "大きすぎて読み取れませんでした。必要なときは送り直しを頼んでください。",
        _ => "写真を読み取れませんでした。必要なときは送り直しを頼んでください。",
    };

    public static string Path(BulkyRequest request) => $"bulky-waste/{request.Town.Value}/{request.Id}";
}
