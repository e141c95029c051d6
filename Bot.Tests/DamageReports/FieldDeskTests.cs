using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>Steps from the place on a real database: each counts once, and nothing that was written or photographed is lost.</summary>
[TestFixture]
internal sealed class FieldDeskTests
{
    private static readonly Picture Photo = new(PictureKind.Jpeg, 1, 1, "whole"u8.ToArray(), "small"u8.ToArray());

    private static readonly VeiledPicture Copy = new("copy"u8.ToArray(), "little"u8.ToArray());

    private DamageRig _rig = null!;
    private Guid _case;

    [SetUp]
    public async Task Open()
    {
        _rig = await DamageRig.New();
        _case = await _rig.Reported("pothole", DamageWorld.Honcho);
    }

    [TearDown]
    public async Task Close() => await _rig.DisposeAsync();

    private FieldStep Step(FieldAct act, int minutesAgo = 0, Guid? of = null) =>
        new(Guid.NewGuid(), of ?? _case, act, new Guid(1, 2, 3, new byte[8]), 1, _rig.Clock.Now.AddYears(3), _rig.Clock.Now.AddMinutes(-minutesAgo));

    private Task<HeardStep?> Takes(FieldStep step, string words = "", params FieldPicture[] pictures) =>
        _rig.In(DamageRig.Hoshimi, tx => _rig.Service.Field.Take(tx, new Notes(_rig.Store.Sealer), DamageRig.Hoshimi, step, new FieldNote(words, null, [.. pictures]), DamageRig.Clerk.Actor, default));

    private Task<IReadOnlyList<string>> Timeline(Guid id) =>
        _rig.Store.Peek<string>("select kind || coalesce(' ' || detail::text, '') from timeline where subject = @subject order by at, kind", new { subject = $"{id:n}" });

    [Test]
    public async Task A_batch_that_comes_twice_even_at_once_has_one_effect()
    {
        FieldStep[] batch = [Step(new FieldAct.Begin()), Step(new FieldAct.Work(IsAfter: false)), Step(new FieldAct.Finish())];
        foreach (var step in batch)
        {
            var heard = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Takes(step, "穴を確認した", new FieldPicture(Photo, Copy))));
            heard.ShouldAllBe(h => h == new HeardStep(step.Id, _case, FieldOutcome.Counts, 1));
        }

        foreach (var step in batch)
        {
            (await Takes(step, "穴を確認した", new FieldPicture(Photo, Copy))).ShouldBe(new HeardStep(step.Id, _case, FieldOutcome.Counts, 1));
        }

        (await _rig.Case(_case)).State.ShouldBe(new ReportState.Done());
        (await _rig.Told()).Count.ShouldBe(2, "begun and done, each once");
        (await _rig.Store.Peek<long>("select count(*) from damage_step")).ShouldBe([3]);
        (await _rig.Store.Peek<long>("select count(*) from damage_photo where case_id = @id", new { id = _case })).ShouldBe([3]);
        (await _rig.Store.Peek<long>("select count(*) from timeline where kind = 'note'")).ShouldBe([3]);
        (await _rig.Store.Peek<long>("select count(*) from audit_entry where action like 'damage-reports.field/%'")).ShouldBe([3]);
        (await _rig.Store.Peek<long>("select count(*) from photo_published")).ShouldBe([1], "only with done do pictures go to residents");
        (await _rig.Store.Peek<bool>("select bool_and(phone_at > heard_at + interval '2 years') from damage_step")).ShouldBe([true], "what the phone claims is kept as a claim");
    }

    [Test]
    public async Task Who_was_quicker_wins_and_what_the_slower_did_is_kept()
    {
        await _rig.Done(_case, new CaseMove.FindNothing());
        (await Takes(Step(new FieldAct.Finish()), "穴をふさいだ", new FieldPicture(Photo, Copy)))!.Outcome.ShouldBe(FieldOutcome.Overtaken);
        (await _rig.Case(_case)).State.ShouldBe(new ReportState.CannotReproduce());
        (await Timeline(_case)).ShouldContain(l => l.StartsWith("field-overtaken", StringComparison.Ordinal) && l.Contains("finish"));
        (await _rig.Store.Peek<long>("select count(*) from timeline where kind = 'note'")).ShouldBe([1]);
        (await _rig.In(DamageRig.Hoshimi, tx => WorkPhotoTable.Of(tx, DamageRig.Hoshimi, _case, default))).Count.ShouldBe(1);
        (await _rig.Store.Peek<long>("select count(*) from photo_published")).ShouldBe([0]);

        var other = await _rig.Reported("pothole", DamageWorld.Route918, 2);
        await _rig.Done(other, new CaseMove.Finish());
        (await Takes(Step(new FieldAct.Finish(), of: other)))!.Outcome.ShouldBe(FieldOutcome.SaidAlready);
        (await _rig.Told()).Count(t => t.Citizen == DamageRig.Resident(2).Value).ShouldBe(1, "the second 'done' is told to nobody");
    }

    [Test]
    public async Task What_was_merged_meanwhile_is_kept_where_it_goes_on()
    {
        var into = await _rig.Reported("pothole", DamageWorld.Route918, 2);
        await _rig.Done(_case, new CaseMove.Merge(into));
        var heard = (await Takes(Step(new FieldAct.Finish()), "ふさいだ", new FieldPicture(Photo)))!;
        (heard.Case, heard.Outcome, heard.Photos).ShouldBe((into, FieldOutcome.Overtaken, 1));
        (await _rig.Case(into)).State.ShouldBe(new ReportState.New());
        (await Timeline(into)).ShouldContain(l => l.StartsWith("field-overtaken", StringComparison.Ordinal) && l.Contains("D08-00001"));
        (await _rig.Store.Peek<string>("select subject from timeline where kind = 'note'")).ShouldBe([$"{into:n}"]);
    }

    [Test]
    public async Task A_step_from_before_the_case_was_taken_up_again_does_not_close_it()
    {
        await _rig.Done(_case, new CaseMove.Finish());
        _rig.Clock.Now = _rig.Clock.Now.AddHours(1);
        await _rig.Done(_case, new CaseMove.Reopen());
        _rig.Clock.Now = _rig.Clock.Now.AddHours(1);
        (await Takes(Step(new FieldAct.FindNothing(NothingFound.NotThere), minutesAgo: 90), "見当たらない"))!.Outcome.ShouldBe(FieldOutcome.Overtaken);
        (await _rig.Case(_case)).State.ShouldBe(new ReportState.Accepted());
        (await Timeline(_case)).ShouldContain(l => l.StartsWith("field-overtaken", StringComparison.Ordinal) && l.Contains("\"made\""));
        (await Takes(Step(new FieldAct.FindNothing(NothingFound.NotThere), minutesAgo: 30)))!.Outcome.ShouldBe(FieldOutcome.Counts);
    }

    [Test]
    public async Task Who_begins_takes_it_and_who_gives_it_back_lays_it_down()
    {
        await Takes(Step(new FieldAct.Begin()));
        var at = DamageDesk.Subject(DamageRig.Hoshimi, _case);
        (await _rig.In(DamageRig.Hoshimi, tx => CaseDeskTable.Find(tx, at, default)))!.Assignee.ShouldBe(new StaffId(new Guid(7, 0, 0, new byte[8])));
        await Takes(Step(new FieldAct.GiveBack(GivenBack.Contractor)), "事務所に戻す：業者への発注が必要");
        (await _rig.In(DamageRig.Hoshimi, tx => CaseDeskTable.Find(tx, at, default)))!.IsFree.ShouldBeTrue();
        (await _rig.Case(_case)).State.ShouldBe(new ReportState.InWork(), "giving back tells residents nothing");
        (await _rig.Told()).Count.ShouldBe(1);
        await Takes(Step(new FieldAct.PutOff(PutOffFor.Weather, new(2026, 12, 20))), "見送り：天気");
        (await _rig.Case(_case)).State.ShouldBe(new ReportState.Planned(new(2026, 12, 20)));
    }

    [Test]
    public async Task Without_room_for_pictures_the_words_are_kept_all_the_same()
    {
        for (var n = 0; n < WorkDesk.MostOfCase / 5; n++)
        {
            await Takes(Step(new FieldAct.Inspect()), "", [.. Enumerable.Repeat(new FieldPicture(Photo), 5)]);
        }

        var step = Step(new FieldAct.Finish());
        var heard = (await Takes(step, "終わった", new FieldPicture(Photo, Copy)))!;
        (heard.Outcome, heard.Photos).ShouldBe((FieldOutcome.Counts, 0));
        (await _rig.Store.Peek<long>("select count(*) from timeline where kind = 'note'")).ShouldBe([1]);
        (await Takes(step)).ShouldBe(heard);
    }

    [Test]
    public async Task Another_towns_case_is_not_there_and_the_list_is_ones_own()
    {
        var theirs = await _rig.Reported("pothole", DamageWorld.Yakubamae, 5, town: DamageRig.Kawabe);
        (await Takes(Step(new FieldAct.Finish(), of: theirs), "x")).ShouldBeNull();
        (await Takes(Step(new FieldAct.Finish(), of: Guid.NewGuid()), "x")).ShouldBeNull();
        (await _rig.Store.Peek<long>("select count(*) from damage_step")).ShouldBe([0]);

        (await List(FieldScope.Department, "construction")).ShouldBe([_case], "with one's own department");
        (await List(FieldScope.Mine, "construction")).ShouldBeEmpty();
        await _rig.Store.Peek<int>("insert into department (town_id, code, name, services, place) values ('hoshimi', 'construction', '建設課', '{damage-reports}', 1) returning 1");
        (await List(FieldScope.Department, "water")).ShouldBeEmpty("it lies with another department");
        await Takes(Step(new FieldAct.Begin()));
        (await List(FieldScope.Department, "water")).ShouldBe([_case], "I began");
        (await List(FieldScope.Mine)).ShouldBe([_case]);
        await _rig.Done(_case, new CaseMove.Finish());
        (await List(FieldScope.All)).ShouldBeEmpty();
    }

    private async Task<List<Guid>> List(FieldScope scope, params string[] departments) =>
        [.. (await _rig.In(DamageRig.Hoshimi, tx => FieldSearch.Open(tx, DamageRig.Hoshimi, scope, new StaffId(new Guid(7, 0, 0, new byte[8])), departments, 10, default))).Select(c => c.Id)];
}
