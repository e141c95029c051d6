using System.Globalization;
using System.Net;
using Bot.Domain.Staff;
using Bot.Tests.Console;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

/// <summary>The pages on which a school lays down hours and keeps the timetable.</summary>
public sealed class SlotPageTests
{
    private const string Asks = $"schools/{AskWorld.School}/asks";
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
    public async Task Hours_are_refused_with_reasons_kept_as_typed_changed_and_taken_away()
    {
        var day = Day(20);
        using var refused = await _teacher.Send($"{Asks}/slots", "/slots", ("d0", day), ("f0", "15:00"), ("u0", "16:00"), ("d1", day), ("f1", "15:30"), ("u1", "17:00"), ("length", "0"));
        (await Surfer.Page(refused)).QuerySelector("[role=alert]")!.TextContent.ShouldSatisfyAllConditions(t => t.ShouldContain("題名"), t => t.ShouldContain("重なって"), t => t.ShouldContain("1回の長さ"));
        using var tooLate = await _teacher.Send($"{Asks}/slots", "/slots", ("title", "懇談"), ("due", Day(21)), ("d0", day), ("f0", "15:00"), ("u0", "16:00"));
        (await Surfer.Page(tooLate)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("締め切り");

        // Morning and afternoon of one day stay two when the draft is opened again.
        var write = await _teacher.Done(await _teacher.Page($"{Asks}/slots"), "/slots", ("title", "懇談"), ("d0", day), ("f0", "09:00"), ("u0", "09:35"), ("d1", day), ("f1", "15:00"), ("u1", "15:15"));
        var id = Guid.Parse(write.QuerySelector("input[name=ask]")!.GetAttribute("value")!);
        var again = await _teacher.Page($"{Asks}/slots?id={id}");
        again.QuerySelectorAll("input[type=time]").Select(i => i.GetAttribute("value")).ShouldBe(["09:00", "09:35", "15:00", "15:15"]);
        (await Slots(id)).ShouldBe(6);
        write = await _teacher.Done(again, "/slots", ("d1", ""), ("f1", ""), ("u1", ""));
        (await Slots(id)).ShouldBe(4);
        using var early = await _teacher.Send(write, "/letters/check", ("title", "件名"), ("body", "本文"), ("until", Day(19)));
        (await Surfer.Page(early)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("最後の面談の日");
        var check = await Surfer.Page(await _teacher.Send(write, "/letters/check", ("title", "件名"), ("body", "本文")));
        await _teacher.Done(check, "/letters/send");
        (await _teacher.Get($"{Asks}/slots?id={id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, "what has gone out is not changed");

        var table = await _teacher.Page($"{Asks}/{id}");
        var slot = await _teacher.Page(table.QuerySelector("td a")!.GetAttribute("href")!);
        var done = await _teacher.Done(slot, "/slots/put", ("child", $"{AskWorld.Riku.Value}"));
        done.QuerySelector("td a")!.TextContent.ShouldBe("月岡 陸");
        var file = await (await _teacher.Get($"{Asks}/{id}/timetable.csv")).Content.ReadAsStringAsync();
        file.ShouldSatisfyAllConditions(f => f.ShouldContain("月岡 陸"), f => f.ShouldContain("9:00–9:15"), f => f.ShouldContain("3年2組の教室"));
        await _world.Host.Store.Peek<int>("update child set is_protected = true where child_id = @Value returning 1", new { AskWorld.Riku.Value });
        (await (await _teacher.Get($"{Asks}/{id}/timetable.csv")).Content.ReadAsStringAsync()).ShouldNotContain("月岡");

        using var other = await _world.Host.SignIn("hoshimi", ("narusawa-school", Duty.School));
        foreach (var path in (string[])[$"{Asks}/{id}", $"{Asks}/{id}/timetable.csv", $"{Asks}/slots", $"schools/narusawa-school/asks/{id}"])
        {
            (await other.Get(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    private async Task<int> Slots(Guid ask) => (await _world.Host.Store.Peek<int>("select count(*)::int from school_slot where ask_id = @ask", new { ask })).Single();

    private static string Day(int more) => AskWorld.Today.AddDays(more).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
