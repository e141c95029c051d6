using System.Text;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Bot.Tests.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Settings;

public sealed class TownSettingTests
{
    private SettingsRig _rig = null!;

    [SetUp]
    public async Task Start() => _rig = await SettingsRig.New();

    [TearDown]
    public ValueTask End() => _rig.DisposeAsync();

    [Test]
    public async Task A_change_made_in_one_process_shows_in_another_without_a_restart()
    {
        var talks = TownTalks.Of(_rig.There, [new BulkyRigModule().Module]);
        talks[SettingsRig.Hoshimi].Words.Say(Words.Of("pardon"), Language.Japanese).ShouldNotContain("新しい言い方");
        var kawabe = talks[Bot.Tests.Postgres.TestDatabase.Kawabe];

        await _rig.Make(SettingsRig.Hoshimi, "聞き返し", (TownPieces.Wording + "pardon", TownPieces.Words([("ja", "新しい言い方です。{town}"), ("ja-easy", "あたらしい"), ("en", "New")])));
        (await _rig.OtherWatch.Look(default)).ShouldBe([SettingsRig.Hoshimi]);

        talks[SettingsRig.Hoshimi].Words.Say(Words.Of("pardon"), Language.Japanese).ShouldBe("新しい言い方です。星見町");
        talks[Bot.Tests.Postgres.TestDatabase.Kawabe].ShouldBeSameAs(kawabe, "a town that has not changed keeps its talk");
        (await _rig.OtherWatch.Look(default)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_paused_service_takes_nothing_new_and_lets_residents_look_after_what_they_have()
    {
        var talks = TownTalks.Of(_rig.There, [new BulkyRigModule().Module]);
        var towns = new BulkyTowns(_rig.There, _rig.Store.Sealer, new BlindIndex(_rig.Store.Keys));
        var change = await _rig.Make(SettingsRig.Hoshimi, "粗大ごみを止める", (TownPieces.Services, PieceJson.Write(new ServicesPiece(["bulky-waste"]))));
        await _rig.OtherWatch.Look(default);

        talks[SettingsRig.Hoshimi].Forms.Keys.Select(f => f.Value).ShouldBe(["bulky-waste-mine", "bulky-waste-fees"]);
        towns[SettingsRig.Hoshimi].Operator.ShouldBe(SettingsRig.Union, "reminders of what was asked for before still go out");

        await _rig.Undo(SettingsRig.Hoshimi, change);
        await _rig.OtherWatch.Look(default);
        talks[SettingsRig.Hoshimi].Forms.Count.ShouldBe(3);
    }

    [Test]
    public async Task Days_to_pay_and_closings_of_the_operator_reach_the_calendar()
    {
        var towns = new BulkyTowns(_rig.There, _rig.Store.Sealer, new BlindIndex(_rig.Store.Keys));
        var plans = new PlanCache(towns);
        var before = await First();
        var payment = DemoWorld.Hoshimi.Payment!;
        await _rig.Make(SettingsRig.Hoshimi, "支払い", (TownPieces.Payment, PieceJson.Write(payment with { PayDays = 9 })));
        var closings = DemoWorld.Region.Find(SettingsRig.Union)!.Closings;
        await _rig.Make(SettingsRig.Union, "休み", (TownPieces.Closings, PieceJson.Write<Items<Closing>>(
            [.. closings, .. Enumerable.Range(2, 3).Select(d => new Closing(new DateOnly(2026, 12, d), new LocalText("臨時休み", "休み", "Closed")))])));
        await _rig.OtherWatch.Look(default);

        towns[SettingsRig.Hoshimi].PayDays.ShouldBe(9);
        (await First()).ShouldBeGreaterThan(before, "three closed days move the first day that can be booked");

        Task<DateOnly> First() => _rig.OtherDatabase.InTown(SettingsRig.Hoshimi, async tx =>
            (await plans.Of(tx, SettingsRig.Union, default)).Calendar.Window(_rig.Clock.Now, towns[SettingsRig.Hoshimi].PayBy).First, default);
    }

    [Test]
    public async Task What_the_folder_would_refuse_is_refused()
    {
        var office = DemoWorld.Hoshimi.Office;
        (await Columns((TownPieces.Office, PieceJson.Write(office with { Telephone = "0999211100", Hours = [] })))).ShouldBe(["office.telephone", "office.hours"], ignoreOrder: true);
        (await Columns((TownPieces.Colours, PieceJson.Write(new Colours("#FFFF00", "#FFFFFF"))))).ShouldBe(["colours.onPrimary"]);
        (await Columns((TownPieces.Wording + "pardon", TownPieces.Words([("ja", "{strange}"), ("ja-easy", "a"), ("en", "b")])))).ShouldBe(["pardon", "pardon"], "and the other languages miss it");
        (await Columns((TownPieces.Wording + "no-such-key", TownPieces.Words([("ja", "a"), ("ja-easy", "a"), ("en", "b")])))).ShouldAllBe(c => c == "no-such-key");
    }

    [Test]
    public void Each_town_of_the_demo_region_written_as_a_folder_reads_back_the_same()
    {
        foreach (var town in DemoWorld.Region.Towns)
        {
            var back = TownFolder.Load(town.Id, Bytes(TownToFiles.Write(town))).OrThrow();
            TownPieces.Of(back).Where(p => !PieceJson.Same(p.Value, TownPieces.Of(town)[p.Key])).Select(p => p.Key).ShouldBeEmpty(town.Id.Value);
            // Departments are the console's: their file is written from its table.
            (back with { RichMenus = town.RichMenus, Wording = town.Wording, Departments = town.Departments }).ShouldBe(town);
        }
    }

    [Test]
    public void The_plan_written_as_files_reads_back_the_same()
    {
        var back = BulkyWasteFiles.Load(SettingsRig.Union, Bytes(PlanToFiles.Write(SettingsRig.Union, DemoWorld.Plan))).OrThrow().ToPlan();
        back.ShouldBe(DemoWorld.Plan);
        PlanPieces.ToPlan(PlanPieces.Of(DemoWorld.Plan)).ShouldBe(DemoWorld.Plan);
    }

    private async Task<IEnumerable<string?>> Columns((string Piece, System.Text.Json.Nodes.JsonNode? Value) piece) =>
        (await _rig.Try(SettingsRig.Hoshimi, "誤り", piece)).ShouldBeOfType<ChangeOutcome.Refused>().Faults.Select(f => f.Column);

    private static Dictionary<string, byte[]> Bytes(IReadOnlyDictionary<string, string> files) => files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value));

    /// <summary>The service's forms without its desks.</summary>
    private sealed class BulkyRigModule
    {
        public Module Module { get; } = new(BulkyWasteModule.Name)
        {
            Forms = _ => [.. Bot.Domain.BulkyWaste.BulkyWasteForms.All],
            Desks = new Dictionary<FormId, Desk>(),
            Facts = new Dictionary<Type, FactSource>(),
        };
    }
}
