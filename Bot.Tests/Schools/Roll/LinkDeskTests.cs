using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Roll;

/// <summary>A guardian is linked by the sheet's code and the child's birth date, and by nothing less; who is refused learns nothing.</summary>
public sealed class LinkDeskTests
{
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly DateOnly Today = JapanTime.Day(Now);
    private static readonly LinkCodes Codes = new(new byte[32]);
    private static readonly Child Hana = new(
        new ChildId(NamedGuid.From("child", "hana")), "hoshimi-school", "101", new ChildPerson("星野 花", "ほしの はな", new DateOnly(2017, 5, 3), ""), false, null);

    [Test]
    public async Task Both_parents_are_linked_by_one_sheet_and_a_second_time_changes_nothing()
    {
        await using var store = await TestDatabase.New();
        var code = await Printed(store, Hana);
        Said(await Links(store, Person(1), code, "平成29年5月3日")).ShouldBe("school-link.done");
        Said(await Links(store, Person(2), code, "20170503")).ShouldBe("school-link.done");
        Said(await Links(store, Person(1), code, "2017/5/3")).ShouldBe("school-link.already");
        (await Guardians(store)).Select(l => (l.Citizen, l.BySchool, l.SeenAt)).ShouldBe([(Person(1), false, null), (Person(2), false, null)], ignoreOrder: true, "the school has looked at neither yet");
    }

    [Test]
    public async Task Ten_wrong_birth_dates_lock_the_sheet_for_everybody_until_it_is_printed_again()
    {
        await using var store = await TestDatabase.New();
        var code = await Printed(store, Hana);
        for (var n = 1; n <= 10; n++)
        {
            Said(await Links(store, Person(n), code, $"201601{n:00}")).ShouldBe("school-link.failed");
        }

        Said(await Links(store, Person(20), code, "20170503")).ShouldBe("school-link.failed");
        var sheets = await store.Database.InTown(Town, tx => LinkCodeTable.Of(tx, Town, [Hana.Id], default), default);
        sheets[Hana.Id].IsLocked.ShouldBeTrue("the school sees it on its roll");
        var again = await Sheet(store, Hana.Id);
        Said(await Links(store, Person(20), again, "20170503")).ShouldBe("school-link.done");
    }

    [Test]
    public async Task A_stranger_who_guesses_ten_times_is_stopped_for_the_day()
    {
        await using var store = await TestDatabase.New();
        var code = await Printed(store, Hana);
        for (byte n = 0; n < 10; n++)
        {
            Said(await Links(store, Person(6), LinkCode.Of([0, 0, 0, 0, 0, 0, 0, n]), "20170503")).ShouldBe("school-link.failed");
        }

        Said(await Links(store, Person(6), code, "20170503")).ShouldBe("school-link.stopped");
        Said(await Links(store, Person(6), code, "20170503", TimeSpan.FromDays(1))).ShouldBe("school-link.done");
    }

    [Test]
    public async Task Protected_moved_void_and_expired_are_refused_in_the_words_of_a_code_that_never_was()
    {
        await using var store = await TestDatabase.New();
        var hidden = Hana with { Id = new(NamedGuid.From("child", "hidden")), Number = "102", IsProtected = true };
        var moved = Hana with { Id = new(NamedGuid.From("child", "moved")), Number = "103", LeftOn = Today };
        var first = await Printed(store, Hana);
        LinkCode[] bad = [await Printed(store, hidden), await Printed(store, moved), first, LinkCode.Of([9, 9, 9, 9, 9, 9, 9, 9])];
        var good = await Sheet(store, Hana.Id);
        var refused = new List<Verdict>();
        foreach (var code in bad)
        {
            refused.Add(await Links(store, Person(1), code, "20170503"));
        }

        refused.Add(await Links(store, Person(1), good, "20170503", LinkDesk.Lives));
        refused.Distinct().ShouldHaveSingleItem().ShouldBe(new Verdict.Refused(Words.Of("school-link.failed"), LinkForm.Code));
        Said(await Links(store, Person(1), good, "20170503")).ShouldBe("school-link.done");
    }

    [Test]
    public async Task A_photographed_sheet_is_worth_nothing_without_the_birth_date_and_the_database_holds_no_code()
    {
        await using var store = await TestDatabase.New();
        var code = await Printed(store, Hana);
        Said(await Links(store, Person(6), code, "20170504")).ShouldBe("school-link.failed");
        Said(await Links(store, Person(6), code, "五月三日")).ShouldBe("school-link.birth-unreadable");
        (await Guardians(store)).ShouldBeEmpty();
        (await store.Peek<string>("select link_code::text from link_code")).ShouldAllBe(row => !row.Contains(code.Digits, StringComparison.Ordinal));
    }

    [Test]
    public void A_code_is_read_however_it_is_written_and_is_no_receipts()
    {
        var code = LinkCode.Of([1, 2, 3, 4, 5, 6, 7, 8]);
        LinkCode.In($"登録用紙のコード {code}").ShouldBe(code);
        LinkCode.In(string.Concat(code.Digits.Select(d => (char)(d - '0' + '０')))).ShouldBe(code);
        SlipCode.In(code.Digits).ShouldBeNull();
        LinkCode.In(SlipCode.Of([1, 2, 3, 4, 5, 6, 7, 8]).Digits).ShouldBeNull();
    }

    private static CitizenId Person(int n) => new($"U{n:x32}");

    private static async Task<LinkCode> Printed(TestDatabase store, Child child)
    {
        await store.Database.InTown(Town, async tx =>
        {
            await ChildTable.Add(tx, store.Sealer, Town, child, new DateOnly(2024, 4, 1), Now, default);
            return 0;
        }, default);
        return await Sheet(store, child.Id);
    }

    private static async Task<LinkCode> Sheet(TestDatabase store, ChildId child)
    {
        var code = LinkCodes.New();
        await store.Database.InTown(Town, async tx =>
        {
            await LinkCodeTable.Renew(tx, Town, child, Codes.Hash(Town, code), Now, Now + LinkDesk.Lives, default);
            return 0;
        }, default);
        return code;
    }

    private static Task<IReadOnlyList<GuardianLink>> Guardians(TestDatabase store) => store.Database.InTown(Town, tx => GuardianTable.Of(tx, Town, Hana.Id, default), default);

    private static Task<Verdict> Links(TestDatabase store, CitizenId citizen, LinkCode code, string birth, TimeSpan after = default) => store.Database.InTown(Town, tx =>
        new LinkDesk(store.Sealer, Codes).Take(
            new TurnContext(tx, Town, citizen, Guid.NewGuid().ToString("n"), Now + after),
            new Effect.Submit(LinkForm.Link.Id, Answers.None
                .With(LinkForm.Code, new Answer.Words(code.Digits)).With(LinkForm.Birth, new Answer.Words(birth)).With(LinkForm.Nickname, new Answer.Words("はな"))),
            default), default);

    private static string Said(Verdict verdict) => verdict switch
    {
        Verdict.Refused(Words.Phrase words, _) => words.Key,
        Verdict.Accepted { Told: [Effect.Say { Text: Words.Phrase words }] } => words.Key,
        _ => verdict.ToString(),
    };
}
