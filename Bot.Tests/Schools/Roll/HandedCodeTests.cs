using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Roll;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Roll;

/// <summary>A code that the school hands over links one guardian once within a day, and is the only way to a protected child.</summary>
public sealed class HandedCodeTests
{
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly LinkCodes Codes = new(new byte[32]);
    private static readonly Actor Teacher = new("staff", new Guid(7, 0, 0, new byte[8]).ToString("n"), "hoshimi");
    private static readonly Child Hana = new(
        new ChildId(NamedGuid.From("child", "hana")), "hoshimi-school", "101", new ChildPerson("星野 花", "ほしの はな", new DateOnly(2017, 5, 3), ""), true, null);

    [Test]
    public async Task A_protected_child_is_linked_by_it_once_and_the_link_says_who_made_it()
    {
        await using var store = await WithChild();
        var sheet = LinkCodes.New();
        await store.Database.InTown(Town, tx => LinkCodeTable.Renew(tx, Town, Hana.Id, Codes.Hash(Town, sheet), Now, Now + LinkDesk.Lives, default), default);
        Said(await Links(store, 1, sheet)).ShouldBe("school-link.failed", "no sheet opens a protected child");
        var code = await Handed(store);
        Said(await Links(store, 1, code)).ShouldBe("school-link.done");
        Said(await Links(store, 2, code)).ShouldBe("school-link.failed", "it was good once");
        var link = (await store.Database.InTown(Town, tx => GuardianTable.Of(tx, Town, Hana.Id, default), default)).ShouldHaveSingleItem();
        (link.BySchool, link.By, link.SeenAt).ShouldBe((true, Teacher, Now));
        (await store.Peek<string>("select action from audit_entry")).ShouldBe(["schools.link/by-school"]);
        (await store.Peek<string>("select handed_code::text from handed_code")).ShouldAllBe(row => !row.Contains(code.Digits, StringComparison.Ordinal));
    }

    [Test]
    public async Task It_is_good_for_a_day_needs_the_birth_date_and_falls_with_protection()
    {
        await using var store = await WithChild();
        var code = await Handed(store);
        Said(await Links(store, 1, code, after: LinkDesk.HandedLives)).ShouldBe("school-link.failed");
        Said(await Links(store, 1, code, birth: "20170504")).ShouldBe("school-link.failed");
        await store.Database.InTown(Town, tx => HandedCodeTable.Void(tx, Town, Hana.Id, Now, default), default);
        Said(await Links(store, 1, code)).ShouldBe("school-link.failed");
        var (first, second) = (await Handed(store), await Handed(store));
        Said(await Links(store, 1, first)).ShouldBe("school-link.done", "a code for the other guardian leaves the first one good");
        Said(await Links(store, 2, second)).ShouldBe("school-link.done");
    }

    [Test]
    public async Task Ten_wrong_birth_dates_lock_it_and_the_school_is_told_without_name_or_code()
    {
        await using var store = await WithChild();
        var code = await Handed(store);
        for (var n = 1; n <= 10; n++)
        {
            (await News(store)).ShouldBe(new RollNews(0, 0));
            Said(await Links(store, n, code, birth: $"201601{n:00}")).ShouldBe("school-link.failed");
        }

        Said(await Links(store, 20, code)).ShouldBe("school-link.failed");
        (await News(store)).ShouldBe(new RollNews(0, 1));
        var towns = new SchoolTowns(new Bot.Infrastructure.Settings.LiveRegion(DamageReports.DamageWorld.Region));
        var (department, waiting) = (await store.Database.InTown(Town, tx => RollNewsSearch.Waiting(tx, towns, Town, Now, default), default)).ShouldHaveSingleItem();
        (department, waiting.IsUnanswered, waiting.OpenedAt, waiting.Path).ShouldBe(("hoshimi-school", true, Now, "schools/roll/hoshimi-school"));
        var words = new Bot.Domain.StaffMessages.MessageWords("星見町", new Uri("https://bot.example/console/hoshimi/"), department);
        var message = new Bot.Domain.StaffMessages.StaffMessage(Bot.Domain.StaffMessages.MessageReason.New, 0, [], [waiting], [["new"]]);
        $"{words.Subject(message)}\n{words.Text(message)}".ShouldSatisfyAllConditions(
            t => t.ShouldContain("新しい学校・園の確認事項"), t => t.ShouldContain("保護者の登録コードが止まりました"), t => t.ShouldNotContain("花"), t => t.ShouldNotContain("通報"), t => t.ShouldNotContain($"{code}"));

        // The way out: what is void is no news any more.
        await store.Database.InTown(Town, tx => HandedCodeTable.Void(tx, Town, Hana.Id, Now, default), default);
        (await News(store)).ShouldBe(new RollNews(0, 0));
    }

    private static async Task<TestDatabase> WithChild()
    {
        var store = await TestDatabase.New();
        await store.Database.InTown(Town, tx => ChildTable.Add(tx, store.Sealer, Town, Hana, new DateOnly(2024, 4, 1), Now, default), default);
        return store;
    }

    private static async Task<LinkCode> Handed(TestDatabase store)
    {
        var code = LinkCodes.New();
        await store.Database.InTown(Town, tx => HandedCodeTable.Add(tx, Town, Hana.Id, Codes.Hash(Town, code), Teacher, Now, Now + LinkDesk.HandedLives, default), default);
        return code;
    }

    private static async Task<RollNews> News(TestDatabase store) =>
        (await store.Database.InTown(Town, tx => RollNewsSearch.Of(tx, Town, ["hoshimi-school"], Now, default), default))["hoshimi-school"];

    private static Task<Verdict> Links(TestDatabase store, int who, LinkCode code, string birth = "20170503", TimeSpan after = default) => store.Database.InTown(Town, tx =>
        new LinkDesk(store.Sealer, Codes).Take(
            new TurnContext(tx, Town, new CitizenId($"U{who:x32}"), Guid.NewGuid().ToString("n"), Now + after),
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
