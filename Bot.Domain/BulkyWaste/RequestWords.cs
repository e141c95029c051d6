using System.Diagnostics;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.BulkyWaste.RequestNews;
using static Bot.Domain.BulkyWaste.RequestState;

namespace Bot.Domain.BulkyWaste;

/// <summary>What the resident is told of a request. Articles, day, part of town and number only; nothing personal.</summary>
public static class RequestWords
{
    public static readonly Button Mine = new Button.Wish("start:bulky-waste-mine", Words.Of("bulky-waste.button.mine"));

    public static readonly Button Again = new Button.Wish("start:bulky-waste", Words.Of("bulky-waste.button.start"));

    public static readonly Button Office = new Button.Call("office", Words.Of("button.call"));

    /// <summary>Directly after the request was handed in.</summary>
    public static Effect Received(BulkyRequest request, string? payPage) => request.State is AwaitingPayment waiting && payPage is not null
        ? new Effect.Say(
            new Words.Lines([Words.Of("bulky-waste.received", ("receipt", new Words.Plain(request.Receipt))), .. Summary(request), .. ToPay(request, waiting)]),
            [Pay(payPage), Mine])
        : new Effect.Say(
            new Words.Lines([Words.Of("bulky-waste.received", ("receipt", new Words.Plain(request.Receipt))), .. Summary(request), Words.Of("bulky-waste.checking")]),
            [Mine]);

    /// <summary>After news that came by itself.</summary>
    /// <param name="putOutBy">On the day of collection.</param>
    public static Items<Effect> Of(BulkyRequest request, RequestNews news, string? payPage, TimeOnly putOutBy) => news switch
    {
        Quoted when request.State is AwaitingPayment waiting && payPage is not null =>
            [new Effect.Say(new Words.Lines([Words.Of("bulky-waste.quoted"), .. Summary(request), .. Fees(request), .. ToPay(request, waiting)]), [Pay(payPage), Mine])],
        Settled s => [Number(request, s.Number, putOutBy)],
        FeeWaived w => [Number(request, w.Number, putOutBy, "bulky-waste.waived.title")],
        PayByPassed => [Told(request, "bulky-waste.lapsed", Again)],
        NeverQuoted => [Told(request, "bulky-waste.never-quoted", Again, Office)],
        PaidTooLate => [Told(request, "bulky-waste.paid-too-late", Office)],
        CancelledByResident or CancelledByStaff => [Told(request, CancelledKey(news, request.State), Again)],
        TakenAway => [Told(request, "bulky-waste.collected")],
        LeftStanding l => [Told(request, $"bulky-waste.left.{Slug(l.Why)}", [.. AfterLeft(request, payPage), Office])],
        CostsMore => [RepricedWords.More(request, payPage)],
        CostsLess less => [RepricedWords.Less(request, less.Back)],
        CostsTheSame => [RepricedWords.Same(request)],
        TopUpPaid => [Told(request, request.State is NotCollected ? "bulky-waste.top-up.paid-rebook" : "bulky-waste.top-up.paid", [.. AfterLeft(request, payPage), Mine])],
        TopUpPassed => [Told(request, "bulky-waste.top-up.passed", Office, Mine)],
        MarkedByMistake => [Told(request, "bulky-waste.marked-by-mistake", Mine)],
        PaidTwice => [Told(request, "bulky-waste.paid-too-late", Office)],
        PartReturned m => [new Effect.Say(Words.Of("bulky-waste.refunded", ("amount", new Words.Money(m.Amount)), ("receipt", new Words.Plain(request.Receipt))))],
        MoneyReturned m => [new Effect.Say(Words.Of("bulky-waste.refunded", ("amount", new Words.Money(m.Amount)), ("receipt", new Words.Plain(request.Receipt))))],
        MoneyStuck => [Told(request, "bulky-waste.refund-stuck", Office)],
        Quoted or Rebooked => [],
        _ => throw new UnreachableException(),
    };

    /// <summary>The number shown large, with what to write where and when to put the things out.</summary>
    public static Effect Number(BulkyRequest request, CollectionNumber number, TimeOnly putOutBy, string title = "bulky-waste.paid.title") => new Effect.Show(
        Words.Of(title),
        number.ToString(),
        new Words.Lines([Words.Of("bulky-waste.paid.how", ("pieces", Words.Number(request.Pieces))), .. Summary(request), PutOut(request.Day, putOutBy)]),
        [Mine]);

    /// <summary>A convenience store's voucher was issued.</summary>
    public static Effect Voucher(BulkyRequest request, DateTimeOffset? until) => new Effect.Say(
        until is { } end
            ? Words.Of("bulky-waste.voucher", ("until", new Words.Moment(end)), ("receipt", new Words.Plain(request.Receipt)))
            : Words.Of("bulky-waste.voucher-open", ("receipt", new Words.Plain(request.Receipt))),
        [Mine]);

    /// <summary>The payment came to nothing, but there is still time for another try.</summary>
    public static Effect PayAgain(BulkyRequest request, DateTimeOffset payBy, string payPage) => new Effect.Say(
        Words.Of("bulky-waste.pay-again", ("until", new Words.Moment(payBy)), ("receipt", new Words.Plain(request.Receipt))),
        [Pay(payPage), Mine]);

    /// <summary>On the evening before.</summary>
    public static Effect Reminder(BulkyRequest request, CollectionNumber number, TimeOnly putOutBy) => new Effect.Show(
        Words.Of("bulky-waste.reminder"),
        number.ToString(),
        new Words.Lines([.. Summary(request), PutOut(request.Day, putOutBy)]),
        [Mine]);

    public static Effect Moved(BulkyRequest request, DateOnly from) => new Effect.Say(
        new Words.Lines([Words.Of("bulky-waste.moved", ("from", new Words.Day(from)), ("to", new Words.Day(request.Day))), .. Summary(request)]),
        [Mine]);

    public static Button Pay(string payPage) => new Button.Page(payPage, Words.Of("bulky-waste.button.pay"));

    /// <summary>The articles in one short line: the first, and how many more pieces.</summary>
    public static Words Brief(BulkyRequest request) => request.Pieces == request.Lines[0].Number
        ? Line(request.Lines[0])
        : Words.Of("bulky-waste.mine.and-more", ("first", NameOf(request.Lines[0])), ("number", Words.Number(request.Pieces - 1)));

    public static Words StateOf(BulkyRequest request) => request.State switch
    {
        Checking => Words.Of("bulky-waste.state.checking"),
        AwaitingPayment a => Words.Of("bulky-waste.state.awaiting-payment", ("until", new Words.Moment(a.PayBy))),
        AwaitingTopUp { Due: var due } => Words.Of("bulky-waste.state.awaiting-top-up", ("amount", new Words.Money(due.Amount))),
        Paid p => Words.Of("bulky-waste.state.paid", ("number", new Words.Plain(p.Number.ToString()))),
        Collected => Words.Of("bulky-waste.state.collected"),
        NotCollected => Words.Of("bulky-waste.state.not-collected"),
        Lapsed => Words.Of("bulky-waste.state.lapsed"),
        Cancelled { Owed: not null } => Words.Of("bulky-waste.state.refunding"),
        Cancelled => Words.Of("bulky-waste.state.cancelled"),
        Refunded => Words.Of("bulky-waste.state.refunded"),
        _ => throw new UnreachableException(),
    };

    /// <summary>Day, part of the town and articles.</summary>
    public static Items<Words> Summary(BulkyRequest request) =>
    [
        Words.Of("bulky-waste.summary.day", ("day", new Words.Day(request.Day)), ("area", new Words.Local(request.Area.Name))),
        .. request.Lines.Select(l => Words.Of("bulky-waste.summary.line", ("line", Line(l)))),
    ];

    internal static IEnumerable<Words> Fees(BulkyRequest request) => request.Lines.Select(l => Words.Of(
        "bulky-waste.items.line-fee",
        ("line", Line(l)),
        ("fee", l.Total is { } fee ? new Words.Money(fee) : Words.Of("bulky-waste.fee.later"))));

    private static Items<Words> ToPay(BulkyRequest request, AwaitingPayment waiting) =>
    [
        Words.Of("bulky-waste.to-pay", ("total", new Words.Money(request.Total ?? new Yen(0))), ("until", new Words.Moment(waiting.PayBy))),
        Words.Of("bulky-waste.number-follows"),
    ];

    /// <summary>One article with how many there are of it.</summary>
    public static Words Line(RequestLine line) => Words.Of("bulky-waste.items.line", ("name", NameOf(line)), ("number", Words.Number(line.Number)));

    private static Words NameOf(RequestLine line) => line.Name is { } name ? new Words.Local(name) : Words.Of("bulky-waste.items.unsure-name");

    private static Words PutOut(DateOnly day, TimeOnly by) =>
        Words.Of("bulky-waste.put-out", ("until", new Words.Moment(JapanTime.At(day, by))));

    /// <summary>What the resident may do about something that was left standing; each leads straight to it.</summary>
    private static Items<Button> AfterLeft(BulkyRequest request, string? payPage) => request.State switch
    {
        NotCollected => [Aimed(request, ActionQuestion.Rebook), .. GiveUp(request)],
        AwaitingTopUp { Left: not null } when payPage is not null => [RepricedWords.Pay(payPage), .. GiveUp(request)],
        AwaitingTopUp { Left: not null } => GiveUp(request),
        _ => [],
    };

    internal static Items<Button> GiveUp(BulkyRequest request) => request.Held.Amount > 0 ? [Aimed(request, ActionQuestion.GiveUp)] : [];

    private static Button.Wish Aimed(BulkyRequest request, string action) => new(
        $"start:{BulkyWasteForms.Mine.Id.Value}?{BulkyWasteForms.MyRequest.Value}={request.Id:n}&{BulkyWasteForms.Action.Value}={action}",
        Words.Of($"bulky-waste.action.{action}"));

    private static Effect.Say Told(BulkyRequest request, string key, params ReadOnlySpan<Button> buttons) =>
        new(new Words.Lines([Words.Of(key, ("receipt", new Words.Plain(request.Receipt)), ("amount", Amount(request))), .. Summary(request)]), [.. buttons]);

    private static Words Amount(BulkyRequest request) => request.State is Cancelled { Owed: { } owed }
        ? new Words.Money(owed)
        : request.Total is { } total ? new Words.Money(total) : Words.Of("bulky-waste.fee.later");

    private static string CancelledKey(RequestNews news, RequestState state) => (news, state) switch
    {
        (CancelledByStaff, Cancelled { Owed: not null }) => "bulky-waste.cancelled.staff-refund",
        (CancelledByStaff, _) => "bulky-waste.cancelled.staff",
        (_, Cancelled { Owed: not null }) => "bulky-waste.cancelled.refund",
        _ => "bulky-waste.cancelled.plain",
    };

    private static string Slug(Obstacle why) => why switch
    {
        Obstacle.NothingThere => "nothing-there",
        Obstacle.NoNumber => "no-number",
        Obstacle.OtherThanAsked => "other-than-asked",
        Obstacle.OutOfReach => "out-of-reach",
        _ => throw new UnreachableException(),
    };
}
