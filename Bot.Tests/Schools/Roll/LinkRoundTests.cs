using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Bot.Tests.Console;
using Bot.Tests.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Roll;

/// <summary>Links end by themselves, and their guardians hear of it before and when it happens, by the nickname alone.</summary>
public sealed class LinkRoundTests
{
    private static readonly TownId Town = new("hoshimi");
    private ConsoleHost _host = null!;
    private LinkRound _round = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        var town = DamageWorld.Region.Towns.Single(t => t.Id == Town);
        var schools = town.Schools! with { Schools = [.. town.Schools.Schools.Select(s => s with { ConfirmsYearly = s.Code == "hoshimi-school" })] };
        var region = DamageWorld.Region with { Towns = [.. DamageWorld.Region.Towns.Select(t => t.Id == Town ? t with { Schools = schools } : t)] };
        _round = new LinkRound(new SchoolTowns(new LiveRegion(region)), _host.Store.Sealer, _host.Get<Teller>());
    }

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task Two_weeks_before_the_guardian_is_told_and_one_tap_keeps_the_link()
    {
        var link = await Linked("U-keeps", "hoshimi-school", At(2026, 5, 10));
        (await Round(At(2027, 4, 10))).ShouldBe(0);
        (await Round(At(2027, 4, 16, hour: 3))).ShouldBe(0, "nobody is told at night");
        (await Round(At(2027, 4, 16))).ShouldBe(1);
        (await Round(At(2027, 4, 17))).ShouldBe(0, "once");
        var told = (await Told("U-keeps")).ShouldHaveSingleItem();
        told.ShouldSatisfyAllConditions(t => t.ShouldContain("はな"), t => t.ShouldContain("4月30日"), t => t.ShouldNotContain("星野"), t => t.ShouldNotContain("小学校"));
        told.ShouldContain($"start:school-link-keep?which={link:n}");
        await Keeps("U-keeps", link, At(2027, 4, 20));
        (await Round(At(2027, 5, 1))).ShouldBe(0);
        (await Round(At(2028, 4, 16))).ShouldBe(1, "it is asked again the year after next April");
        await End("U-keeps");
    }

    [Test]
    public async Task Who_does_not_answer_is_unlinked_and_told_so_and_another_school_asks_nobody()
    {
        await Linked("U-silent", "hoshimi-school", At(2026, 5, 10));
        await Linked("U-elsewhere", "narusawa-school", At(2026, 5, 10));
        await Round(At(2027, 4, 16));
        (await Round(At(2027, 5, 1))).ShouldBe(1);
        (await Told("U-silent")).Count.ShouldBe(2);
        (await Why("U-silent")).ShouldBe(["expired"]);
        (await Told("U-elsewhere")).ShouldBeEmpty();
        (await _host.Audited("hoshimi")).ShouldContain("schools.link/expired");
        await End("U-elsewhere");
    }

    [Test]
    public async Task Who_leaves_school_is_unlinked_on_the_day_by_one_of_many_who_look()
    {
        await Linked("U-leaves", "narusawa-school", At(2026, 5, 10), left: new DateOnly(2026, 12, 10));
        (await Round(At(2026, 11, 26))).ShouldBe(1);
        (await Told("U-leaves"))[0].ShouldContain("12月9日");
        (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Round(At(2026, 12, 10))))).Sum().ShouldBe(1);
        (await Told("U-leaves")).Count.ShouldBe(2);
        (await Why("U-leaves")).ShouldBe(["left"]);
        (await _host.Store.Peek<bool>("select nickname is null from guardian_link where citizen_id = 'U-leaves'")).ShouldBe([true]);
    }

    private static DateTimeOffset At(int year, int month, int day, int hour = 9) => JapanTime.At(new DateOnly(year, month, day), new TimeOnly(hour, 0));

    private Task<int> Round(DateTimeOffset now) => _host.Database.InTown(Town, tx => _round.Take(tx, Town, now, default), default);

    private Task<Guid> Linked(string citizen, string school, DateTimeOffset made, DateOnly? left = null) => _host.Database.InTown(Town, async tx =>
    {
        var (child, link) = (new ChildId(Guid.NewGuid()), Guid.NewGuid());
        await ChildTable.Add(tx, _host.Store.Sealer, Town, new Child(child, school, $"{child.Value:n}"[..20], new ChildPerson("星野 花", "ほしの はな", new(2017, 5, 3), ""), false, left), new(2024, 4, 1), made, default);
        await GuardianTable.Link(tx, _host.Store.Sealer, Town, link, child, new CitizenId(citizen), "はな", false, made, default);
        return link;
    }, default);

    private async Task Keeps(string citizen, Guid link, DateTimeOffset now)
    {
        var verdict = await _host.Database.InTown(Town, tx => _host.Get<SchoolsModule>().Module.Desks[LinkForm.Keep.Id](
            new TurnContext(tx, Town, new CitizenId(citizen), $"test/{link}", now), new Effect.Submit(LinkForm.Keep.Id, Answers.None.With(LinkForm.Which, new Answer.Chosen($"{link:n}"))), default), default);
        DamageRig.Said(verdict).ShouldContain("はな");
    }

    private Task<IReadOnlyList<string>> Told(string citizen) =>
        _host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = @citizen order by seq", new { citizen });

    private Task<IReadOnlyList<string>> Why(string citizen) => _host.Store.Peek<string>("select ended_why from guardian_link where citizen_id = @citizen", new { citizen });

    private Task<IReadOnlyList<int>> End(string citizen) => _host.Store.Peek<int>("update guardian_link set ended_at = now(), ended_why = 'school', nickname = null where citizen_id = @citizen returning 1", new { citizen });
}
