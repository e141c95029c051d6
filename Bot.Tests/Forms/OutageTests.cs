using System.Net;
using AngleSharp.Html.Dom;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Forms;

/// <summary>The database goes away while somebody types.</summary>
public sealed class OutageTests
{
    [Test]
    public async Task What_was_typed_is_given_back_and_can_be_sent_when_the_database_is_there_again()
    {
        TestDatabase.SkipWithoutPrograms();
        using var cluster = await ScratchCluster.Start();
        await using var database = await TestDatabase.New(cluster);
        await using var host = await FormsHost.Start(database);
        using var surfer = new Surfer(host.Address);
        var path = await host.Link();
        var fields = await surfer.Open(path, FormSamples.Right);

        await cluster.Kill();
        (await surfer.Get(path)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var answer = await surfer.Post(path, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
        var page = await Surfer.Page(answer);
        page.QuerySelector("[role=alert]")!.TextContent.ShouldContain("まだ送られていません");
        ((IHtmlInputElement)page.GetElementById("q-name")!).Value.ShouldBe(FormSamples.Right["q-name"]);
        fields["language"] = "en";
        (await surfer.Post(path, fields)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await cluster.Up();
        (await surfer.Post(path, Surfer.Fields(page))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await FormsHost.Filled(database, FormSamples.Hanako)).ShouldHaveSingleItem().Answers[new("name")].ShouldNotBeNull();
        await cluster.Up();
    }
}
