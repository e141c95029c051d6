using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Npgsql;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>What is done with a request by one question and one answer.</summary>
internal static class ActionEndpoints
{
    private static readonly IReadOnlyList<string> Obstacles = ["nothing-there", "other-than-asked", "no-number", "out-of-reach"];

    public static void MapRequestActions(this RouteGroupBuilder console)
    {
        Map(console, "cancel", Rights.BulkyWasteChange, Cancel, "取り消しました。", (s, v, tx, by) =>
            s.Staff.Cancel(tx, v.Owner, v.Id, by, refund: false, v.Visit.Field("why"), v.Visit.Stop));
        Map(console, "refund", Rights.BulkyWasteMoney, Refund, "取り消しました。返金の手続きを始めました。", (s, v, tx, by) =>
            s.Staff.Cancel(tx, v.Owner, v.Id, by, refund: true, v.Visit.Field("why"), v.Visit.Stop));
        Map(console, "cash", Rights.BulkyWasteCash, Cash, "現金の受け取りを記録しました。", (s, v, tx, by) => s.Money.TakeCash(tx, v.Owner, v.Id, by, v.Visit.Stop));
        Map(console, "collected", Rights.BulkyWasteChange, Collected, "収集ずみにしました。", (s, v, tx, by) => s.Staff.MarkCollected(tx, v.Owner, v.Id, by, v.Visit.Stop));
        Map(console, "undo", Rights.BulkyWasteChange, Undo, "収集の記録を取り消しました。", (s, v, tx, by) => s.Staff.Undo(tx, v.Owner, v.Id, by, v.Visit.Stop));
        Map(console, "left", Rights.BulkyWasteChange, Left, "取り残しにしました。", (s, v, tx, by) => v.Visit.Field("why") switch
        {
            "nothing-there" => s.Staff.MarkLeft(tx, v.Owner, v.Id, by, Obstacle.NothingThere, v.Visit.Stop),
            "other-than-asked" => s.Staff.MarkLeft(tx, v.Owner, v.Id, by, Obstacle.OtherThanAsked, v.Visit.Stop),
            "no-number" => s.Staff.MarkLeft(tx, v.Owner, v.Id, by, Obstacle.NoNumber, v.Visit.Stop),
            "out-of-reach" => s.Staff.MarkLeft(tx, v.Owner, v.Id, by, Obstacle.OutOfReach, v.Visit.Stop),
            _ => Task.FromResult<Checked<BulkyRequest>>(new Checked<BulkyRequest>.Bad(StaffStep.Wrong)),
        });
        Map(console, "returned", Rights.BulkyWasteMoney, Returned, "返金したことを記録しました。", (s, v, tx, by) =>
            Guid.TryParse(v.Visit.Field("payment"), out var payment)
                ? s.Money.ReturnedByHand(tx, v.Owner, v.Id, by, new PaymentId(payment), v.Visit.Field("cause"), v.Visit.Stop)
                : Task.FromResult<Checked<BulkyRequest>>(new Checked<BulkyRequest>.Bad(StaffStep.Wrong)));
    }

    private static void Map(
        RouteGroupBuilder console, string action, Right right, Func<Visit, StoredRequest, Ask> ask, string told,
        Func<BulkyWasteModule, (Visit Visit, TownId Owner, Guid Id), NpgsqlTransaction, ByStaff, Task<Checked<BulkyRequest>>> work)
    {
        var path = $"/bulky-waste/{{owner}}/{{id:guid}}/{action}";
        console.MapGet(path, async Task<IResult> (Visit visit, string owner, Guid id, RequestPages pages) => await pages.Seen(visit, owner, id) is { } stored
            ? visit.Page<AskPage>(new { Case = stored, Ask = ask(visit, stored) })
            : visit.NotFound()).Needs(right);
        console.MapPost(path, async Task<IResult> (Visit visit, string owner, Guid id, RequestPages pages) => await pages.Seen(visit, owner, id) is { } stored
            ? await pages.Do(
                visit, stored, told, (tx, by) => work(pages.Service, (visit, stored.Request.Town, id), tx, by),
                wrong => Task.FromResult(visit.Refuse<AskPage>(new { Case = stored, Ask = ask(visit, stored) with { Wrong = wrong } })))
            : visit.NotFound()).Needs(right);
    }

    private static Ask Cancel(Visit visit, StoredRequest stored) => new(
        "申し込みを取り消す",
        "cancel",
        "取り消す",
        [
            stored.Request.Held is { Amount: > 0 } held ? $"入金ずみの{Shown.Money(held)}は返金しません。" : "まだ入金はありません。支払いの依頼は取り下げます。",
            $"{Shown.ShortDay(stored.Request.Day)}の枠が1件空きます。",
            Tells(stored),
            "元に戻せません。",
        ],
        Field: "why",
        Reasons: CancelReasons.All.ToList(),
        Danger: true);

    private static Ask Refund(Visit visit, StoredRequest stored) => new(
        "取り消して返金する",
        "refund",
        $"取り消して{Shown.Money(stored.Request.Held)}を返金する",
        [
            $"入金ずみの{Shown.Money(stored.Request.Held)}を全額返金します。現金で受け取った分は、窓口で返してから記録してください。",
            $"{Shown.ShortDay(stored.Request.Day)}の枠が1件空きます。",
            Tells(stored),
            "元に戻せません。",
        ],
        Field: "why",
        Reasons: CancelReasons.All.ToList(),
        Danger: true);

    private static Ask Cash(Visit visit, StoredRequest stored)
    {
        var amount = stored.Request.State switch
        {
            RequestState.AwaitingTopUp t => t.Due.Amount,
            RequestState.Collected { Due: { } due } => due.Amount,
            _ => stored.Request.Total ?? new Yen(0),
        };
        return new(
            "現金を受け取る",
            "cash",
            $"{Shown.Money(amount)}を受け取った",
            [$"{Shown.Money(amount)}を現金で受け取ったことを記録します。", "オンラインの支払いページは閉じます。", stored.Request.State is RequestState.AwaitingPayment ? "収集番号をすぐに発行します。" : "収集番号はそのままです。", Tells(stored)]);
    }

    private static Ask Collected(Visit visit, StoredRequest stored) => new(
        "収集ずみにする", "collected", "収集ずみにする", ["収集が終わったことを記録します。", Tells(stored), "あとから「収集の記録を取り消す」で元に戻せます。"]);

    private static Ask Undo(Visit visit, StoredRequest stored) => new(
        "収集の記録を取り消す", "undo", "記録を取り消す", ["収集・取り残しの記録を取り消し、「収集予定」に戻します。", Tells(stored)]);

    private static Ask Left(Visit visit, StoredRequest stored) => new(
        "取り残しにする", "left", "取り残しにする", ["申し込んだ人に、収集日の選び直しと返金のボタンをLINEで送ります。", "あとから「収集の記録を取り消す」で元に戻せます。"], Field: "why", Reasons: Obstacles);

    private static Ask Returned(Visit visit, StoredRequest stored) => new(
        "返金したと記録する",
        "returned",
        "返金したと記録する",
        ["窓口または振込で、すでに返金したときだけ記録してください。", Tells(stored), "元に戻せません。"],
        Hidden: [("payment", visit.Query("payment") is { Length: > 0 } p ? p : visit.Field("payment")), ("cause", visit.Http.Request.Query.ContainsKey("cause") ? visit.Query("cause") : visit.Field("cause"))]);

    private static string Tells(StoredRequest stored) => stored.Request.Citizen is null
        ? "LINEのない人です。電話などで知らせてください。"
        : "申し込んだ人にLINEで知らせます。";
}
