using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Settings;
using Bot.Tests.BulkyWaste;
using Bot.Tests.DamageReports;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Schools.Absences.AbsenceWorld;

namespace Bot.Tests.Schools.Absences;

/// <summary>From the guardian's report to the mark that the school has seen it, on a real database.</summary>
public sealed class AbsenceStoryTests
{
    private static readonly TownId Town = TestDatabase.Hoshimi;
    private static readonly CitizenId Mother = new($"U{1:x32}");
    private static readonly CitizenId Father = new($"U{2:x32}");
    private static readonly Actor Teacher = new("staff", new Guid(7, 0, 0, new byte[8]).ToString("n"), "hoshimi");

    private TestDatabase _store = null!;
    private SchoolsModule _schools = null!;
    private SetClock _clock = null!;
    private int _causes;

    private static readonly ChildId Hana = new(NamedGuid.From("child", "101"));

    [SetUp]
    public async Task Open()
    {
        _store = await TestDatabase.New();
        _clock = new SetClock { Now = new DateTimeOffset(2026, 12, 1, 7, 30, 0, JapanTime.Offset) };
        _schools = new SchoolsModule(new LiveRegion(DamageWorld.Region), Tell, _store.Sealer, new Bot.Infrastructure.Schools.Roll.LinkCodes(new byte[32]), _clock);
        await In(async tx =>
        {
            var room = new SchoolClass(new ClassId(NamedGuid.From("class", "3-1")), Primary.Code, new SchoolYear(2026), 3, "1組");
            await ClassTable.Add(tx, Town, room, default);
            await ChildTable.Add(tx, _store.Sealer, Town, new Child(Hana, Primary.Code, "101", new ChildPerson("星野 花子", "ほしの はなこ", new(2017, 5, 3), ""), false, null), Today, _clock.Now, default);
            await ChildTable.Place(tx, Town, Hana, room.Id, 7, new(2026, 4, 1), default);
            await GuardianTable.Link(tx, _store.Sealer, Town, Guid.NewGuid(), Hana, Mother, "はな", false, _clock.Now, default);
            await GuardianTable.Link(tx, _store.Sealer, Town, Guid.NewGuid(), Hana, Father, "はなちゃん", false, _clock.Now, default);
            return true;
        });
    }

    [TearDown]
    public async Task Close() => await _store.DisposeAsync();

    [Test]
    public async Task A_report_reaches_the_sheet_is_seen_and_the_guardian_hears_of_it_without_name_or_reason()
    {
        var id = await Reported(Mother, "absent", Today);
        var (found, story) = (await Sheet()).Single();
        (found.Id, found.State, story).ShouldBe((id, AbsenceState.Sent, new AbsenceStory("influenza", "39度です")));
        (await _store.Peek<bool>("select position(convert_to('39', 'UTF8') in told) > 0 from school_absence")).ShouldBe([false], "it stands under seal");

        (await See(id)).ShouldBe(1);
        (await See(id)).ShouldBe(0, "it is seen already");
        var told = (await Told()).Single();
        told.ShouldBe((Mother.Value, "学校・園が連絡を確認しました。\nはな　欠席　12月1日（火）"));
        (await _store.Peek<string>("select action from audit_entry")).ShouldBe(["schools.absence/reported", "schools.change/absence-seen"]);
        (await Mine(id, "withdraw")).ShouldContain("ここでは変えられません");
        (await Sheet()).Count.ShouldBe(1);
    }

    [Test]
    public async Task Two_guardians_who_differ_both_hear_of_it_by_their_own_nickname_and_the_school_sees_both()
    {
        await Reported(Mother, "absent", Today);
        var receipt = await Submit(Father, "late", Today);
        DamageRig.Said(receipt).ShouldContain("はなちゃんについて、保護者の方からの連絡が分かれています");
        (await Told()).ShouldBe([(Mother.Value, "はなについて、保護者の方からの連絡が分かれています。学校・園には両方が届いています。")]);
        (await Sheet()).Select(s => s.Absence.Kind).ShouldBe([AbsenceKind.Absent, AbsenceKind.Late], ignoreOrder: true);
    }

    [Test]
    public async Task One_s_own_second_report_takes_the_place_of_the_first_and_the_same_turn_again_changes_nothing()
    {
        await Reported(Mother, "absent", Today);
        await Submit(Mother, "late", Today, "again");
        await Submit(Mother, "late", Today, "again");
        (await Sheet()).Single().Absence.Kind.ShouldBe(AbsenceKind.Late);
        (await Told()).ShouldBeEmpty();
        (await Mine((await Sheet()).Single().Absence.Id, "withdraw")).ShouldContain("取り消しました");
        (await Sheet()).ShouldBeEmpty();
    }

    [Test]
    public async Task After_the_hour_of_the_school_the_receipt_asks_to_telephone_and_at_one_past_midnight_yesterday_is_refused()
    {
        DamageRig.Said(await Submit(Mother, "absent", Today)).ShouldNotContain("電話");
        _clock.Now = JapanTime.At(Today, new TimeOnly(8, 16));
        var late = await Submit(Mother, "absent", Today);
        DamageRig.Said(late).ShouldContain("電話もしてください");
        late.ShouldBeOfType<Verdict.Accepted>().Told.OfType<Effect.Say>().Single().Buttons.OfType<Button.Call>().Single().Telephone.ShouldBe("0999-21-2101");
        _clock.Now = JapanTime.At(Today.AddDays(1), new TimeOnly(0, 1));
        (await Submit(Mother, "absent", Today)).ShouldBeOfType<Verdict.Refused>().Revisit.ShouldBe(AbsenceForms.Day);
    }

    [Test]
    public async Task A_typhoon_closes_the_day_until_it_is_undone()
    {
        await In(async tx => { await SchoolDayTable.Decide(tx, Town, Primary.Code, new SchoolDay(Today, false, "台風のため"), Teacher, _clock.Now, default); return true; });
        (await Submit(Mother, "absent", Today)).ShouldBeOfType<Verdict.Refused>();
        await In(async tx => { await SchoolDayTable.Undo(tx, Town, Primary.Code, Today, default); return true; });
        (await Submit(Mother, "absent", Today)).ShouldBeOfType<Verdict.Accepted>();
    }

    [Test]
    public async Task Yesterdays_report_is_repeated_with_its_reason()
    {
        await Reported(Mother, "absent", Today);
        _clock.Now = _clock.Now.AddDays(1);
        var answers = Answers.None.With(AbsenceForms.Child, new Answer.Skipped()).With(AbsenceForms.Kind, new Answer.Chosen("again"));
        (await Desk(Mother, new Effect.Submit(AbsenceForms.Absence.Id, answers), "repeat")).ShouldBeOfType<Verdict.Accepted>();
        var (again, story) = (await Sheet(Today.AddDays(1))).Single();
        (again.Days, story.Reason).ShouldBe((new DaySpan(Today.AddDays(1), Today.AddDays(1)), "influenza"));
    }

    [Test]
    public async Task A_correction_that_comes_after_the_school_has_looked_is_answered_with_the_schools_number()
    {
        var id = await Reported(Mother, "absent", Today);
        var answers = Answers.None.With(AbsenceForms.Report, new Answer.Chosen($"{id:n}")).With(AbsenceForms.Kind, new Answer.Chosen("late")).With(AbsenceForms.Day, new Answer.Day(Today))
            .With(AbsenceForms.Hour, new Answer.Chosen("10:00"));
        (await Desk(Mother, new Effect.Submit(AbsenceForms.Fix.Id, answers), "fix")).ShouldBeOfType<Verdict.Accepted>();
        var (late, _) = (await Sheet()).Single();
        late.ExpectedAt.ShouldBe(new TimeOnly(10, 0));
        await See(late.Id);
        var again = await Desk(Mother, new Effect.Submit(AbsenceForms.Fix.Id, answers.With(AbsenceForms.Report, new Answer.Skipped())), "late-fix");
        DamageRig.Said(again).ShouldContain("ここでは変えられません");
        again.ShouldBeOfType<Verdict.Accepted>().Told.OfType<Effect.Say>().Single().Buttons.OfType<Button.Call>().Single().Telephone.ShouldBe("0999-21-2101");
        (await Sheet()).Single().Absence.Id.ShouldBe(late.Id);
    }

    [Test]
    public async Task A_range_over_days_without_school_is_taken_and_says_so()
    {
        var answers = Answers.None.With(AbsenceForms.Child, new Answer.Skipped()).With(AbsenceForms.Kind, new Answer.Chosen("absent")).With(AbsenceForms.Day, new Answer.Chosen("range"))
            .With(AbsenceForms.First, new Answer.Day(new(2026, 12, 4))).With(AbsenceForms.Last, new Answer.Day(new(2026, 12, 7)));
        DamageRig.Said(await Desk(Mother, new Effect.Submit(AbsenceForms.Absence.Id, answers), "range")).ShouldContain("お休みの日が2日あります（12月5日（土）など）");
        (await _store.Peek<string>("select action from audit_entry")).ShouldBe(["schools.absence/reported"]);
    }

    private async Task<Guid> Reported(CitizenId who, string kind, DateOnly day) => (await Submit(who, kind, day)).ShouldBeOfType<Verdict.Accepted>().Submission;

    private Task<Verdict> Submit(CitizenId who, string kind, DateOnly day, string? cause = null) => Desk(who, new Effect.Submit(
        AbsenceForms.Absence.Id,
        Answers.None.With(AbsenceForms.Child, new Answer.Skipped()).With(AbsenceForms.Kind, new Answer.Chosen(kind)).With(AbsenceForms.Day, new Answer.Day(day))
            .With(AbsenceForms.Told, new Answer.Chosen("influenza")).With(AbsenceForms.Remark, new Answer.Words("39度です"))), cause ?? $"test/{++_causes}");

    private Task<Verdict> Desk(CitizenId who, Effect.Submit form, string cause) =>
        In(tx => _schools.Module.Desks[form.Form](new TurnContext(tx, Town, who, cause, _clock.Now), form, default));

    private async Task<string> Mine(Guid id, string what) => DamageRig.Said(await Desk(Mother, new Effect.Submit(
        AbsenceForms.Mine.Id, Answers.None.With(AbsenceForms.Report, new Answer.Chosen($"{id:n}")).With(AbsenceForms.What, new Answer.Chosen(what))), "mine"));

    private Task<int> See(Guid id) => In(tx => _schools.Absences.Room.See(tx, Town, Primary, [id], Teacher, default));

    private Task<IReadOnlyList<(Absence Absence, AbsenceStory Story)>> Sheet(DateOnly? day = null) =>
        In(tx => AbsenceSearch.OfSchool(tx, _store.Sealer, Town, Primary.Code, new DaySpan(day ?? Today, day ?? Today), default));

    private Task<IReadOnlyList<(string Citizen, string Text)>> Told() =>
        _store.Peek<(string, string)>("select citizen_id, convert_from(body, 'UTF8') from outbox where kind = 'line.messages' order by seq");

    private Task<T> In<T>(Func<Npgsql.NpgsqlTransaction, Task<T>> work) => _store.Database.InTown(Town, work, default);

    private static Task<OutboxRow> Tell(
        Npgsql.NpgsqlTransaction tx, TownId town, CitizenId citizen, string cause, Items<Effect> effects, DateTimeOffset now, CancellationToken stop) =>
        Task.FromResult(new OutboxRow(
            NamedGuid.From($"{town}/{cause}", "messages"), citizen, Lane.Notice, "line.messages", Encoding.UTF8.GetBytes(BulkyRig.Text(effects)), null, null, now));
}
