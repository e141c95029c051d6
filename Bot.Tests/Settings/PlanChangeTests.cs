using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Settings;
using Bot.Tests.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Settings;

public sealed class PlanChangeTests
{
    private static readonly DateOnly NewYear = new(2027, 1, 1);

    private SettingsRig _rig = null!;

    [SetUp]
    public async Task Start() => _rig = await SettingsRig.New();

    [TearDown]
    public ValueTask End() => _rig.DisposeAsync();

    [Test]
    public async Task A_new_fee_holds_from_its_day_and_the_old_one_until_the_day_before()
    {
        await _rig.Make(SettingsRig.Union, "ソファ", await _rig.NewFee("sofa", "two", 1200, NewYear));
        await _rig.Make(SettingsRig.Union, "扇風機", await _rig.NewFee("fan", null, 350, NewYear));

        var catalogue = (await _rig.Plan()).ToCatalogue();
        foreach (var (article, size, before, after) in new[] { ("sofa", "two", 1000, 1200), ("fan", (string?)null, 300, 350), ("sofa", "one", 600, 600) })
        {
            Fee(article, size, NewYear.AddDays(-1)).ShouldBe(before, article);
            Fee(article, size, NewYear).ShouldBe(after, article);
        }

        int? Fee(string article, string? size, DateOnly day) => catalogue.Find(article, day)?.FeeOf(size, day)?.Amount;
    }

    [Test]
    public async Task A_new_fee_lets_a_later_one_that_is_laid_down_already_come()
    {
        await _rig.Make(SettingsRig.Union, "マットレス", await _rig.NewFee("mattress-spring", null, 900, NewYear));
        var rows = (await _rig.Article("mattress-spring")).Rows;
        rows.Select(r => (r.Fee!.Value.Amount, r.Valid.From, r.Valid.Until)).ShouldBe(
        [
            (800, new(2026, 4, 1), new(2026, 12, 31)), (900, NewYear, new(2027, 3, 31)), (1000, new(2027, 4, 1), null),
        ]);
    }

    [Test]
    public async Task Undoing_brings_back_every_row_as_it_was()
    {
        var before = await _rig.Pieces(SettingsRig.Union, PlanPieces.Prefix);
        var change = await _rig.Make(SettingsRig.Union, "ソファ", await _rig.NewFee("sofa", "two", 1200, NewYear), (PlanPieces.Excluded("tv"), null));
        (await _rig.Plan()).Excluded.ShouldNotContain(e => e.Code == "tv");

        (await _rig.Undo(SettingsRig.Union, change)).ShouldBeOfType<ChangeOutcome.Made>();

        var after = await _rig.Pieces(SettingsRig.Union, PlanPieces.Prefix);
        after.Keys.Order().ShouldBe(before.Keys.Order());
        after.Where(p => !PieceJson.Same(p.Value, before[p.Key])).Select(p => p.Key).ShouldBeEmpty();
        (await _rig.Undo(SettingsRig.Union, change)).ShouldBeOfType<ChangeOutcome.NotToBeUndone>("once is enough");
    }

    [Test]
    public async Task What_somebody_changed_later_stands_in_the_way_of_undoing_until_it_is_undone_itself()
    {
        var first = await _rig.Make(SettingsRig.Union, "一つめ", await _rig.NewFee("sofa", "two", 1200, NewYear));
        var other = await _rig.Make(SettingsRig.Union, "別の品目", await _rig.NewFee("fan", null, 350, NewYear));
        var second = await _rig.Make(SettingsRig.Union, "二つめ", await _rig.NewFee("sofa", "three", 1800, NewYear));

        (await _rig.Undo(SettingsRig.Union, first)).ShouldBeOfType<ChangeOutcome.InTheWay>().Newer!.What.ShouldBe("二つめ");
        (await _rig.Undo(SettingsRig.Union, second)).ShouldBeOfType<ChangeOutcome.Made>();
        (await _rig.Undo(SettingsRig.Union, first)).ShouldBeOfType<ChangeOutcome.Made>();
        (await _rig.Plan()).ToCatalogue().Find("fan", NewYear)!.Fee.ShouldBe(new Yen(350), "what nobody took back stays");
        other.Seq.ShouldBeLessThan(second.Seq);
    }

    [Test]
    public async Task A_change_leaves_its_history_and_a_row_in_the_audit_log()
    {
        var change = await _rig.Make(SettingsRig.Union, "ソファの手数料", await _rig.NewFee("sofa", "two", 1200, NewYear));
        var stored = await _rig.Store.Database.InTown(SettingsRig.Union, tx => ChangeTable.Latest(tx, SettingsRig.Union, null, PlanPieces.Prefix, 10, default), default);
        stored.Single().ShouldSatisfyAllConditions(
            c => c.What.ShouldBe("ソファの手数料"),
            c => c.Actor.ShouldBe(SettingsRig.Clerk),
            c => PieceJson.Same(c.After[PlanPieces.Article("sofa")], change.After[PlanPieces.Article("sofa")]).ShouldBeTrue());
        (await _rig.Store.Peek<string>("select action || ' ' || subjects[1] from audit_entry where town_id = 'mizuho-union'"))
            .ShouldContain($"test/change setting/{change.Id:n}");
    }

    [Test]
    public async Task Two_clerks_at_once_and_the_second_is_told()
    {
        var piece = PlanPieces.Article("sofa");
        var seen = PieceJson.Mark((await _rig.Pieces(SettingsRig.Union, PlanPieces.Prefix))[piece]);
        var mine = await _rig.NewFee("sofa", "three", 1800, NewYear);
        await _rig.Make(SettingsRig.Union, "早い人", await _rig.NewFee("sofa", "two", 1200, NewYear));

        var outcome = await _rig.Store.Database.InTown(SettingsRig.Union, tx => _rig.Desk.Make(
            tx, SettingsRig.Union, SettingsRig.Clerk,
            new Wished("test", "遅い人", new Dictionary<string, System.Text.Json.Nodes.JsonNode?> { [mine.Piece] = mine.Value }) { Seen = new Dictionary<string, string> { [piece] = seen } },
            default), default);

        outcome.ShouldBeOfType<ChangeOutcome.Overtaken>().Piece.ShouldBe(piece);
        (await _rig.Plan()).ToCatalogue().Find("sofa", NewYear)!.FeeOf("three", NewYear).ShouldBe(new Yen(1500));
    }

    [Test]
    public async Task What_the_folder_would_refuse_is_refused_at_its_field()
    {
        var faults = await Refused(await _rig.NewFee("sofa", "two", 1205, NewYear));
        faults.ShouldContain(f => f.File == PlanPieces.Article("sofa") && f.Column == "size.fee_yen" && f.Message.Contains("10円きざみ", StringComparison.Ordinal));

        var sofa = await _rig.Article("sofa");
        Items<Article> named = [.. sofa.Rows.Select(r => r with { Kana = "ソファ", Name = new LocalText("ソファ", "", "") })];
        (await Refused((PlanPieces.Article("sofa"), PieceJson.Write(sofa with { Rows = named })))).Select(f => f.Column)
            .ShouldBe(["kana", "easy", "en"], ignoreOrder: true);

        (await Refused((PlanPieces.Zone("h1"), null))).ShouldContain(f => f.Message.Contains("本町", StringComparison.Ordinal), "residents of an area would have no day");
        (await Refused((PlanPieces.Article("sofa"), PieceJson.Write(sofa with { Rows = [.. sofa.Rows.Select(r => r with { Synonyms = ["=1+1"] })] })))).Count.ShouldBe(1);
    }

    [Test]
    public async Task What_staff_have_edited_is_not_written_over_by_the_folder()
    {
        await _rig.Make(SettingsRig.Union, "扇風機", await _rig.NewFee("fan", null, 350, NewYear));
        var dearer = DemoWorld.Plan with { Articles = [.. DemoWorld.Plan.Articles.Select(a => a.Code == "chair" ? a with { Fee = new Yen(990) } : a)] };

        (await _rig.Store.Database.InTown(SettingsRig.Union, tx => CatalogueLoader.Load(tx, SettingsRig.Union, dearer, DemoWorld.Today, default), default)).ShouldBeFalse();

        var catalogue = (await _rig.Plan()).ToCatalogue();
        catalogue.Find("fan", NewYear)!.Fee.ShouldBe(new Yen(350));
        catalogue.Find("chair", NewYear)!.Fee.ShouldBe(new Yen(300));
    }

    [Test]
    public async Task Bringing_the_folder_in_again_ends_what_it_does_not_name_and_can_be_taken_back()
    {
        await _rig.Make(SettingsRig.Union, "扇風機", await _rig.NewFee("fan", null, 350, DemoWorld.Today.AddDays(-10)));
        var present = await _rig.Plan();
        var brought = DemoWorld.Plan with { Articles = [.. DemoWorld.Plan.Articles.Where(a => a.Code != "chair")] };
        var next = PlanPieces.Of(PlanMerge.Over(present, brought, DemoWorld.Today));
        var was = await _rig.Pieces(SettingsRig.Union, PlanPieces.Prefix);
        var all = was.Keys.Concat(next.Keys).Distinct().Select(k => (k, next.GetValueOrDefault(k))).ToArray();
        var change = await _rig.Make(SettingsRig.Union, "フォルダーを取り込む", all);

        var catalogue = (await _rig.Plan()).ToCatalogue();
        catalogue.Find("fan", DemoWorld.Today)!.Fee.ShouldBe(new Yen(300));
        catalogue.Find("chair", DemoWorld.Today.AddDays(-1))!.Fee.ShouldBe(new Yen(300));
        catalogue.Find("chair", DemoWorld.Today).ShouldBeNull();

        (await _rig.Undo(SettingsRig.Union, change)).ShouldBeOfType<ChangeOutcome.Made>();
        var after = await _rig.Pieces(SettingsRig.Union, PlanPieces.Prefix);
        after.Where(p => !PieceJson.Same(p.Value, was.GetValueOrDefault(p.Key))).Select(p => p.Key).ShouldBeEmpty();
    }

    [Test]
    public async Task A_day_holds_as_many_as_staff_say()
    {
        var piece = PlanPieces.Day("h1", BulkyRig.Day);
        var change = await _rig.Make(SettingsRig.Union, "1月7日", (piece, PieceJson.Write(new DayPiece(1))));
        (await Taken()).ShouldBe([true, false], "one place");
        await _rig.Undo(SettingsRig.Union, change);
        (await Taken()).ShouldBe([true, true], "the plan speaks again");

        Task<bool[]> Taken() => _rig.Store.Database.InTown(SettingsRig.Hoshimi, async tx => new[]
        {
            await DayTable.Take(tx, SettingsRig.Union, "h1", BulkyRig.Day, 14, default),
            await DayTable.Take(tx, SettingsRig.Union, "h1", BulkyRig.Day, 14, default),
        }, default);
    }

    private async Task<Items<Bot.Infrastructure.Towns.Fault>> Refused((string Piece, System.Text.Json.Nodes.JsonNode? Value) piece) =>
        (await _rig.Try(SettingsRig.Union, "誤り", piece)).ShouldBeOfType<ChangeOutcome.Refused>().Faults;
}
