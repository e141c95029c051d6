using System.Net;
using AngleSharp.Html.Dom;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools.Letters;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

/// <summary>Consent is asked with a letter, said on a phone, put in from paper, and looked up by who may not be shown.</summary>
public sealed class ConsentPageTests
{
    private const string Consents = $"schools/{AskWorld.School}/consents";
    private AskWorld _world = null!;
    private Clerk _teacher = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _world = await AskWorld.Start();
        _teacher = await _world.Host.SignIn("hoshimi", (AskWorld.School, Duty.School));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _teacher.Dispose();
        await _world.DisposeAsync();
    }

    [Test]
    public async Task Guardians_say_yes_or_no_and_change_it_when_the_letter_is_long_over()
    {
        using var early = await _teacher.Send(Consents, "/consents/ask");
        early.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var twice = await _teacher.Send(Consents, "/consents/kinds", ("kinds", "報道\n報道"));
        twice.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await _teacher.Done(await _teacher.Page(Consents), "/consents/kinds", ("kinds", "学校だより\n 報道 \n"));
        var write = await _teacher.Done(await _teacher.Page(Consents), "/consents/ask");
        var check = await Surfer.Page(await _teacher.Send(write, "/letters/check", ("title", "同意のお願い"), ("body", "お答えください。")));
        await _teacher.Done(check, "/letters/send");
        var letter = (await _world.Host.Store.Peek<Guid>("select letter_id from school_ask where kind = 'consent' and letter_id is not null")).Single();
        (await Figures(letter)).ShouldBe(["0", "3", "1"]);

        var (mother, father) = (_world.Page(letter, AskWorld.Mother), _world.Page(letter, AskWorld.Father));
        (await Say(mother, ("はな", "学校だより", true), ("はな", "報道", true), ("そら", "学校だより", true))).ShouldContain("まだ答えていない項目");
        (await Say(father, ("はなちゃん", "学校だより", true), ("はなちゃん", "報道", false))).ShouldSatisfyAllConditions(t => t.ShouldContain("答えを受け取りました"), t => t.ShouldNotContain("そら"));
        (await Figures(letter)).ShouldBe(["1", "2", "1"], "花 is answered, 空 only in part");
        (await Cells("")).ShouldBe(["星野 花 可 不可（答えが違う）", "月岡 陸 未回答 未回答", "川原 凪 未回答 未回答", "星野 空 可 未回答"]);
        var press = (await _world.Host.Store.Peek<Guid>("select kind_id from school_consent_kind where title = '学校だより' and ended_at is null")).Single();
        (await Cells($"?no={press:n}")).ShouldBe(["月岡 陸 未回答 未回答", "川原 凪 未回答 未回答"]);
        (await Cells($"?no={press:n}&class={AskWorld.Fifth.Id.Value:n}")).ShouldBeEmpty();

        // The letter is withdrawn; the page for consent stays as long as the link.
        await _world.Host.Store.Peek<int>("update school_letter set withdrawn_at = now() where letter_id = @letter returning 1", new { letter });
        (await Page(mother)).QuerySelector("a[href$='/consent']").ShouldNotBeNull();
        (await Say(mother, ("はな", "学校だより", false))).ShouldContain("まだ答えていない項目");
        (await Cells("")).ShouldContain("星野 花 不可（答えが違う） 不可（答えが違う）");
        var child = await _teacher.Page($"{Consents}/{AskWorld.Hana.Value}");
        child.QuerySelector("main")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("保護者1：載せない"), t => t.ShouldContain("保護者2：載せてよい"), t => t.ShouldContain("これまでの答え"));
        child.QuerySelector("h1")!.TextContent.ShouldNotContain("花");
        await _world.Host.Store.Peek<int>("update guardian_link set ended_at = now(), ended_why = 'school', nickname = null where citizen_id = @Value returning 1", new { AskWorld.Father.Value });
        using var surfer = _world.Guardian();
        (await surfer.Get($"{father}/consent")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await surfer.Post($"{father}/consent", [])).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Cells("")).ShouldContain("星野 花 不可 可", "the words of a guardian who is not linked count no more");
        (await _world.Host.Audited("hoshimi")).ShouldContain(a => a.StartsWith("schools.consent/said", StringComparison.Ordinal));

        await Paper();
    }

    /// <summary>What came on paper, a protected child, the file, other schools.</summary>
    private async Task Paper()
    {
        var kinds = await _world.Host.Store.Peek<Guid>("select kind_id from school_consent_kind where ended_at is null order by place");
        var page = await _teacher.Page($"{Consents}/{AskWorld.Nagi.Value}");
        await _teacher.Done(page, $"/consents/{AskWorld.Nagi.Value}", ($"k{kinds[0]:n}", "yes"), ($"k{kinds[1]:n}", "no"));
        (await Cells("")).ShouldContain("川原 凪 可 不可");
        await _teacher.Done(page, $"/consents/{AskWorld.Nagi.Value}", ($"k{kinds[0]:n}", "yes"), ($"k{kinds[1]:n}", ""));
        (await Cells("")).ShouldContain("川原 凪 可 未回答");
        await _world.Host.Store.Peek<int>("update child set is_protected = true where child_id = @Value returning 1", new { AskWorld.Nagi.Value });
        (await Cells("")).ShouldContain("川原 凪 不可（保護） 不可（保護）");
        (await Cells($"?no={kinds[0]:n}")).ShouldContain("川原 凪 不可（保護） 不可（保護）");
        var file = await (await _teacher.Get($"{Consents}.csv")).Content.ReadAsStringAsync();
        file.ShouldSatisfyAllConditions(f => f.ShouldContain("\"星野 空\",\"可\",\"未回答\""), f => f.ShouldNotContain("川原"));

        await _teacher.Done(await _teacher.Page(Consents), "/consents/kinds", ("kinds", "報道\nホームページ"));
        (await Cells("")).ShouldContain("星野 花 可 未回答", "a kind that stays keeps its words, in the new order");
        using var other = await _world.Host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        foreach (var path in (string[])[Consents, $"{Consents}.csv", $"{Consents}/{AskWorld.Hana.Value}", $"schools/narusawa-school/consents/{AskWorld.Hana.Value}"])
        {
            (await other.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    /// <summary>Says it on the page for consent; what the page says then.</summary>
    private async Task<string> Say(string letter, params (string Nickname, string Kind, bool Says)[] said)
    {
        var page = await Page($"{letter}/consent");
        var fields = said.Select(s => KeyValuePair.Create(
            page.QuerySelectorAll("main .card").First(c => c.QuerySelector("h2")!.TextContent == s.Nickname).QuerySelectorAll("fieldset").First(f => f.QuerySelector("legend")!.TextContent.Contains(s.Kind, StringComparison.Ordinal))
                .QuerySelector("input")!.GetAttribute("name")!, s.Says ? "yes" : "no"));
        using var surfer = _world.Guardian();
        (await surfer.Post($"{letter}/consent", fields)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return (await Page($"{letter}/consent")).QuerySelector("main")!.TextContent;
    }

    private async Task<IReadOnlyList<string>> Cells(string query) => [.. (await _teacher.Page($"{Consents}{query}")).QuerySelectorAll("tbody tr")
        .Select(r => string.Join(' ', r.QuerySelectorAll("th, td").Select(c => c.TextContent.Trim())))];

    private async Task<IReadOnlyList<string>> Figures(Guid letter) =>
        [.. (await _teacher.Page($"schools/{AskWorld.School}/letters/{letter}")).QuerySelectorAll(".figures b").Select(b => b.TextContent)];

    private async Task<IHtmlDocument> Page(string path)
    {
        using var surfer = _world.Guardian();
        return await Surfer.Page(await surfer.Get(path));
    }
}
