using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Schools;
using Bot.Tests.Postgres;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools;

public sealed class SchoolGroupTableTests
{
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly DateOnly Today = JapanTime.Day(Now);
    private static readonly SchoolGroup Club = new(new GroupId(NamedGuid.From("group", "club")), "hoshimi-school", GroupKind.Club, "吹奏楽部");

    [Test]
    public async Task Children_of_the_school_join_leave_and_come_back_and_the_days_between_are_kept()
    {
        await using var store = await TestDatabase.New();
        Task<T> In<T>(Func<NpgsqlTransaction, Task<T>> work) => store.Database.InTown(Town, work, default);
        async Task<IEnumerable<ChildId>> On(DateOnly day) => (await In(tx => SchoolGroupTable.Members(tx, Town, Club.School, [Club.Id], day, default))).Select(m => m.Child);
        var (own, other) = (Made("101", "hoshimi-school"), Made("102", "narusawa-school"));
        (await In(async tx =>
        {
            await ChildTable.Add(tx, store.Sealer, Town, own, Today, Now, default);
            await ChildTable.Add(tx, store.Sealer, Town, other, Today, Now, default);
            await SchoolGroupTable.Add(tx, Town, Club, Now, default);
            return await SchoolGroupTable.Join(tx, Town, Club.Id, [own.Id, other.Id], Today, default);
        })).ShouldBe(1, "a child of another school does not get in");
        (await In(tx => SchoolGroupTable.Join(tx, Town, Club.Id, [own.Id], Today.AddDays(1), default))).ShouldBe(0, "who is in it stays");
        (await On(Today.AddDays(-1))).ShouldBeEmpty();
        (await On(Today)).ShouldBe([own.Id]);

        var member = (await In(tx => SchoolGroupTable.Members(tx, Town, Club.School, [Club.Id], Today, default))).Single().Id;
        (await In(tx => SchoolGroupTable.Members(tx, Town, "narusawa-school", [Club.Id], Today, default))).ShouldBeEmpty("a letter of another school does not reach them");
        (await In(tx => SchoolGroupTable.Leave(tx, Town, new GroupId(Guid.NewGuid()), member, Today, default))).ShouldBeFalse();
        (await In(tx => SchoolGroupTable.Leave(tx, Town, Club.Id, member, Today.AddDays(3), default))).ShouldBeTrue();
        ((await On(Today.AddDays(2))).Count(), (await On(Today.AddDays(3))).Count()).ShouldBe((1, 0));
        (await In(tx => SchoolGroupTable.Rejoin(tx, Town, Club.Id, member, default))).ShouldBeTrue();
        (await On(Today.AddDays(3))).ShouldBe([own.Id]);

        await In(tx => SchoolGroupTable.Leave(tx, Town, Club.Id, member, Today, default));
        (await In(tx => SchoolGroupTable.Join(tx, Town, Club.Id, [own.Id], Today, default))).ShouldBe(1);
        (await In(tx => SchoolGroupTable.Rejoin(tx, Town, Club.Id, member, default))).ShouldBeFalse("nobody is in it twice");
        (await On(Today)).ShouldBe([own.Id]);
    }

    [Test]
    public async Task A_group_that_was_ended_reaches_nobody_and_its_name_is_free_again()
    {
        await using var store = await TestDatabase.New();
        Task<T> In<T>(Func<NpgsqlTransaction, Task<T>> work) => store.Database.InTown(Town, work, default);
        var child = Made("101", "hoshimi-school");
        await In(async tx =>
        {
            await ChildTable.Add(tx, store.Sealer, Town, child, Today, Now, default);
            (await SchoolGroupTable.Add(tx, Town, Club, Now, default)).ShouldBeTrue();
            (await SchoolGroupTable.Add(tx, Town, Club with { Id = new GroupId(Guid.NewGuid()) }, Now, default)).ShouldBeFalse("the name is taken");
            (await SchoolGroupTable.Add(tx, Town, Club with { Id = new GroupId(Guid.NewGuid()), Kind = GroupKind.Bus }, Now, default)).ShouldBeTrue();
            return await SchoolGroupTable.Join(tx, Town, Club.Id, [child.Id], Today, default);
        });
        (await In(tx => SchoolGroupTable.Of(tx, Town, Club.School, default))).Select(g => g.Kind).ShouldBe([GroupKind.Club, GroupKind.Bus]);

        (await In(tx => SchoolGroupTable.End(tx, Town, Club.Id, Now, default))).ShouldBeTrue();
        (await In(tx => SchoolGroupTable.Members(tx, Town, Club.School, [Club.Id], Today, default))).ShouldBeEmpty();
        (await In(tx => SchoolGroupTable.Read(tx, Town, Club.Id, default))).ShouldBe(Club, "what was sent to it keeps its name");
        (await In(tx => SchoolGroupTable.Return(tx, Town, Club.Id, default))).ShouldBeTrue();
        (await In(tx => SchoolGroupTable.Members(tx, Town, Club.School, [Club.Id], Today, default))).ShouldHaveSingleItem();

        await In(tx => SchoolGroupTable.End(tx, Town, Club.Id, Now, default));
        (await In(tx => SchoolGroupTable.Add(tx, Town, Club with { Id = new GroupId(Guid.NewGuid()) }, Now, default))).ShouldBeTrue();
        (await In(tx => SchoolGroupTable.Return(tx, Town, Club.Id, default))).ShouldBeFalse("another has the name now");
    }

    private static Child Made(string number, string school) =>
        new(new ChildId(NamedGuid.From("group-child", number)), school, number, new ChildPerson("星野 花", "ほしの", new DateOnly(2017, 5, 3), ""), false, null);
}
