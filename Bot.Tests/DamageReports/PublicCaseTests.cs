using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>What the database gives to the public.</summary>
[Category("database")]
public sealed class PublicCaseTests
{
    private DamageRig _rig = null!;

    [OneTimeSetUp]
    public async Task Open() => _rig = await DamageRig.New();

    [OneTimeTearDown]
    public ValueTask Close() => _rig.DisposeAsync();

    [Test]
    public async Task The_list_shows_exactly_what_the_rules_say_in_every_combination()
    {
        var plan = _rig.Service.Towns[DamageRig.Hoshimi];
        var live = await _rig.Reported("pothole", DamageWorld.Honcho);
        var cases = new List<(Guid Id, string Kind, string State)>();
        var said = new (bool? Shown, bool Was)[] { (null, false), (true, true), (false, true), (false, false) };
        foreach (var kind in (string[])["pothole", "park", "gas"])
        {
            foreach (var state in (string[])["new", "planned", "done", "not-ours", "duplicate", "not-found"])
            {
                foreach (var (shown, was) in said)
                {
                    foreach (var (days, target) in ((int, string)[])[(1, "department:construction"), (1, "town:kawabe"), (200, "department:construction")])
                    {
                        var id = await _rig.Reported(kind, DamageWorld.Honcho, resident: cases.Count + 2);
                        await _rig.Store.Peek<int>("""
                            update damage_case set state = @state, planned_on = case when @state = 'planned' then date '2026-12-20' end, duplicate_of = case when @state = 'duplicate' then @live end,
                                   passed_to = case when @state = 'not-ours' then 'office:route-918' end, target = @target, changed_at = @changed where case_id = @id returning 1
                            """, new { id, state, live, target, changed = _rig.Clock.Now.AddDays(-days) });
                        if (shown is { } said1)
                        {
                            await _rig.Store.Peek<int>("""
                                insert into damage_publication (town_id, case_id, shown, was_shown, changed_at, staff_id, staff_home) values ('hoshimi', @id, @said1, @at, now(), 'x', 'hoshimi') returning 1
                                """, new { id, said1, at = was ? _rig.Clock.Now : (DateTimeOffset?)null });
                        }

                        cases.Add((id, kind, state));
                    }
                }
            }
        }

        var page = await Page(new PublicFilter());
        var standings = new Dictionary<Guid, PublicStanding>();
        foreach (var (id, _, _) in cases)
        {
            var stored = await _rig.Case(id);
            standings[id] = await _rig.In(DamageRig.Hoshimi, tx => PublicCaseSearch.Standing(tx, plan, stored, _rig.Clock.Now, default));
            var found = await _rig.In(DamageRig.Hoshimi, tx => PublicCaseSearch.Numbered(tx, _rig.Service.Towns, plan, stored.Number, _rig.Clock.Now, default));
            found.ShouldBeOfType(standings[id] switch
            {
                PublicStanding.Shown => typeof(PublicFound.Shown),
                PublicStanding.Merged => typeof(PublicFound.Moved),
                PublicStanding.Never or PublicStanding.Waiting => typeof(PublicFound.Unknown),
                _ => typeof(PublicFound.Gone),
            });
        }

        page.Cases.Select(c => c.Id).ShouldBe([.. standings.Where(s => s.Value is PublicStanding.Shown).Select(s => s.Key), live], ignoreOrder: true);
        standings.Values.Distinct().Count().ShouldBe(Enum.GetValues<PublicStanding>().Length, "each of them occurs");
        page.Total.ShouldBe(page.Cases.Count);
        page.Cases.Select(c => c.Kind).ShouldNotContain("gas");

        (await Page(new PublicFilter { IsOpen = true })).Cases.ShouldAllBe(c => c.State.IsOpen);
        (await Page(new PublicFilter { IsOpen = false })).Total.ShouldBe(page.Cases.Count(c => !c.State.IsOpen));
        (await Page(new PublicFilter { Kinds = ["park"] })).Total.ShouldBe(page.Cases.Count(c => c.Kind == "park"));
        (await Page(new PublicFilter { Numbers = [page.Cases[0].Number] })).Cases.Single().Number.ShouldBe(page.Cases[0].Number);
        (await Page(new PublicFilter { Until = _rig.Clock.Now.AddSeconds(-1) })).Total.ShouldBe(0);
    }

    [Test]
    public async Task Steps_are_told_without_notes_and_letters_and_answers_until_they_are_taken_back()
    {
        var id = await _rig.Reported("street-lamp", DamageWorld.Honcho, resident: 900);
        await _rig.Done(id, new CaseMove.Accept());
        await _rig.Done(id, new CaseMove.Plan(new DateOnly(2026, 12, 24)));
        var answer = Guid.NewGuid();
        await _rig.In(DamageRig.Hoshimi, async tx =>
        {
            await _rig.Service.Cases.Note(tx, new Bot.Infrastructure.Casework.Notes(_rig.Store.Sealer), DamageRig.Hoshimi, id, DamageRig.Clerk.Actor, Guid.NewGuid(), "内輪の話", default);
            await _rig.Service.Publications.Answer(tx, await Stored(tx, id), DamageRig.Clerk.Actor, answer, "部品を注文しました。", default);
            await _rig.Service.Publications.Answer(tx, await Stored(tx, id), DamageRig.Clerk.Actor, answer, "同じ答えがもう一度届いた", default);
            return true;
        });
        var steps = await Steps(id);
        steps.Select(s => (s.Kind, s.Day, s.Words)).ShouldBe(
            [("accepted", null, null), ("planned", new DateOnly(2026, 12, 24), null), ("answer", null, "部品を注文しました。")], ignoreOrder: true);
        (await _rig.In(DamageRig.Hoshimi, async tx => await _rig.Service.Publications.Withdraw(tx, await Stored(tx, id), DamageRig.Clerk.Actor, answer, default))).ShouldBeTrue();
        (await _rig.In(DamageRig.Hoshimi, async tx => await _rig.Service.Publications.Withdraw(tx, await Stored(tx, id), DamageRig.Clerk.Actor, answer, default))).ShouldBeFalse();
        (await Steps(id)).Select(s => s.Kind).ShouldNotContain("answer");
    }

    [Test]
    public async Task Only_pictures_that_were_veiled_and_not_taken_back_are_shown_those_of_merged_reports_too()
    {
        var id = await _rig.Reported("drain", DamageWorld.Honcho, resident: 910, photos: ["p-open", "p-veiled", "p-gone"]);
        var other = await _rig.Reported("drain", DamageWorld.Honcho, resident: 911, photos: "p-merged");
        await _rig.Done(other, new CaseMove.Merge(id));
        await _rig.Store.Peek<int>("""
            insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at, erased_at)
            values ('hoshimi', 'p-open', '', 'image/png', '\x00', now(), null), ('hoshimi', 'p-veiled', '', 'image/png', '\x00', now(), null),
                   ('hoshimi', 'p-gone', '', 'image/png', '\x00', now(), now()), ('hoshimi', 'p-merged', '', 'image/png', '\x00', now(), null);
            insert into photo_published (town_id, content_id, public_id, picture, published_at, staff_id, staff_home)
            values ('hoshimi', 'p-veiled', '00000000-0000-4000-8000-000000000001', '\x00', now(), 'x', 'hoshimi'), ('hoshimi', 'p-gone', '00000000-0000-4000-8000-000000000002', '\x00', now(), 'x', 'hoshimi'),
                   ('hoshimi', 'p-merged', '00000000-0000-4000-8000-000000000003', '\x00', now(), 'x', 'hoshimi')
            """);
        var pictures = await _rig.In(DamageRig.Hoshimi, tx => PublicStepSearch.Pictures(tx, DamageRig.Hoshimi, [id], default));
        pictures[id].ShouldBe([new Guid("00000000-0000-4000-8000-000000000001"), new Guid("00000000-0000-4000-8000-000000000003")]);
    }

    private Task<PublicPage> Page(PublicFilter filter) =>
        _rig.In(DamageRig.Hoshimi, tx => PublicCaseSearch.Page(tx, _rig.Service.Towns, _rig.Service.Towns[DamageRig.Hoshimi], filter with { Kinds = filter.Kinds.Count > 0 ? filter.Kinds : ["pothole", "park", "gas"] }, 0, 1000, _rig.Clock.Now, default));

    private Task<IReadOnlyList<PublicStep>> Steps(Guid id) =>
        _rig.In(DamageRig.Hoshimi, tx => PublicStepSearch.Of(tx, _rig.Service.Towns, DamageRig.Hoshimi, [id], null, null, 100, default));

    private static async Task<StoredCase> Stored(Npgsql.NpgsqlTransaction tx, Guid id) => (await DamageSearch.Read(tx, DamageRig.Hoshimi, id, default))!;
}
