using System.Net;
using AngleSharp.Html.Dom;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Domain.Staff;
using Bot.Infrastructure.Schools;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

/// <summary>Guardians answer on the letter's page; the school counts, reminds and puts in what came on paper.</summary>
public sealed class SurveyPageTests
{
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
    public async Task The_last_answer_of_the_home_counts_both_guardians_see_it_and_the_school_that_it_changed()
    {
        var ask = AskWorld.Survey();
        var letter = await _world.Send(ask);
        var (mother, father) = (_world.Page(letter, AskWorld.Mother), _world.Page(letter, AskWorld.Father));
        (await Text(mother)).ShouldSatisfyAllConditions(t => t.ShouldContain("はな"), t => t.ShouldContain("そら"), t => t.ShouldNotContain("星野"), t => t.ShouldContain("見に来る人数"));
        await Answer(mother, AskWorld.Hana, ("q0", "0"), ("q1", "0"), ("q1", "2"), ("q2", "3"), ("q3", "楽しみです <b>"));
        (await Text(mother)).ShouldSatisfyAllConditions(t => t.ShouldContain("答えを受け取りました"), t => t.ShouldContain("準備、受付"), t => t.ShouldContain("楽しみです <b>"));
        (await Text(father)).ShouldSatisfyAllConditions(t => t.ShouldContain("もう一人の保護者の方が答えました"), t => t.ShouldNotContain("そら"));
        await Answer(father, AskWorld.Hana, ("q0", "1"), ("q2", ""), ("q3", ""));
        (await Text(mother)).ShouldSatisfyAllConditions(t => t.ShouldContain("もう一人の保護者の方が答えました"), t => t.ShouldContain("参加しない"));
        await Answer(father, AskWorld.Hana, ("q0", "1"), ("q2", ""), ("q3", ""));

        var page = await _teacher.Page($"schools/{AskWorld.School}/asks/{ask.Id}");
        page.QuerySelectorAll(".figures b").Select(b => b.TextContent).ShouldBe(["1", "3", "1"], "the same answer again is no change");
        page.QuerySelector("section.panel table")!.QuerySelectorAll("tbody tr").Select(r => string.Join(' ', r.QuerySelectorAll("td").Select(c => c.TextContent)))
            .ShouldBe(["0 0 0", "1 1 0"]);
        page.QuerySelector("h1")!.TextContent.ShouldNotContain("花");
        var story = await _teacher.Page($"schools/{AskWorld.School}/asks/{ask.Id}/child/{AskWorld.Hana.Value}");
        story.QuerySelectorAll("ol li").Length.ShouldBe(2);
        var hidden = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("楽しみ"));
        (await _world.Host.Store.Peek<string>("select encode(content, 'hex') from school_answer")).ShouldAllBe(c => !c.Contains(hidden));
        (await _world.Host.Audited("hoshimi")).Count(a => a.StartsWith("schools.ask/answered", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Test]
    public async Task Asked_by_home_one_answer_is_for_all_siblings_and_paper_is_put_in_by_staff()
    {
        var ask = AskWorld.Survey(perHome: true);
        var letter = await _world.Send(ask);
        var mother = _world.Page(letter, AskWorld.Mother);
        (await Page(mother)).QuerySelectorAll("#ask form").Length.ShouldBe(1);
        await Answer(mother, AskWorld.Hana, ("q0", "0"), ("q2", "4"));
        var page = await _teacher.Page($"schools/{AskWorld.School}/asks/{ask.Id}");
        page.QuerySelectorAll(".figures b").Select(b => b.TextContent).ShouldBe(["1", "2", "0"]);
        var child = await _teacher.Page($"schools/{AskWorld.School}/asks/{ask.Id}/child/{AskWorld.Nagi.Value}");
        using var refused = await _teacher.Send(child, $"/child/{AskWorld.Nagi.Value}", ("q2", "many"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await _teacher.Done(child, $"/child/{AskWorld.Nagi.Value}", ("q0", "1"), ("channel", "phone"));
        page = await _teacher.Page($"schools/{AskWorld.School}/asks/{ask.Id}");
        page.QuerySelectorAll(".figures b").Select(b => b.TextContent).ShouldBe(["2", "1", "0"]);
        page.QuerySelector("main")!.TextContent.ShouldContain("電話（職員が入力）");

        // Whoever has not answered is not through; who has answered on paper need not be telephoned.
        var reach = await _teacher.Page($"schools/{AskWorld.School}/letters/{letter.Id}");
        reach.QuerySelectorAll(".figures b").Select(b => b.TextContent).ShouldBe(["3", "1", "0"]);
        await Page(_world.Page(letter, AskWorld.Other));
        (await _teacher.Page($"schools/{AskWorld.School}/letters/{letter.Id}")).QuerySelectorAll(".figures b").Select(b => b.TextContent).ShouldBe(["3", "1", "0"], "opened is not answered");
        await _teacher.Done(reach, "/remind");
        var said = await _world.Host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = @Value order by due_at desc", new { AskWorld.Other.Value });
        said.ShouldContain(s => s.Contains("まだ答えていただいていない") && !s.Contains("参加") && !s.Contains("りく"));
    }

    [Test]
    public async Task What_is_wrong_is_said_with_what_was_typed_and_others_children_are_not_taken()
    {
        var ask = AskWorld.Survey();
        var letter = await _world.Send(ask);
        var mother = _world.Page(letter, AskWorld.Mother);
        using var surfer = _world.Guardian();
        var answer = await surfer.Post($"{mother}/ask", Fields(AskWorld.Hana, ("q2", "たくさん"), ("q3", "残る言葉")));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await Surfer.Page(answer);
        page.QuerySelectorAll(".summary li").Length.ShouldBe(2);
        page.QuerySelectorAll("textarea").Select(t => t.TextContent.Trim()).ShouldContain("残る言葉");
        await surfer.Post($"{mother}/ask", Fields(AskWorld.Riku, ("q0", "0")));
        (await Count(ask)).ShouldBe(0);
        (await surfer.Post("/hoshimi/school-letter/AAAAAAAAAAAAAAAAAAAAAA/ask", Fields(AskWorld.Hana, ("q0", "0")))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        // In easy Japanese and English the page speaks; the school's own words stay as they are.
        (await Text($"{mother}?lang=en")).ShouldContain("Send the answer");
        (await Text($"{mother}?lang=ja-easy")).ShouldContain("最後");
    }

    [Test]
    public async Task After_the_last_day_and_after_a_link_has_ended_nothing_is_taken()
    {
        var late = AskWorld.Survey(due: AskWorld.Today.AddDays(-1));
        var letter = await _world.Send(late);
        using var surfer = _world.Guardian();
        await surfer.Post($"{_world.Page(letter, AskWorld.Mother)}/ask", Fields(AskWorld.Hana, ("q0", "0")));
        (await Count(late)).ShouldBe(0);
        (await Text(_world.Page(letter, AskWorld.Mother))).ShouldContain("締め切りました");

        var stranger = new CitizenId("U-ask-stranger");
        await _world.Host.Database.InTown(AskWorld.Town, tx => GuardianTable.Link(tx, _world.Host.Store.Sealer, AskWorld.Town, new Guid(5, 0, 0, new byte[8]), AskWorld.Riku, stranger, "りく", false, DateTimeOffset.UtcNow, default), default);
        var ask = AskWorld.Survey();
        var open = await _world.Send(ask);
        await _world.Host.Database.InTown(AskWorld.Town, tx => GuardianTable.End(tx, AskWorld.Town, new Guid(5, 0, 0, new byte[8]), LinkEnd.School, DateTimeOffset.UtcNow, default), default);
        await surfer.Post($"{_world.Page(open, stranger)}/ask", Fields(AskWorld.Riku, ("q0", "0")));
        (await Count(ask)).ShouldBe(0);
    }

    [Test]
    public async Task A_survey_is_written_refused_with_reasons_and_goes_with_one_letter_only()
    {
        var page = await _teacher.Page($"schools/{AskWorld.School}/asks/survey");
        using var refused = await _teacher.Send(page, "/survey", ("t0", "問い"), ("o0", "一つ"));
        (await Surfer.Page(refused)).QuerySelector("[role=alert]")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("題名"), t => t.ShouldContain("選択肢"));
        using var more = await _teacher.Send(page, "/survey", ("more", "1"));
        (await Surfer.Page(more)).QuerySelectorAll("fieldset.panel").Length.ShouldBe(4);
        var write = await _teacher.Done(page, "/survey", ("title", "給食"), ("t0", "好きですか"), ("o0", "はい\nいいえ"));
        write.QuerySelector("main")!.TextContent.ShouldContain("好きですか");
        using var early = await _teacher.Send(write, "/letters/check", ("title", "件名"), ("body", "本文"), ("until", AskWorld.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        (await Surfer.Page(early)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("締め切り");
        var check = await Surfer.Page(await _teacher.Send(write, "/letters/check", ("title", "件名"), ("body", "本文")));
        var sent = await _teacher.Done(check, "/letters/send");
        sent.QuerySelector("main")!.TextContent.ShouldContain("アンケートの結果を見る");
        using var again = await _teacher.Send(write, "/letters/check", ("id", Guid.NewGuid().ToString("n")), ("title", "件名"), ("body", "本文"));
        (await Surfer.Page(again)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("ほかのお知らせ");
        using var changed = await _teacher.Send(page, "/survey", ("title", "給食"), ("t0", "変えた"), ("o0", "はい\nいいえ"));
        (await Surfer.Page(changed)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("直せません");
    }

    [Test]
    public async Task It_is_taken_away_without_protected_children_and_other_schools_find_nothing()
    {
        var ask = AskWorld.Survey();
        var letter = await _world.Send(ask);
        await Answer(_world.Page(letter, AskWorld.Other), AskWorld.Riku, ("q0", "0"), ("q3", "=1+1"));
        await _world.Host.Store.Peek<int>("update child set is_protected = true where child_id = @Value returning 1", new { AskWorld.Nagi.Value });
        var file = await (await _teacher.Get($"schools/{AskWorld.School}/asks/{ask.Id}/answers.csv")).Content.ReadAsStringAsync();
        file.ShouldSatisfyAllConditions(f => f.ShouldContain("月岡 陸"), f => f.ShouldNotContain("川原 凪"), f => f.ShouldContain("'=1+1"), f => f.ShouldContain("参加する"));
        using var other = await _world.Host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        foreach (var path in (string[])["asks", $"asks/{ask.Id}", $"asks/{ask.Id}/answers.csv", $"asks/{ask.Id}/child/{AskWorld.Riku.Value}", "asks/survey"])
        {
            (await other.Get($"schools/{AskWorld.School}/{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await other.Get($"schools/narusawa-school/{path}")).StatusCode.ShouldBe(path is "asks" or "asks/survey" ? HttpStatusCode.OK : HttpStatusCode.NotFound, path);
        }
    }

    private async Task Answer(string letter, ChildId child, params (string, string)[] typed)
    {
        using var surfer = _world.Guardian();
        (await surfer.Post($"{letter}/ask", Fields(child, typed))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    private static List<KeyValuePair<string, string>> Fields(ChildId child, params (string, string)[] typed) =>
        [KeyValuePair.Create("child", child.Value.ToString("n")), .. typed.Select(t => KeyValuePair.Create(t.Item1, t.Item2))];

    private async Task<IHtmlDocument> Page(string path)
    {
        using var surfer = _world.Guardian();
        return await Surfer.Page(await surfer.Get(path));
    }

    private async Task<string> Text(string path) => (await Page(path)).QuerySelector("main")!.TextContent;

    private async Task<int> Count(Ask ask) => (await _world.Host.Store.Peek<int>("select count(*)::int from school_answer where ask_id = @Id", new { ask.Id })).Single();
}
