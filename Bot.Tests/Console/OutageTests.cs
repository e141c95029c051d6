using System.Net;
using AngleSharp.Html.Dom;
using Bot.Domain.Staff;
using Bot.Tests.Forms;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console;

/// <summary>The database goes away while a clerk types.</summary>
public sealed class OutageTests
{
    [Test]
    public async Task What_a_clerk_typed_is_given_back_and_can_be_sent_when_the_database_is_there_again()
    {
        TestDatabase.SkipWithoutPrograms();
        using var cluster = await ScratchCluster.Start();
        await using var host = await ConsoleHost.Start(cluster);
        using var clerk = await host.SignIn("hoshimi", ("environment", Duty.Clerk));
        var check = (await clerk.Page("")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        var path = $"/console/hoshimi/kept/{Guid.NewGuid()}/remove";

        await cluster.Kill();
        var answer = await clerk.Surfer.Post(path, [KeyValuePair.Create("check", check), KeyValuePair.Create("remark", "本町の角")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        var page = await Surfer.Page(answer);
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("まだ送られていません");
        page.QuerySelectorAll("input").OfType<IHtmlInputElement>().ShouldContain(i => i.Value == "本町の角");

        await cluster.Up();
        (await clerk.Send(page, "/remove")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }
}
