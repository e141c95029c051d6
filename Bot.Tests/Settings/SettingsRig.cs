using System.Text.Json.Nodes;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Postgres;
using Shouldly;

namespace Bot.Tests.Settings;

/// <summary>The demo region on a real database, seen by two processes that know nothing of each other.</summary>
internal sealed class SettingsRig : IAsyncDisposable
{
    public static readonly TownId Hoshimi = TestDatabase.Hoshimi;
    public static readonly TownId Union = TestDatabase.Union;
    public static readonly Actor Clerk = new("staff", "00000000000000000000000000000001", "mizuho-union");

    private SettingsRig(TestDatabase store)
    {
        Store = store;
        Here = new LiveRegion(DemoWorld.Region);
        There = new LiveRegion(DemoWorld.Region);
        OtherDatabase = Database.Open(store.AppConnectionString);
        Watch = new SettingsWatch(store.Database, Here);
        OtherWatch = new SettingsWatch(OtherDatabase, There);
        Desk = new ChangeDesk([new TownShelf(Here).Shelf, new PlanShelf(Here).Shelf], Clock);
    }

    public TestDatabase Store { get; }

    public SetClock Clock { get; } = new();

    public LiveRegion Here { get; }

    public LiveRegion There { get; }

    public Database OtherDatabase { get; }

    public SettingsWatch Watch { get; }

    public SettingsWatch OtherWatch { get; }

    public ChangeDesk Desk { get; }

    public static async Task<SettingsRig> New()
    {
        var rig = new SettingsRig(await TestDatabase.New());
        await CatalogueLoader.LoadAll(rig.Store.Database, DemoWorld.Region, DemoWorld.Today, default);
        return rig;
    }

    public Task<ChangeOutcome> Try(TownId town, string what, params (string Piece, JsonNode? Value)[] pieces) => Store.Database.InTown(
        town, tx => Desk.Make(tx, town, Clerk, new Wished("test", what, pieces.ToDictionary(p => p.Piece, p => p.Value)), default), default);

    public async Task<StoredChange> Make(TownId town, string what, params (string Piece, JsonNode? Value)[] pieces) =>
        (await Try(town, what, pieces)).ShouldBeOfType<ChangeOutcome.Made>().Change;

    public Task<ChangeOutcome> Undo(TownId town, StoredChange change) =>
        Store.Database.InTown(town, tx => Desk.Undo(tx, town, Clerk, "test", change.Id, default), default);

    public Task<IReadOnlyDictionary<string, JsonNode?>> Pieces(TownId town, string prefix) =>
        Store.Database.InTown(town, tx => Desk.Read(tx, town, prefix, default), default);

    public Task<CollectionPlan> Plan() => Store.Database.InTown(Union, tx => PlanTable.Read(tx, Union, default), default);

    public async Task<ArticlePiece> Article(string code) =>
        PieceJson.Read<ArticlePiece>((await Pieces(Union, PlanPieces.Prefix))[PlanPieces.Article(code)]!);

    public async Task<(string Piece, JsonNode? Value)> NewFee(string article, string? size, int fee, DateOnly from)
    {
        var piece = await Article(article);
        return (PlanPieces.Article(article), PlanPieces.Write(piece.Place, new ArticleTimes(piece.Rows).NewFee(size, new Yen(fee), from).ShouldNotBeNull()));
    }

    public async ValueTask DisposeAsync()
    {
        Watch.Dispose();
        OtherWatch.Dispose();
        await OtherDatabase.DisposeAsync();
        await Store.DisposeAsync();
    }
}
