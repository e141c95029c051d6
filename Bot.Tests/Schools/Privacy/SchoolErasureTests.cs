using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Schools.Privacy;
using Bot.Infrastructure.Settings;
using Bot.Tests.DamageReports;
using Bot.Tests.Line.Sending;
using Bot.Tests.Postgres;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Privacy;

/// <summary>Who asks what schools hold about them gets all of it and nobody else's; and what has been kept long enough goes.</summary>
public sealed class SchoolErasureTests
{
    private const string School = "hoshimi-school";
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly DateOnly Today = JapanTime.Day(Now);
    private static readonly CitizenId Mother = new($"U{1:x32}");
    private static readonly CitizenId Father = new($"U{2:x32}");
    private static readonly Actor Clerk = new("staff", "clerk", "hoshimi");

    [Test]
    public async Task A_guardian_gets_what_is_the_guardians_and_is_taken_out_of_it()
    {
        await using var store = await TestDatabase.New();
        var (hana, reported) = await Filled(store);
        var part = new GuardianPart(Schools(), store.Sealer).Part;

        var found = await In(store, tx => part.Find(tx, Town, "ホシノ", 10, default));
        found.Select(h => (h.Citizen, h.Name)).ShouldBe([(Mother, "星野 花の保護者"), (Father, "星野 花の保護者")]);
        var hits = await In(store, tx => part.Of(tx, Town, [found[0].Id], [], default));
        var held = (await In(store, tx => part.Held(tx, Town, hits, default))).ToJsonString(Readable);
        held.ShouldContain("はなちゃん");
        held.ShouldContain("夜に熱");
        foreach (var said in (string[])["運動会のお知らせ", "お大事に", "なすが苦手", "学校だより", "\"同意する\""])
        {
            held.ShouldContain(said);
        }

        held.ShouldNotContain("父から");
        held.ShouldNotContain("同意しない");

        (await In(store, tx => part.Hinders(tx, Town, hits, default))).ShouldBeNull();
        (await In(store, tx => part.Erase(tx, Town, hits, Now, default))).Select(e => e.Id).ShouldBe([$"{found[0].Id:n}"]);
        (await In(store, tx => part.Of(tx, Town, [], [Mother.Value], default))).ShouldBeEmpty();
        (await In(store, tx => GuardianTable.Of(tx, Town, hana, default))).Select(g => g.Citizen).ShouldBe([Father]);
        (await store.Peek<long>("select count(*) from school_letter_reader where citizen_id = @Value", new { Mother.Value })).ShouldBe([0]);
        (await store.Peek<long>("select count(*) from school_answer where content is not null or citizen_id <> ''")).ShouldBe([0]);
        (await store.Peek<long>("select count(*) from school_reply_reader where citizen_id = @Value", new { Mother.Value })).ShouldBe([0]);
        (await store.Peek<string>("select citizen_id from school_consent")).ShouldBe([Father.Value]);
        var kept = await In(store, tx => AbsenceSearch.OfSchool(tx, store.Sealer, Town, School, new DaySpan(Today, Today), default));
        kept.Select(a => (a.Absence.Kind, a.Absence.Citizen, a.Story.Remark)).ShouldBe([(AbsenceKind.Absent, null, null), (AbsenceKind.Late, Father, "父から")], "the day stays, who told it and why do not");
        (await In(store, tx => AbsenceSearch.Read(tx, Town, reported, default)))!.State.ShouldBe(AbsenceState.Sent);
    }

    [Test]
    public async Task A_child_on_the_roll_is_disclosed_and_not_erased_and_one_that_left_is()
    {
        await using var store = await TestDatabase.New();
        var (hana, _) = await Filled(store);
        var part = new ChildPart(Schools(), store.Sealer, new StoppedClock(Now)).Part;
        var hits = await In(store, tx => part.Find(tx, Town, "101", 10, default));

        hits.Select(h => (h.Id, h.Name)).ShouldBe([(hana.Value, "星野 花")]);
        var held = (await In(store, tx => part.Held(tx, Town, hits, default))).ToJsonString(Readable);
        foreach (var said in (string[])["2017-05-03", "3年2組", "夜に熱", "父から", "乗車", "インフルエンザ", "お大事に", "なすが苦手", "同意しない"])
        {
            held.ShouldContain(said);
        }

        (await In(store, tx => part.Hinders(tx, Town, hits, default))).ShouldNotBeNull().ShouldContain("在籍している");
        await In(store, async tx =>
        {
            var child = await ChildTable.Read(tx, store.Sealer, Town, hana, default);
            await ChildTable.Save(tx, store.Sealer, Town, child! with { LeftOn = Today }, Now, default);
            return true;
        });
        (await In(store, tx => part.Hinders(tx, Town, hits, default))).ShouldBeNull();
        await In(store, tx => part.Erase(tx, Town, hits, Now, default));
        (await In(store, tx => part.Find(tx, Town, "星野", 10, default))).ShouldBeEmpty();
        (await store.Peek<long>("select count(*) from school_absence where told is not null")).ShouldBe([0]);
        (await store.Peek<long>("select count(*) from guardian_link where citizen_id <> '' or nickname is not null")).ShouldBe([0]);
        (await store.Peek<long>("select (select count(*) from school_reply where words is not null) + (select count(*) from school_answer where content is not null) + (select count(*) from school_consent)")).ShouldBe([0]);
    }

    [Test]
    public async Task A_protected_child_is_found_by_nobody_and_a_held_one_is_kept()
    {
        await using var store = await TestDatabase.New();
        var (hana, _) = await Filled(store);
        var guardians = new GuardianPart(Schools(), store.Sealer).Part;
        var links = await In(store, tx => guardians.Find(tx, Town, "101", 10, default));
        await In(store, async tx =>
        {
            await ErasureTable.Hold(tx, Town, SchoolsModule.Name, $"{hana.Value:n}", "審査請求", "clerk", Now, default);
            return true;
        });
        (await In(store, tx => guardians.Hinders(tx, Town, links, default))).ShouldNotBeNull().ShouldContain("消去を止めている");

        await In(store, async tx =>
        {
            var child = await ChildTable.Read(tx, store.Sealer, Town, hana, default);
            await ChildTable.Save(tx, store.Sealer, Town, child! with { IsProtected = true }, Now, default);
            return true;
        });
        (await In(store, tx => guardians.Find(tx, Town, "101", 10, default))).ShouldBeEmpty();
        (await In(store, tx => guardians.Of(tx, Town, [], [Mother.Value], default))).Single().Name.ShouldBeNull("who asks may be the one it is protected from");
        var children = new ChildPart(Schools(), store.Sealer, new StoppedClock(Now)).Part;
        (await In(store, tx => children.Of(tx, Town, [hana.Value], [], default))).ShouldBeEmpty();
    }

    [Test]
    public async Task What_has_been_kept_long_enough_goes_and_what_is_held_stays()
    {
        await using var store = await TestDatabase.New();
        var (hana, reported) = await Filled(store);
        Erase[] rules = [SchoolRetentionTable.Reasons, SchoolRetentionTable.Replies, SchoolRetentionTable.Asks, SchoolRetentionTable.Scans, SchoolRetentionTable.Steps, GuardianErasureTable.Old, ChildErasureTable.Old];
        await In(store, async tx =>
        {
            var child = await ChildTable.Read(tx, store.Sealer, Town, hana, default);
            await ChildTable.Save(tx, store.Sealer, Town, child! with { LeftOn = Today }, Now, default);
            foreach (var link in await GuardianTable.Of(tx, Town, hana, default))
            {
                await GuardianTable.End(tx, Town, link.Id, LinkEnd.Left, Now, default);
            }

            await ErasureTable.Hold(tx, Town, SchoolsModule.Name, $"{hana.Value:n}", "審査請求", "clerk", Now, default);
            return true;
        });

        async Task<int[]> Erased(DateTimeOffset before)
        {
            var counts = new List<int>();
            foreach (var rule in rules)
            {
                counts.Add((await In(store, tx => rule(tx, Town, before, 100, default))).Count);
            }

            return [.. counts];
        }

        (await Erased(Now.AddDays(2))).ShouldBe([0, 0, 1, 0, 0, 0, 0], "held, but for what was asked of all");
        await In(store, async tx =>
        {
            await ErasureTable.Release(tx, Town, SchoolsModule.Name, $"{hana.Value:n}", default);
            return true;
        });
        (await Erased(Now)).ShouldBe([0, 0, 0, 0, 0, 0, 0], "a day too early");
        (await Erased(Now.AddDays(1))).ShouldBe([2, 1, 0, 1, 1, 2, 1]);
        (await Erased(Now.AddDays(1))).ShouldBe([0, 0, 0, 0, 0, 0, 0]);
        (await In(store, tx => AbsenceSearch.Read(tx, Town, reported, default)))!.Kind.ShouldBe(AbsenceKind.Absent);
        (await store.Peek<long>("select count(*) from child where person is not null")).ShouldBe([0]);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A child with two guardians who both reported today, a letter to both, a ride and a step of an alarm.</summary>
    private static async Task<(ChildId Hana, Guid Reported)> Filled(TestDatabase store)
    {
        var (hana, reported) = (new ChildId(Guid.NewGuid()), Guid.NewGuid());
        await In(store, async tx =>
        {
            var room = new SchoolClass(new ClassId(Guid.NewGuid()), School, new SchoolYear(2026), 3, "2組");
            await ClassTable.Add(tx, Town, room, default);
            await ChildTable.Add(tx, store.Sealer, Town, new Child(hana, School, "101", new ChildPerson("星野 花", "ほしの はな", new DateOnly(2017, 5, 3), "0999-21-0001"), false, null), Today.AddDays(-30), Now, default);
            await ChildTable.Place(tx, Town, hana, room.Id, 7, Today.AddDays(-30), default);
            await GuardianTable.Link(tx, store.Sealer, Town, Guid.NewGuid(), hana, Mother, "はなちゃん", false, Now.AddDays(-20), default);
            await GuardianTable.Link(tx, store.Sealer, Town, Guid.NewGuid(), hana, Father, "花", false, Now.AddDays(-10), default);
            var days = new DaySpan(Today, Today);
            await AbsenceTable.Add(tx, store.Sealer, Town, new Absence(reported, School, hana, Mother, AbsenceKind.Absent, days, AbsenceState.Sent, Now, null), new AbsenceStory("influenza", "夜に熱"), null, default);
            await AbsenceTable.Add(tx, store.Sealer, Town, new Absence(Guid.NewGuid(), School, hana, Father, AbsenceKind.Late, days, AbsenceState.Sent, Now.AddMinutes(1), null), new AbsenceStory(null, "父から"), null, default);
            var letter = new SchoolLetter(Guid.NewGuid(), School, LetterKind.Letter, new LetterContent("運動会のお知らせ", "雨のときは中止です。"), [], Today, Now, null);
            await SchoolLetterTable.Add(tx, store.Sealer, Town, letter, Clerk, default);
            foreach (var (guardian, n) in ((CitizenId, byte)[])[(Mother, 1), (Father, 2)])
            {
                await LetterReaderTable.Add(tx, Town, new LetterReader(Guid.NewGuid(), letter.Id, guardian, null, null, null), [.. Enumerable.Repeat(n, 32)], default);
            }

            var reply = new TeacherReply(Guid.NewGuid(), reported, "お大事に。宿題は机に入れます。", Now);
            await ReplyTable.Add(tx, store.Sealer, Town, reply, Clerk, default);
            await ReplyTable.Add(tx, Town, new ReplyReader(Guid.NewGuid(), reply.Id, Mother, null), [.. Enumerable.Repeat((byte)3, 32)], default);
            var ask = new Ask(Guid.NewGuid(), School, AskKind.Survey, new AskContent("給食", [new SurveyQuestion("苦手な物", QuestionKind.Text, [], false)]), false, Today, null, Now);
            await AskTable.Save(tx, store.Sealer, Town, ask, Clerk, default);
            await AnswerTable.Add(tx, store.Sealer, Town, ask.Id, new AnswerRow(Guid.NewGuid(), new Answered(hana, Guid.NewGuid(), [new SurveyAnswer([], "なすが苦手")]), 1, AnswerChannel.Page, Mother, Now), Clerk, default);
            await ConsentTable.SetKinds(tx, Town, School, ["学校だより"], Now, default);
            var kind = (await ConsentTable.Kinds(tx, Town, School, default)).Single().Id;
            await ConsentTable.Add(tx, Town, new ConsentWord(kind, hana, Mother, true, Now), Clerk, default);
            await ConsentTable.Add(tx, Town, new ConsentWord(kind, hana, Father, false, Now), Clerk, default);
            await ScanTable.Add(tx, Town, School, Today, Guid.Empty, new Scan(Guid.NewGuid(), ScanKind.Board, hana, 1, null, Guid.NewGuid(), 1, Now, Now), Now, Clerk, default);
            await ArrivalStepTable.Take(tx, Town, School, Today, Guid.Empty, new DueStep(new Watched.Pupil(hana), 1, AlarmStep.Guardian, Reason.NotAlighted, Now), Now, default);
            return true;
        });
        return (hana, reported);
    }

    private static SchoolTowns Schools() => new(new LiveRegion(DamageWorld.Region));

    private static Task<T> In<T>(TestDatabase store, Func<NpgsqlTransaction, Task<T>> act) => store.Database.InTown(Town, act, default);
}
