using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Schools;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools;

public sealed class RollTableTests
{
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly DateOnly Today = JapanTime.Day(Now);
    private static readonly CitizenId Mother = new($"U{1:x32}");

    [Test]
    public async Task A_child_is_in_the_class_of_the_day_and_the_past_stays_as_it_was()
    {
        await using var store = await TestDatabase.New();
        var (child, old, next) = (Made("101", "星野 花"), Class(2025, 2), Class(2026, 3));
        await store.Database.InTown(Town, async tx =>
        {
            await ClassTable.Add(tx, Town, old, default);
            await ClassTable.Add(tx, Town, next, default);
            await ChildTable.Add(tx, store.Sealer, Town, child, old.Year.First, Now, default);
            await ChildTable.Place(tx, Town, child.Id, old.Id, 7, old.Year.First, default);
            await ChildTable.Place(tx, Town, child.Id, next.Id, 9, next.Year.First, default);
            await ChildTable.Place(tx, Town, child.Id, next.Id, 9, Today, default);
            return true;
        }, default);
        var rows = await store.Peek<long>("select count(*) from class_member");
        rows.ShouldBe([2], "the same class and seat again change nothing");

        Task<Pupil?> On(DateOnly day) => store.Database.InTown(Town, tx => PupilSearch.Of(tx, store.Sealer, Town, child.Id, day, default), default);
        (await On(next.Year.First.AddDays(-1))).ShouldBe(new Pupil(child, old, 7));
        (await On(next.Year.First)).ShouldBe(new Pupil(child, next, 9));
        (await On(old.Year.First.AddDays(-1))).ShouldBeNull();
    }

    [Test]
    public async Task A_guardian_sees_own_children_by_their_nicknames_until_the_link_or_the_child_is_gone()
    {
        await using var store = await TestDatabase.New();
        var (first, second) = (Made("101", "星野 花"), Made("102", "星野 空"));
        Task<IReadOnlyList<LinkedChild>> Children(DateOnly day) =>
            store.Database.InTown(Town, tx => GuardianTable.ChildrenOf(tx, store.Sealer, Town, Mother, day, default), default);
        await store.Database.InTown(Town, async tx =>
        {
            await ChildTable.Add(tx, store.Sealer, Town, first, Today, Now, default);
            await ChildTable.Add(tx, store.Sealer, Town, second, Today, Now, default);
            (await GuardianTable.Link(tx, store.Sealer, Town, new Guid(1, 0, 0, new byte[8]), first.Id, Mother, "はな", false, Now, default)).ShouldBeTrue();
            (await GuardianTable.Link(tx, store.Sealer, Town, new Guid(2, 0, 0, new byte[8]), first.Id, Mother, "はなちゃん", false, Now, default)).ShouldBeFalse();
            (await GuardianTable.Link(tx, store.Sealer, Town, new Guid(3, 0, 0, new byte[8]), second.Id, Mother, "そら", true, Now.AddMinutes(1), default)).ShouldBeTrue();
            await ChildTable.Save(tx, store.Sealer, Town, second with { LeftOn = Today.AddDays(2) }, Now, default);
            return true;
        }, default);

        (await Children(Today)).Select(c => c.Nickname).ShouldBe(["はな", "そら"]);
        (await Children(Today.AddDays(2))).Select(c => c.Nickname).ShouldBe(["はな"]);
        var links = await store.Database.InTown(Town, tx => GuardianTable.OfAll(tx, Town, [first.Id, second.Id], default), default);
        links.Select(l => (l.Child, l.BySchool, l.SeenAt)).ShouldBe([(first.Id, false, null), (second.Id, true, Now.AddMinutes(1))]);
        (await store.Database.InTown(Town, tx => GuardianTable.End(tx, Town, links[0].Id, LinkEnd.School, Now, default), default)).ShouldBeTrue();
        (await store.Database.InTown(Town, tx => GuardianTable.End(tx, Town, links[0].Id, LinkEnd.Guardian, Now, default), default)).ShouldBeFalse();
        (await Children(Today)).Select(c => c.Nickname).ShouldBe(["そら"]);
        var hidden = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes("そら"));
        (await store.Peek<string>("select encode(nickname, 'hex') from guardian_link where nickname is not null")).ShouldHaveSingleItem().ShouldNotContain(hidden);
    }

    private static Child Made(string number, string name) =>
        new(new ChildId(NamedGuid.From("child", number)), "hoshimi-school", number, new ChildPerson(name, "ほしの", new DateOnly(2017, 5, 3), "0999-00-0001"), false, null);

    private static SchoolClass Class(int year, int grade) => new(new ClassId(NamedGuid.From("class", $"{year}/{grade}")), "hoshimi-school", new SchoolYear(year), grade, "1組");
}
