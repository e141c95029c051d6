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

/// <summary>A guardian gives another nickname, or takes the own link away; nobody else's.</summary>
public sealed class OwnChildrenTests
{
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly CitizenId Mother = new($"U{1:x32}");
    private static readonly CitizenId Father = new($"U{2:x32}");
    private static readonly Guid Link = new(1, 0, 0, new byte[8]);

    [Test]
    public async Task Ones_own_link_is_renamed_and_ended_and_anothers_is_not()
    {
        await using var store = await TestDatabase.New();
        var child = new Child(new ChildId(Guid.NewGuid()), "hoshimi-school", "101", new ChildPerson("星野 花", "ほしの はな", new DateOnly(2017, 5, 3), ""), false, null);
        await store.Database.InTown(Town, async tx =>
        {
            await ChildTable.Add(tx, store.Sealer, Town, child, JapanTime.Day(Now), Now, default);
            return await GuardianTable.Link(tx, store.Sealer, Town, Link, child.Id, Mother, "はな", false, Now, default);
        }, default);

        (await Act(store, Father, LinkForm.Unlink)).ShouldBe("school-children.gone");
        (await Act(store, Mother, "keep")).ShouldBe("school-children.kept");
        (await Act(store, Mother, LinkForm.Rename, "はなちゃん")).ShouldBe("school-children.renamed");
        (await Names(store)).ShouldBe(["はなちゃん"]);
        (await Act(store, Mother, LinkForm.Unlink)).ShouldBe("school-children.unlinked");
        (await Names(store)).ShouldBeEmpty();
        (await Act(store, Mother, LinkForm.Unlink)).ShouldBe("school-children.gone");
        (await store.Peek<string>("select ended_why from guardian_link")).ShouldBe(["guardian"]);
    }

    [Test]
    public void The_forms_have_no_faults() => new[] { LinkForm.Own, LinkForm.Keep }.SelectMany(f => f.Faults()).ShouldBeEmpty();

    [Test]
    public void The_button_of_the_notice_keeps_the_link_with_one_tap_and_without_it_one_is_asked_which()
    {
        var submitted = new List<Effect.Submit>();
        Conversations.Talk Begun() => new(
            new Decider(new[] { LinkForm.Keep }.ToDictionary(f => f.Id), Bot.Infrastructure.Wording.WordingFiles.Load()), _ => (Items<OwnChild>)[new OwnChild(Link, "はな")],
            form =>
            {
                submitted.Add(form);
                return new Verdict.Accepted(Link, [new Effect.Say(new Words.Plain("kept"))]);
            });
        Begun().Taps($"start:school-link-keep?which={Link:n}").Now.Phase.ShouldBeOfType<Phase.Idle>();
        submitted.ShouldHaveSingleItem().Answers[LinkForm.Which].ShouldBe(new Answer.Chosen($"{Link:n}"));
        Begun().Taps("start:school-link-keep").IsAsked("which").Picks($"{Link:n}").Now.Phase.ShouldBeOfType<Phase.Idle>();
        submitted.Count.ShouldBe(2);
    }

    private static async Task<string> Act(TestDatabase store, CitizenId citizen, string act, string? nickname = null)
    {
        var answers = Answers.None.With(LinkForm.Which, new Answer.Chosen($"{Link:n}")).With(LinkForm.Act, new Answer.Chosen(act));
        answers = nickname is null ? answers : answers.With(LinkForm.Nickname, new Answer.Words(nickname));
        var desk = new OwnChildrenDesk(store.Sealer).Part.Desks[LinkForm.Own.Id];
        var verdict = await store.Database.InTown(Town, tx => desk(new TurnContext(tx, Town, citizen, Guid.NewGuid().ToString("n"), Now), new Effect.Submit(LinkForm.Own.Id, answers), default), default);
        return ((Words.Phrase)((Verdict.Accepted)verdict).Told.OfType<Effect.Say>().Single().Text).Key;
    }

    private static async Task<IEnumerable<string>> Names(TestDatabase store) =>
        (await store.Database.InTown(Town, tx => GuardianTable.ChildrenOf(tx, store.Sealer, Town, Mother, JapanTime.Day(Now), default), default)).Select(c => c.Nickname);
}
