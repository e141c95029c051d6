using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Dapper;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>Disaster mode on one database: two people turn it on, a drill stays apart from the rest, the fire brigade counts for more.</summary>
public sealed class DisasterTests
{
    private static readonly Actor First = new("staff", new Guid(21, 0, 0, new byte[8]).ToString("n"), "hoshimi");
    private static readonly Actor Second = new("staff", new Guid(22, 0, 0, new byte[8]).ToString("n"), "hoshimi");
    private static readonly TownId Hoshimi = DamageRig.Hoshimi;
    private static readonly GeoPoint Far = new(36.7629, 138.3301);

    private DamageRig _rig = null!;
    private DisasterDesk _desk = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _rig = await DamageRig.New();
        _desk = new DisasterDesk(_rig.Live, [new DrillEnd(DamageTable.EndDrill)]);
        await _rig.In(Hoshimi, tx => tx.Connection!.ExecuteAsync(
            "insert into conversation (town_id, citizen_id, turn_no, state, language, is_friend) values ('hoshimi', 'Ufriend1', 1, null, 'en', true), ('hoshimi', 'Ufriend2', 1, null, null, true), ('hoshimi', 'Ublocked', 1, null, 'ja', false)", transaction: tx));
    }

    [OneTimeTearDown]
    public ValueTask Close() => _rig.DisposeAsync();

    [Test, Order(1)]
    public async Task Two_people_turn_it_on_and_every_process_and_every_menu_follows()
    {
        var id = Guid.NewGuid();
        (await Ask(id, isDrill: false)).ShouldBeTrue();
        (await Ask(Guid.NewGuid(), isDrill: true)).ShouldBeFalse("one at a time");
        (await Agrees(id, First)).ShouldBeFalse("whoever asked cannot agree");
        (await Piece()).ShouldBeNull();
        (await Agrees(id, Second)).ShouldBeTrue();
        (await Agrees(id, new Actor("staff", "x", "hoshimi"))).ShouldBeFalse("it is on already");
        (await Piece()).ShouldBe("{\"IsDrill\": false}");
        await Look();
        _rig.Service.Towns[Hoshimi].IsDisaster.ShouldBeTrue();
        _rig.Service.Towns[DamageRig.Kawabe].IsDisaster.ShouldBeFalse();
        (await Menus()).ShouldBe(["Ufriend1 disaster.en", "Ufriend2 disaster.ja"]);

        (await Ends(id)).ShouldBeTrue();
        (await Ends(id)).ShouldBeFalse();
        (await Piece()).ShouldBeNull();
        await Look();
        _rig.Service.Towns[Hoshimi].IsDisaster.ShouldBeFalse();
        (await Menus()).ShouldBe(["Ufriend1 disaster.en", "Ufriend1 main.en", "Ufriend2 disaster.ja", "Ufriend2 main.ja"]);
        var kept = (await _rig.In(Hoshimi, tx => DisasterTable.Latest(tx, Hoshimi, 1, default)))[0];
        (kept.AskedBy, kept.AgreedBy, kept.EndedBy, kept.Why).ShouldBe((First, Second, Second, "大雨警報"));
        (await _rig.Store.Peek<string>("select action from audit_entry where action like 'disaster.switch/%' order by seq")).ShouldBe(["disaster.switch/ask", "disaster.switch/begin", "disaster.switch/end"]);
    }

    [Test, Order(2)]
    public async Task The_database_itself_refuses_one_person_alone() =>
        await Should.ThrowAsync<Npgsql.PostgresException>(() => _rig.In(Hoshimi, tx => tx.Connection!.ExecuteAsync(
            "insert into disaster_mode (town_id, mode_id, is_drill, why, asked_at, asked_by, asked_home, began_at, agreed_by, agreed_home, ended_at, ended_by, ended_home) values ('hoshimi', gen_random_uuid(), false, '', now(), 'a', 'hoshimi', now(), 'a', 'hoshimi', now(), 'a', 'hoshimi')", transaction: tx)));

    [Test, Order(3)]
    public async Task A_drill_stays_apart_is_handed_over_to_nobody_and_ends_without_a_word()
    {
        var real = await _rig.Reported("fallen-tree", Far, resident: 61);
        var id = Guid.NewGuid();
        await Ask(id, isDrill: true);
        await Agrees(id, Second);
        await Look();
        (await _rig.Near("fallen-tree", Far, resident: 62)).ShouldBeEmpty("what is real is not joined in a drill");
        (await _rig.Submit(DamageRig.Answers("fallen-tree", Far, same: $"{real:n}"), resident: 62)).ShouldBeOfType<Verdict.Refused>();
        var drilled = await _rig.Reported("landslide", Far, resident: 62);
        (await _rig.Case(drilled)).IsDrill.ShouldBeTrue();
        (await _rig.Case(drilled)).Urgency.Why.ShouldContain(new UrgencyReason("disaster", 15));
        await _rig.Reported("landslide", DamageWorld.Yakubamae, resident: 62);
        (await _rig.Store.Peek<long>("select count(*) from damage_parcel")).ShouldBe([0]);
        var now = _rig.Clock.Now;
        (await _rig.In(Hoshimi, tx => BoardSearch.Of(tx, Hoshimi, now.AddDays(-1), now.AddDays(1), isDrill: true, default))).ShouldAllBe(c => c.IsDrill);
        (await _rig.In(Hoshimi, tx => BoardSearch.Of(tx, Hoshimi, now.AddDays(-1), now.AddDays(1), isDrill: false, default))).ShouldAllBe(c => !c.IsDrill);

        await Ends(id);
        await Look();
        (await _rig.Case(drilled)).State.ShouldBe(new ReportState.Done());
        (await _rig.Case(real)).State.ShouldBe(new ReportState.New());
        var before = (await _rig.Told()).Count;
        await _rig.Done(drilled, new CaseMove.Reopen());
        (await _rig.Told()).Count.ShouldBe(before, "nothing would say any more that it was a drill");
        (await _rig.Near("fallen-tree", Far, resident: 62)).Select(n => n.Id).ShouldBe([real]);
    }

    [Test, Order(4)]
    public async Task The_fire_brigade_joins_by_a_code_and_what_it_reports_is_more_urgent()
    {
        var code = ResponderCode.Of([.. Enumerable.Range(0, 16).Select(i => (byte)(i * 11))]);
        await _rig.In(Hoshimi, async tx =>
        {
            await ResponderTable.Invite(tx, Hoshimi, ResponderCode.In(code)!, "消防団第1分団", First, _rig.Clock.Now, _rig.Clock.Now.AddDays(7), default);
            return 0;
        });
        (await Joins(71, "AAAA-BBBB-CCCC-DDDD")).ShouldBeOfType<Verdict.Refused>();
        DamageRig.Said(await Joins(71, code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal))).ShouldContain("消防団第1分団");
        (await Joins(72, code, after: TimeSpan.FromDays(8))).ShouldBeOfType<Verdict.Refused>("the code is too old");
        (await _rig.Store.Peek<bool>("select position(convert_to(@code, 'UTF8') in code_hash) > 0 from responder_invitation", new { code = ResponderCode.In(code) })).ShouldBe([false]);

        var place = new GeoPoint(36.7748, 138.3412);
        var plain = await _rig.Reported("cave-in", place, resident: 73);
        (await _rig.Case(plain)).Urgency.Why.ShouldNotContain(r => r.Code == "trusted");
        await _rig.Reported("cave-in", place, resident: 71, same: $"{plain:n}");
        (await _rig.Case(plain)).Urgency.Why.ShouldContain(new UrgencyReason("trusted", 20));
        await _rig.Reported("cave-in", place, resident: 74, same: $"{plain:n}");
        (await _rig.Case(plain)).Urgency.Why.ShouldContain(new UrgencyReason("trusted", 20), "and stays so when others join");
        await _rig.In(Hoshimi, tx => ResponderTable.End(tx, Hoshimi, DamageRig.Resident(71).Value, _rig.Clock.Now, default));
        (await _rig.Case(await _rig.Reported("cave-in", new GeoPoint(36.7893, 138.3538), resident: 71))).IsTrusted.ShouldBeFalse();
    }

    [Test]
    public void In_a_disaster_its_kinds_come_first_and_the_words_change()
    {
        var plan = DamageWorld.Plan with { IsDisaster = true };
        plan.Offered.Take(3).Select(k => k.Code).ShouldBe(["flood", "landslide", "blocked"]);
        plan.Offered.Select(k => k.Code).ShouldContain("pothole");
        var talk = DamageWorld.Talk(world: n => n is DamagePlanNeed ? plan : DamageWorld.World(n)).Taps("start:damage-report").IsAsked("kind");
        DamageWorld.Words.Say(talk.Last.OfType<Effect.Ask>().Single().Prompt.Text, Language.Japanese).ShouldStartWith("災害の通報");
        DamageWorld.Plan.Offered.ShouldAllBe(k => !k.DisasterOnly);
    }

    [Test]
    public void A_closed_road_nearby_is_told_before_the_report_and_one_far_off_or_over_is_not()
    {
        Items<Closure> closures =
        [
            new(Guid.NewGuid(), "県道21号", "土砂のため", new GeoPoint(36.7440, 138.3120), Conversations.Talk.Noon.AddHours(-1), null),
            new(Guid.NewGuid(), "遠い道", "工事", new GeoPoint(36.8051, 138.3467), Conversations.Talk.Noon.AddHours(-1), null),
            new(Guid.NewGuid(), "昨日の道", "工事", DamageWorld.Honcho, Conversations.Talk.Noon.AddDays(-2), Conversations.Talk.Noon.AddHours(-1)),
            new(Guid.NewGuid(), "明日の道", "工事", DamageWorld.Honcho, Conversations.Talk.Noon.AddDays(1), null),
        ];
        object World(Need need) => need is ClosuresNeed ? closures : DamageWorld.World(need);
        var talk = DamageWorld.Talk(world: World).Taps("start:damage-report").Picks("fallen-tree").Sends(DamageWorld.Honcho).IsAsked("closed");
        var said = DamageWorld.Words.Say(talk.Last.OfType<Effect.Ask>().Single().Prompt.Text, Language.Japanese);
        said.ShouldContain("県道21号");
        foreach (var other in (string[])["遠い道", "昨日の道", "明日の道"])
        {
            said.ShouldNotContain(other);
        }

        talk.Picks("go").IsAsked("photo");
        DamageWorld.Talk(world: World).Taps("start:damage-report").Picks("fallen-tree").Sends(DamageWorld.Honcho).Says("やめる").Now.Phase.ShouldBeOfType<Phase.Idle>();
        DamageWorld.Talk(world: World).Taps("start:damage-report-spot").Sends(DamageWorld.Honcho).IsAsked("closed");
        DamageWorld.Talk(world: World).Says("通行止め").Last.OfType<Effect.Submit>().Single().Form.ShouldBe(DamageForms.Closures.Id);
        BulkyWaste.BulkyRig.Text([ClosureWords.List(closures, Conversations.Talk.Noon)]).ShouldContain("から】", customMessage: "one that has still to begin says from when");
    }

    private Task<bool> Ask(Guid id, bool isDrill) => _rig.In(Hoshimi, tx => DisasterDesk.Ask(tx, Hoshimi, id, isDrill, "大雨警報", First, _rig.Clock.Now, default));

    private Task<bool> Agrees(Guid id, Actor by) => _rig.In(Hoshimi, tx => _desk.Agree(tx, Hoshimi, id, by, _rig.Clock.Now, default));

    private Task<bool> Ends(Guid id) => _rig.In(Hoshimi, tx => _desk.End(tx, Hoshimi, id, Second, _rig.Clock.Now.AddHours(1), default));

    private async Task<string?> Piece() => (await _rig.Store.Peek<string>("select value::text from town_setting where town_id = 'hoshimi' and key = 'town/disaster'")).SingleOrDefault();

    private async Task Look()
    {
        using var watch = new SettingsWatch(_rig.Store.Database, _rig.Live);
        await watch.Look(default);
    }

    private Task<IReadOnlyList<string>> Menus() =>
        _rig.Store.Peek<string>("select citizen_id || ' ' || (convert_from(body, 'UTF8')::jsonb->>'menu') from outbox where kind = 'line.menu' order by 1");

    private Task<Verdict> Joins(int resident, string code, TimeSpan after = default) => _rig.In(Hoshimi, tx => _rig.Service.Module.Desks[DamageForms.Responder.Id](
        _rig.Turn(tx, resident, $"join/{Guid.NewGuid():n}") with { Now = _rig.Clock.Now + after },
        new Effect.Submit(DamageForms.Responder.Id, Answers.None.With(DamageForms.Code, new Answer.Words(code))), default));
}
