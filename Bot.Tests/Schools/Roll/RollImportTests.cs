using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Roll;

/// <summary>A school's list is read as its programs write it, looked at before anything is stored, and brought in again by the school's numbers.</summary>
public sealed class RollImportTests
{
    private const string Head = "学籍番号,氏名,フリガナ,生年月日,学年,組,出席番号,電話番号\n";
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly DateOnly Today = JapanTime.Day(Now);

    [Test]
    public void A_list_of_japanese_excel_is_read_by_its_headings()
    {
        var shiftJis = CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes($"{Head}101,星野 花,ホシノ ハナ,H29.5.3,3年,1組,7,\"0999-00-0001,内線2\"\n");
        var read = RollFile.Read(RollFile.Decode(shiftJis).ShouldNotBeNull());
        read.Faults.ShouldBeEmpty();
        read.Lines.ShouldBe([new RollLine("101", new ChildPerson("星野 花", "ホシノ ハナ", new DateOnly(2017, 5, 3), "0999-00-0001,内線2"), 3, "1組", 7, false)]);
        read.Columns.ShouldContain(("番号", "学籍番号"));
    }

    [TestCase("hoshimi-school", 24)]
    [TestCase("hoshinoko", 12)]
    public void The_demo_lists_have_no_faults(string school, int children)
    {
        var read = RollFile.Read(File.ReadAllText(Path.Combine(House.Sources.Root, "infra", "simulator", "rolls", $"{school}.csv")));
        read.Faults.ShouldBeEmpty();
        read.Lines.Count.ShouldBe(children);
    }

    [Test]
    public void Every_faulty_row_is_named()
    {
        var read = RollFile.Read($"{Head}101,星野 花,ほしの,2017/5/3,3,1組,7,\n101,星野 空,ほしの,2017/5/3,3,1組,8,\n103,,ほしの,2017/13/3,3,1組,9,\n");
        read.Faults.Select(f => f.Row).ShouldBe([3, 4, 4]);
        RollFile.Read("氏名\n星野").Faults.ShouldContain(f => f.What.Contains("「番号」の列がありません", StringComparison.Ordinal));
    }

    [Test]
    public async Task Clubs_and_buses_of_a_list_are_made_joined_and_left_and_a_list_without_the_column_leaves_them_alone()
    {
        const string head = "番号,氏名,ふりがな,生年月日,組,クラブ,バス\n";
        await using var store = await TestDatabase.New();
        async Task<IEnumerable<string>> In(DateOnly day) => await store.Database.InTown(Town, async tx =>
        {
            var groups = await SchoolGroupTable.Of(tx, Town, "hoshimi-school", default);
            var numbers = (await ChildTable.Numbered(tx, store.Sealer, Town, "hoshimi-school", default)).Values.ToDictionary(c => c.Id, c => c.Number);
            return (await SchoolGroupTable.Members(tx, Town, "hoshimi-school", [.. groups.Select(g => g.Id)], day, default))
                .Select(m => $"{numbers[m.Child]} {groups.Single(g => g.Id == m.Group).Name}").Order(StringComparer.Ordinal).ToList();
        }, default);

        var first = RollFile.Read($"{head}101,星野 花,ほしの,2017/5/3,1組,吹奏楽部、合唱部,青バス\n102,星野 空,ほしの,2017/5/4,1組,吹奏楽部,\n");
        (await Plan(store, first, Today)).Groups.Joins.Count.ShouldBe(4);
        (await store.Peek<long>("select count(*) from school_group")).ShouldBe([0L], "looking stores nothing");
        await Store(store, first, Today);
        (await In(Today)).ShouldBe(["101 合唱部", "101 吹奏楽部", "101 青バス", "102 吹奏楽部"]);

        var april = new DateOnly(2027, 4, 1);
        var next = RollFile.Read($"{head.Replace(",バス", "", StringComparison.Ordinal)}101,星野 花,ほしの,2017/5/3,1組,合唱部\n");
        (await Store(store, next, april)).Groups.Leaves.Single().Name.ShouldBe("吹奏楽部");
        (await In(april.AddDays(-1))).ShouldBe(["101 合唱部", "101 吹奏楽部", "101 青バス", "102 吹奏楽部"], "until the day from which it counts");
        (await In(april)).ShouldBe(["101 合唱部", "101 青バス"], "buses were not told, and who has left the school has left its clubs");
        (await Plan(store, next, april)).Groups.ShouldBe(new RollGroups([], []));
        RollFile.Read($"{head}101,星野 花,ほしの,2017/5/3,1組,{new string('部', 31)},\n").Faults.ShouldHaveSingleItem().What.ShouldContain("クラブ");
    }

    [Test]
    public async Task A_list_brought_in_again_changes_moves_and_lets_leave_and_looking_stores_nothing()
    {
        await using var store = await TestDatabase.New();
        var first = RollFile.Read($"{Head}101,星野 花,ほしの,2017/5/3,3,1組,7,\n102,星野 空,ほしの,2017/5/4,3,1組,8,\n103,星野 月,ほしの,2017/5/5,3,1組,9,\n");
        (await Plan(store, first, Today)).Added.Count.ShouldBe(3);
        (await store.Peek<long>("select count(*) from child")).ShouldBe([0L]);
        await Store(store, first, Today);

        var second = RollFile.Read($"{Head}101,星野 花,ほしの,2017/5/3,3,1組,7,\n102,星野 空,ほしの,2017/5/4,3,2組,8,\n104,星野 陽,ほしの,2017/5/5,3,1組,9,\n");
        var plan = await Store(store, second, Today.AddDays(1));
        (plan.Same, plan.Moved.Single().Number, plan.Added.Single().Number, plan.Left.Single().Number).ShouldBe((1, "102", "104", "103"));
        (await On(store, Today)).ShouldBe(["101 3年1組", "102 3年1組", "103 3年1組"]);
        (await On(store, Today.AddDays(1))).ShouldBe(["101 3年1組", "104 3年1組", "102 3年2組"]);
        var again = await Store(store, second, Today.AddDays(1));
        (again.Same, again.Added.Count + again.Changed.Count + again.Moved.Count + again.Left.Count).ShouldBe((3, 0));
    }

    [Test]
    public async Task Next_years_list_counts_from_april_and_who_comes_back_is_linked_to_nobody()
    {
        await using var store = await TestDatabase.New();
        var april = new DateOnly(2027, 4, 1);
        var now = RollFile.Read($"{Head}101,星野 花,ほしの,2017/5/3,6,1組,7,\n102,星野 空,ほしの,2018/5/4,5,1組,8,\n");
        await Store(store, now, Today);
        var hana = (await store.Database.InTown(Town, tx => ChildTable.Numbered(tx, store.Sealer, Town, "hoshimi-school", default), default))["101"].Id;
        await store.Database.InTown(Town, tx => GuardianTable.Link(tx, store.Sealer, Town, Guid.NewGuid(), hana, new CitizenId($"U{1:x32}"), "はな", false, Now, default), default);

        await Store(store, RollFile.Read($"{Head}102,星野 空,ほしの,2018/5/4,6,1組,8,\n"), april);
        (await On(store, Today)).ShouldBe(["102 5年1組", "101 6年1組"]);
        (await On(store, april)).ShouldBe(["102 6年1組"]);
        await Store(store, now, april.AddDays(1));
        (await store.Database.InTown(Town, tx => GuardianTable.Of(tx, Town, hana, default), default)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_list_of_today_leaves_the_places_of_next_april_that_were_brought_in_before()
    {
        await using var store = await TestDatabase.New();
        var april = new DateOnly(2027, 4, 1);
        await Store(store, RollFile.Read($"{Head}101,星野 花,ほしの,2017/5/3,3,1組,7,\n102,星野 空,ほしの,2017/5/4,3,1組,8,\n"), Today);
        await Store(store, RollFile.Read($"{Head}101,星野 花,ほしの,2017/5/3,4,2組,1,\n102,星野 空,ほしの,2017/5/4,4,1組,2,\n"), april);
        await Store(store, RollFile.Read($"{Head}101,星野 花,ほしの,2017/5/3,3,2組,9,\n102,星野 空,ほしの,2017/5/4,3,1組,8,\n"), Today.AddDays(1));
        (await On(store, Today.AddDays(1))).ShouldBe(["102 3年1組", "101 3年2組"]);
        (await On(store, april.AddDays(-1))).ShouldBe(["102 3年1組", "101 3年2組"]);
        (await On(store, april)).ShouldBe(["102 4年1組", "101 4年2組"]);
        (await store.Peek<long>("select count(*) from class_member")).ShouldBe([5L], "who stays where they are gets no second row");
    }

    [Test]
    public void Columns_may_be_chosen_by_hand()
    {
        const string list = "コード,なまえ,ふりがな,誕生日,学級\n101,星野 花,ほしの はな,2017/5/3,1組\n";
        RollFile.Read(list).Faults.ShouldContain(f => f.What.Contains("「番号」の列がありません", StringComparison.Ordinal));
        var chosen = new Dictionary<string, string> { ["番号"] = "コード", ["氏名"] = "なまえ", ["ふりがな"] = "ふりがな", ["生年月日"] = "誕生日", ["組"] = "学級", ["学年"] = "" };
        var read = RollFile.Read(list, chosen);
        read.Faults.ShouldBeEmpty();
        read.Lines.ShouldHaveSingleItem().ShouldBe(new RollLine("101", new ChildPerson("星野 花", "ほしの はな", new DateOnly(2017, 5, 3), ""), 0, "1組", 0, false));
    }

    private static Task<RollPlan> Plan(TestDatabase store, RollFile file, DateOnly from) =>
        store.Database.InTown(Town, tx => new RollImport(store.Sealer).Plan(tx, Town, "hoshimi-school", file.Lines, from, default), default);

    private static Task<RollPlan> Store(TestDatabase store, RollFile file, DateOnly from) =>
        store.Database.InTown(Town, tx => new RollImport(store.Sealer).Store(tx, Town, "hoshimi-school", file.Lines, from, Now, default), default);

    private static async Task<IReadOnlyList<string>> On(TestDatabase store, DateOnly day) =>
        [.. (await store.Database.InTown(Town, tx => PupilSearch.OfSchool(tx, store.Sealer, Town, "hoshimi-school", day, default), default)).Select(p => $"{p.Child.Number} {p.Class.Title}")];
}
