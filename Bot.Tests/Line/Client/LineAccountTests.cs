using System.Text.Json;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Messages;
using Bot.Tests.Line.Messages;
using Bot.Tests.Line.OpenApi;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Client;

public sealed class LineAccountTests
{
    private const string Resident = "U0123456789abcdef0123456789abcdef";
    private static readonly RichMenu Menu = new(2500, 843, true, "menu-ja", "メニュー",
        [new RichMenuArea(0, 0, 1250, 843, MessageSamples.Tap), new RichMenuArea(1250, 0, 1250, 843, new LineAction.RichMenuSwitch(null, "menu-b", "b"))]);

    private LineStandIn _line = null!;

    [SetUp]
    public async Task StartLine() => _line = await LineStandIn.Start();

    [TearDown]
    public ValueTask StopLine() => _line.DisposeAsync();

    [Test]
    public async Task A_profile_is_read_and_somebody_who_blocked_us_has_none()
    {
        _line.Then(200, $$"""{"userId":"{{Resident}}","displayName":"星","language":"en"}""").Then(404, """{"message":"Not found"}""");
        (await _line.Line.Profile(_line.Channel, Resident, CancellationToken.None)).ShouldBeOfType<LineAnswer<LineProfile>.Ok>().Value
            .ShouldBe(new LineProfile(Resident, "星", "en", null, null));
        (await _line.Line.Profile(_line.Channel, Resident, CancellationToken.None)).ShouldBeOfType<LineAnswer<LineProfile>.NotFound>();
    }

    [TestCase(0.1, 5)]
    [TestCase(20, 20)]
    [TestCase(21, 25)]
    [TestCase(600, 60)]
    public async Task The_loading_sign_takes_steps_of_five_seconds(double seconds, int told)
    {
        _line.Then(202);
        await _line.Line.ShowLoading(_line.Channel, Resident, TimeSpan.FromSeconds(seconds), CancellationToken.None);
        _line.Calls.Single().Body.ShouldBe($$"""{"chatId":"{{Resident}}","loadingSeconds":{{told}}}""");
    }

    [Test]
    public async Task Every_call_goes_where_the_specification_says()
    {
        _line.Then(200);
        var (line, channel, none) = (_line.Line, _line.Channel, CancellationToken.None);
        await line.MarkAsRead(channel, "m", none);
        await line.BotInfo(channel, none);
        await line.GetWebhook(channel, none);
        await line.SetWebhook(channel, new Uri("https://example.com/webhooks/line/hoshimi"), none);
        await line.TestWebhook(channel, none);
        await line.Quota(channel, none);
        await line.Consumption(channel, none);
        await line.NarrowcastProgress(channel, "a&b", none);
        await line.Validate(channel, SendKind.Narrowcast, LineEnvelope.Array([new LineMessage.Text("a")]), none);
        await line.ValidateMenu(channel, Menu, none);
        await line.CreateMenu(channel, Menu, none);
        await line.UploadMenuImage(channel, "m1", "image/png", new byte[] { 1 }, none);
        await line.ListMenus(channel, none);
        await line.DeleteMenu(channel, "m1", none);
        await line.SetDefaultMenu(channel, "m1", none);
        await line.DefaultMenu(channel, none);
        await line.ClearDefaultMenu(channel, none);
        await line.LinkMenu(channel, Resident, "m1", none);
        await line.UnlinkMenu(channel, Resident, none);
        await line.MenuOf(channel, Resident, none);
        await line.LinkMenus(channel, [Resident], "m1", none);
        await line.UnlinkMenus(channel, [Resident], none);
        await line.CreateAlias(channel, "menu-ja", "m1", none);
        await line.MoveAlias(channel, "menu-ja", "m2", none);
        await line.DeleteAlias(channel, "menu-ja", none);
        await line.MenuByAlias(channel, "menu-ja", none);
        _line.Calls.ShouldAllBe(call => call.RetryKey == null);
        _line.Calls.Select(call => $"{call.Method} {call.Path}{call.Query}").ShouldBe(
        [
            "POST /api/v2/bot/chat/markAsRead", "GET /api/v2/bot/info", "GET /api/v2/bot/channel/webhook/endpoint",
            "PUT /api/v2/bot/channel/webhook/endpoint", "POST /api/v2/bot/channel/webhook/test", "GET /api/v2/bot/message/quota",
            "GET /api/v2/bot/message/quota/consumption", "GET /api/v2/bot/message/progress/narrowcast?requestId=a%26b",
            "POST /api/v2/bot/message/validate/narrowcast", "POST /api/v2/bot/richmenu/validate", "POST /api/v2/bot/richmenu",
            "POST /data/v2/bot/richmenu/m1/content", "GET /api/v2/bot/richmenu/list", "DELETE /api/v2/bot/richmenu/m1",
            "POST /api/v2/bot/user/all/richmenu/m1", "GET /api/v2/bot/user/all/richmenu", "DELETE /api/v2/bot/user/all/richmenu",
            $"POST /api/v2/bot/user/{Resident}/richmenu/m1", $"DELETE /api/v2/bot/user/{Resident}/richmenu", $"GET /api/v2/bot/user/{Resident}/richmenu",
            "POST /api/v2/bot/richmenu/bulk/link", "POST /api/v2/bot/richmenu/bulk/unlink", "POST /api/v2/bot/richmenu/alias",
            "POST /api/v2/bot/richmenu/alias/menu-ja", "DELETE /api/v2/bot/richmenu/alias/menu-ja", "GET /api/v2/bot/richmenu/alias/menu-ja",
        ]);
        Fits("SetWebhookEndpointRequest", 3);
        Fits("RichMenuRequest", 10);
        Fits("RichMenuBulkLinkRequest", 20);
        Fits("RichMenuBulkUnlinkRequest", 21);
        Fits("CreateRichMenuAliasRequest", 22);
        Fits("UpdateRichMenuAliasRequest", 23);
    }

    [Test]
    public async Task A_menu_is_not_created_twice_when_the_answer_is_lost()
    {
        _line.Then(500);
        (await _line.Line.CreateMenu(_line.Channel, Menu, CancellationToken.None)).ShouldBeOfType<LineAnswer<RichMenuId>.Unreachable>();
        _line.Calls.Count.ShouldBe(1);
    }

    [Test]
    public void A_menu_keeps_its_limits()
    {
        RichMenuLimits.Faults(Menu).ShouldBeEmpty();
        RichMenuLimits.Faults(Menu with { Height = 2000 }).ShouldNotBeEmpty();
        RichMenuLimits.Faults(Menu with { ChatBarText = new string('あ', 15) }).ShouldNotBeEmpty();
        RichMenuLimits.Faults(Menu with { Areas = [new RichMenuArea(2000, 0, 501, 10, MessageSamples.Tap)] }).ShouldNotBeEmpty();
        RichMenuLimits.Faults(Menu with { Areas = [.. Enumerable.Repeat(Menu.Areas[0], 21)] }).ShouldNotBeEmpty();
    }

    [Test]
    public async Task An_answer_that_cannot_be_read_is_no_answer()
    {
        _line.Then(200, "<html>");
        (await _line.Line.Consumption(_line.Channel, CancellationToken.None)).ShouldBeOfType<LineAnswer<LineUsage>.Unreachable>();
    }

    private void Fits(string schema, int call)
    {
        using var body = JsonDocument.Parse(_line.Calls.ElementAt(call).Body);
        (OpenApiFile.Find("messaging-api.yml")?.Faults(schema, body.RootElement) ?? []).ShouldBeEmpty();
    }
}
