using System.Net;
using Bot.Domain.Staff;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.DamageReports;

/// <summary>Staff let the public see a case, describe it, answer, and take it away again.</summary>
[Category("database")]
public sealed class PublicationPanelTests
{
    private ConsoleHost _host = null!;
    private Clerk _clerk = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _clerk.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task A_kind_that_waits_for_a_look_is_published_described_answered_and_withdrawn()
    {
        var id = await DamageSamples.Report(_host, "park", DamageWorld.Honcho, "U-public-1", "花子の家の前", remark: "秘密の言葉", telephone: "0999001234");
        var number = await Number(id);
        (await Public(number)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await _clerk.Page(DamageSamples.Path(id));
        page.QuerySelector("#h-public")!.ParentElement!.TextContent.ShouldContain("「公開する」を押すまで、出ません");

        page = await _clerk.Done(page, "/publication", ("show", "yes"), ("words", "ぶらんこの鎖 <b>"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("公開しました");
        page.QuerySelector("#h-public")!.ParentElement!.TextContent.ShouldContain("だれでも見られます");
        page = await _clerk.Done(page, "/answers", ("words", "部品を待っています。"));
        var shown = await Surfer.Page(await Public(number));
        var text = shown.QuerySelector("main")!.TextContent;
        text.ShouldContain("ぶらんこの鎖 <b>");
        text.ShouldContain("部品を待っています。");
        foreach (var personal in (string[])["花子", "秘密の言葉", "0999001234", "山田"])
        {
            shown.DocumentElement.OuterHtml.ShouldNotContain(personal);
        }

        page = await _clerk.Done(page, "/withdraw");
        page.QuerySelector("#h-public")!.ParentElement!.TextContent.ShouldNotContain("部品を待っています。");
        (await Surfer.Page(await Public(number))).QuerySelector("main")!.TextContent.ShouldNotContain("部品を待っています。");
        page = await _clerk.Done(page, "/publication", ("show", "same"), ("words", "ぶらんこ"));
        (await Surfer.Page(await Public(number))).QuerySelector("main .lead")!.TextContent.ShouldBe("ぶらんこ");
        await _clerk.Done(page, "/publication", ("show", "no"));
        (await Public(number)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        var log = await _host.Audited("hoshimi");
        foreach (var what in (string[])["shown", "answered", "answer-withdrawn", "described", "withdrawn"])
        {
            log.ShouldContain($"damage-reports.publish/{what}");
        }
    }

    [Test]
    public async Task Who_comes_second_or_writes_too_much_loses_nothing_and_a_kind_that_is_never_published_cannot_be()
    {
        var id = await DamageSamples.Report(_host, "pothole", DamageWorld.Honcho, "U-public-2");
        var (first, late) = (await _clerk.Page(DamageSamples.Path(id)), await _clerk.Page(DamageSamples.Path(id)));
        await _clerk.Done(first, "/publication", ("show", "no"));
        var answer = await _clerk.Send(late, "/publication", ("show", "same"), ("words", "私の説明"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var again = await Surfer.Page(answer);
        again.QuerySelector("[role=alert]")!.TextContent.ShouldContain("ほかの職員が");
        again.QuerySelector("#public-words")!.TextContent.ShouldBe("私の説明");
        (await Public(await Number(id))).StatusCode.ShouldBe(HttpStatusCode.Gone, "what the first one said holds");

        var wordy = await _clerk.Send(again, "/publication", ("show", "yes"), ("words", new string('長', 301)));
        wordy.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(wordy)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("いま301文字");
        (await _clerk.Send(again, "/answers", ("words", ""))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var gas = await DamageSamples.Report(_host, "gas", DamageWorld.Honcho, "U-public-3");
        var never = await _clerk.Page(DamageSamples.Path(gas));
        never.QuerySelectorAll("form[action$=publication]").ShouldBeEmpty();
        var pushed = await _clerk.Surfer.Post(
            $"/console/hoshimi/{DamageSamples.Path(gas)}/publication",
            [KeyValuePair.Create("check", never.QuerySelector("input[name=check]")!.GetAttribute("value")!), KeyValuePair.Create("version", "0"), KeyValuePair.Create("show", "yes")]);
        pushed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Public(await Number(gas))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Auditors_see_how_it_stands_and_change_nothing()
    {
        var id = await DamageSamples.Report(_host, "pothole", DamageWorld.Honcho, "U-public-4");
        using var auditor = await _host.SignIn("hoshimi", ("environment", Duty.Auditor));
        var page = await auditor.Page(DamageSamples.Path(id));
        page.QuerySelector("#h-public")!.ParentElement!.TextContent.ShouldContain("公開中");
        page.QuerySelectorAll("form[action$=publication]").ShouldBeEmpty();
    }

    private Task<HttpResponseMessage> Public(string number) => _clerk.Surfer.Get($"/hoshimi/reports/{number}");

    private async Task<string> Number(Guid id) => (await _host.Store.Peek<string>("select number from damage_case where case_id = @id", new { id })).Single();
}
