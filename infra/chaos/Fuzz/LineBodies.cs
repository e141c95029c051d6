using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;

namespace Bot.Chaos.Fuzz;

/// <summary>What LINE might deliver: every kind of event, with buttons that fit the talk it meets, spoiled more or less.</summary>
internal static class LineBodies
{
    private const string Citizen = "U0123456789abcdef0123456789abcdef";

    private static readonly string[] FreeKeys = ["start:bulky-waste", "start:bulky-waste-mine", "start:bulky-waste-fees", "start:bulky-waste-mine?request=00000001000000000000000000000000&action=cancel", "start:", "language:en", "language:", "back", "fix", "fix:day", "cancel", "later", "resume", "over", "staff", "menu", "language", "k7"];

    private static readonly string[] Picks = ["ok", "fix:", "fix:day", "fix:items", "done", "more", "look", "kinds", "list", "remove", "unsure", "r:0", "r:99", "n1", "n99", "n999999999", "s:x", "a:fan", "k:furniture", "x:tv", "front", "later", "skip", "2026-12-17", "9999-12-31", "0001-01-01", "yes", "no", "date"];

    private static readonly string[] Dates = ["2026-12-17", "2026-13-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-12-17T10:00", "٢٠٢٦-12-17", "2026-2-3", ""];

    /// <param name="draft">The draft whose buttons the resident may tap; <c>null</c> when there is none.</param>
    public static Shape Delivery(Dice dice, string destination, Draft? draft)
    {
        var events = new List<Shape>();
        for (var count = dice.Of(1, 1, 1, 1, 1, 2, 3, 0); count > 0; count--)
        {
            events.Add(Event(dice, draft));
        }

        return Shape.Of(("destination", dice.Once(40) ? Hostile.Text(dice) : destination), ("events", Shape.List(events)));
    }

    private static Shape Event(Dice dice, Draft? draft) => dice.Below(20) switch
    {
        < 6 => Make(dice, "message", ("message", Text(dice))),
        < 11 => Make(dice, "postback", ("postback", Postback(dice, draft))),
        11 => Make(dice, "message", ("message", Shape.Of(("type", "location"), ("id", "6"), ("title", Word(dice)), ("address", Word(dice)), ("latitude", Shape.Raw("35.6")), ("longitude", Shape.Raw("139.7"))))),
        12 => Make(dice, "message", ("message", Shape.Of(("type", "image"), ("id", "2"), ("contentProvider", Shape.Of(("type", dice.Of("line", "external")), ("originalContentUrl", "http://169.254.169.254/"))), ("imageSet", Shape.Of(("id", "E0"), ("index", 1), ("total", 2)))))),
        13 => Make(dice, "message", ("message", Shape.Of(("type", dice.Of("sticker", "video", "audio", "file", "hologram")), ("id", "7"), ("packageId", "1"), ("stickerId", "2"), ("keywords", Shape.List("ok", Word(dice))), ("duration", 60_000), ("fileName", Word(dice))))),
        14 => Make(dice, "unsend", ("unsend", Shape.Of(("messageId", "544000000000000001")))),
        15 => Make(dice, "follow", ("follow", Shape.Of(("isUnblocked", Shape.Raw("true"))))),
        16 => Make(dice, "unfollow"),
        17 => Make(dice, dice.Of("join", "leave", "beacon", "accountLink", "videoPlayComplete", "activated", "botSuspended", "delivery", "things", "hologram"), ("beacon", Shape.Of(("hwid", "d4"), ("type", "enter"), ("dm", "00"))), ("link", Shape.Of(("result", "ok"), ("nonce", "bm8=")))),
        18 => Make(dice, "membership", ("membership", Shape.Of(("type", "joined"), ("membershipId", 3189)))),
        _ => Make(dice, dice.Of("memberJoined", "module"), ("joined", Shape.Of(("members", Shape.List(Source(dice))))), ("module", Shape.Of(("type", "attached"), ("botId", "U5"), ("scopes", Shape.List("message:send"))))),
    };

    private static Shape Text(Dice dice) => Shape.Of(
        ("type", "text"), ("id", "544000000000000001"), ("text", Word(dice)), ("quoteToken", "q3"), ("emojis", Shape.List(Shape.Of(("index", 0), ("length", 1), ("productId", "5a"), ("emojiId", "001")))),
        ("mention", Shape.Of(("mentionees", Shape.List(Shape.Of(("index", 0), ("length", 2), ("type", "user"), ("userId", Citizen), ("isSelf", Shape.Raw("true"))))))));

    private static Shape Postback(Dice dice, Draft? draft)
    {
        var data = dice.Below(10) switch
        {
            < 6 when draft is not null => new TapKey(draft.Form, draft.AskedAt, dice.Chance(80) ? dice.Among(Picks) : Hostile.Text(dice)).ToString(),
            < 9 => dice.Among(FreeKeys),
            _ => Hostile.Text(dice),
        };
        return dice.Once(4)
            ? Shape.Of(("data", data), ("params", Shape.Of((dice.Of("date", "time", "datetime", "status"), dice.Among(Dates)), ("newRichMenuAliasId", "menu-b"))))
            : Shape.Of(("data", data));
    }

    private static Shape Make(Dice dice, string type, params (string, Shape)[] more) => Shape.Of(
    [
        ("type", type),
        ("timestamp", dice.Once(30) ? Shape.Raw(Hostile.Token(dice)) : 1_796_000_000_123 + dice.Below(1000)),
        ("mode", dice.Once(30) ? "standby" : "active"),
        ("webhookEventId", $"01J9ZK4QWERTYUIO{dice.Below(1_000_000)}"),
        ("deliveryContext", Shape.Of(("isRedelivery", Shape.Raw(dice.Of("true", "false"))))),
        ("source", Source(dice)),
        ("replyToken", "0f3779fba3b349968c5d07db31eab56f"),
        .. more,
    ]);

    private static Shape Source(Dice dice) => dice.Once(20)
        ? Shape.Of(("type", dice.Of("group", "room", "colony")), ("groupId", "C0"), ("userId", Citizen))
        : Shape.Of(("type", "user"), ("userId", Citizen));

    private static string Word(Dice dice) => Hostile.Text(dice);
}
