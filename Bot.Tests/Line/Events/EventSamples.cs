namespace Bot.Tests.Line.Events;

/// <summary>One event of every kind that LINE documents, with every field; our own values.</summary>
internal static class EventSamples
{
    public const string Citizen = "U0123456789abcdef0123456789abcdef";

    private const string Common =
        "\"timestamp\":1790000000123,\"mode\":\"active\",\"webhookEventId\":\"01J9ZK4QWERTYUIOPASDFGHJKL\",\"deliveryContext\":{\"isRedelivery\":false}";

    private const string FromUser = Common + ",\"source\":{\"type\":\"user\",\"userId\":\"" + Citizen + "\"}";

    private const string FromGroup = Common + ",\"source\":{\"type\":\"group\",\"groupId\":\"C0123456789abcdef0123456789abcdef\",\"userId\":\"" + Citizen + "\"}";

    private const string Token = ",\"replyToken\":\"0f3779fba3b349968c5d07db31eab56f\"";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["text"] = Message("""{"type":"text","id":"544000000000000001","text":"粗大ごみ $ @町","quoteToken":"q3Plxr4AgKd","markAsReadToken":"30yhdy232",""" +
            """
            "emojis":[{"index":5,"length":1,"productId":"5ac1bfd5040ab15980c9b435","emojiId":"001"}],"quotedMessageId":"544000000000000000",
            "mention":{"mentionees":[{"index":7,"length":2,"type":"user","userId":"U0123456789abcdef0123456789abcdef","isSelf":true},{"index":0,"length":1,"type":"all"}]}}
            """),
        ["image"] = Message("""{"type":"image","id":"2","quoteToken":"q","contentProvider":{"type":"line"},"imageSet":{"id":"E005D41A","index":1,"total":2}}"""),
        ["image from elsewhere"] = Message(
            """
            {"type":"image","id":"2","quoteToken":"q","contentProvider":{"type":"external","originalContentUrl":"https://example.com/a.jpg","previewImageUrl":"https://example.com/b.jpg"}}
            """),
        ["video"] = Message("""{"type":"video","id":"3","duration":60000,"quoteToken":"q","contentProvider":{"type":"line"}}"""),
        ["audio"] = Message("""{"type":"audio","id":"4","duration":5000,"contentProvider":{"type":"line"}}"""),
        ["file"] = Message("""{"type":"file","id":"5","fileName":"届出.pdf","fileSize":2138}"""),
        ["location"] = Message("""{"type":"location","id":"6","title":"星見公園","address":"星見町1-2","latitude":35.65910807942215,"longitude":139.70372892916203}"""),
        ["sticker"] = Message(
            """
            {"type":"sticker","id":"7","quoteToken":"q","packageId":"11537","stickerId":"52002734","stickerResourceType":"MESSAGE","keywords":["ok","good"],"text":"了解です","quotedMessageId":"6"}
            """),
        ["edited"] = $$$"""{"type":"messageEdited",{{{FromGroup}}}{{{Token}}},"message":{"type":"text","id":"8","text":"直しました","quoteToken":"q"}}""",
        ["unsend"] = $$$"""{"type":"unsend",{{{FromUser}}},"unsend":{"messageId":"544000000000000001"}}""",
        ["follow"] = $$$"""{"type":"follow",{{{FromUser}}}{{{Token}}},"follow":{"isUnblocked":true}}""",
        ["unfollow"] = $$$"""{"type":"unfollow",{{{FromUser}}}}""",
        ["join"] = $$$"""{"type":"join",{{{FromGroup}}}{{{Token}}}}""",
        ["leave"] = $$$"""{"type":"leave",{{{FromGroup}}}}""",
        ["member joined"] = $$$"""{"type":"memberJoined",{{{FromGroup}}}{{{Token}}},"joined":{"members":[{"type":"user","userId":"{{{Citizen}}}"}]}}""",
        ["member left"] = $$$"""{"type":"memberLeft",{{{FromGroup}}},"left":{"members":[{"type":"user","userId":"{{{Citizen}}}"}]}}""",
        ["postback"] = Postback("""{"data":"k7"}"""),
        ["postback date"] = Postback("""{"data":"k7","params":{"date":"2026-11-24"}}"""),
        ["postback time"] = Postback("""{"data":"k7","params":{"time":"09:30"}}"""),
        ["postback datetime"] = Postback("""{"data":"k7","params":{"datetime":"2026-11-24T09:30"}}"""),
        ["postback menu"] = Postback("""{"data":"k7","params":{"newRichMenuAliasId":"menu-b","status":"SUCCESS"}}"""),
        ["video complete"] = $$$"""{"type":"videoPlayComplete",{{{FromUser}}}{{{Token}}},"videoPlayComplete":{"trackingId":"t-1"}}""",
        ["beacon"] = $$$"""{"type":"beacon",{{{FromUser}}}{{{Token}}},"beacon":{"hwid":"d41d8cd98f","type":"enter","dm":"00ff"}}""",
        ["account link"] = $$$"""{"type":"accountLink",{{{FromUser}}}{{{Token}}},"link":{"result":"ok","nonce":"bm9uY2U="}}""",
        ["account link failed"] = $$$"""{"type":"accountLink",{{{Common}}},"link":{"result":"failed","nonce":"bm9uY2U="}}""",
        ["membership"] = $$$"""{"type":"membership",{{{FromUser}}}{{{Token}}},"membership":{"type":"joined","membershipId":3189}}""",
        ["module attached"] = $$$"""{"type":"module",{{{Common}}},"module":{"type":"attached","botId":"U53387d54","scopes":["message:send"]}}""",
        ["module detached"] = $$$"""{"type":"module",{{{Common}}},"module":{"type":"detached","botId":"U53387d54","reason":"bot_deleted"}}""",
        ["activated"] = $$$"""{"type":"activated",{{{FromUser}}},"chatControl":{"expireAt":1790000900000}}""",
        ["deactivated"] = $$$"""{"type":"deactivated",{{{FromUser}}}}""",
        ["bot suspended"] = $$$"""{"type":"botSuspended",{{{Common}}}}""",
        ["bot resumed"] = $$$"""{"type":"botResumed",{{{Common}}}}""",
        ["delivery"] = $$$"""{"type":"delivery",{{{Common}}},"delivery":{"data":"15034552939884E28681A7D668CEA94C147C716C0EC9DFE8B80B44EF3B57F6BD"}}""",
    };

    public static string Batch(params IEnumerable<string> events) =>
        $$"""{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[{{string.Join(',', events)}}]}""";

    public static string Message(string message) => $$"""{"type":"message",{{FromUser}}{{Token}},"message":{{message}}}""";

    private static string Postback(string postback) => $$"""{"type":"postback",{{FromUser}}{{Token}},"postback":{{postback}}}""";
}
