using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Settings;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Postgres;
using Npgsql;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>The service on a real database with the demo region; what it says outside a turn can be read in the outbox.</summary>
internal sealed class DamageRig : IAsyncDisposable
{
    public static readonly TownId Hoshimi = TestDatabase.Hoshimi;
    public static readonly TownId Kawabe = TestDatabase.Kawabe;

    public static readonly ByClerk Clerk = new(new Actor("staff", new Guid(7, 0, 0, new byte[8]).ToString("n"), "hoshimi"));

    public static readonly PhotoAddresses Addresses = new(new byte[32]);

    private int _causes;

    private DamageRig(TestDatabase store)
    {
        Store = store;
        Service = new DamageReportsModule(Live, Tell, (_, _, _, _) => Task.FromResult(Language.Japanese), store.Sealer, Addresses, Clock);
    }

    public TestDatabase Store { get; }

    /// <summary>The demo region; what staff change can be laid over it.</summary>
    public LiveRegion Live { get; } = new(DamageWorld.Region);

    public SetClock Clock { get; } = new();

    public DamageReportsModule Service { get; }

    public static async Task<DamageRig> New() => new(await TestDatabase.New());

    public static CitizenId Resident(int number) => new($"U{number:x32}");

    public Task<T> In<T>(TownId town, Func<NpgsqlTransaction, Task<T>> work) => Store.Database.InTown(town, work, default);

    public static Answers Answers(
        string kind, GeoPoint point, string same = "none", string danger = "no", string more = "nothing", string label = "", params string[] photos)
    {
        var joins = same is not ("none" or "skipped");
        var answers = Bot.Domain.Conversations.Forms.Answers.None
            .With(DamageForms.Kind, new Answer.Chosen(kind))
            .With(DamageForms.Place, new Answer.Place(point, label))
            .With(DamageForms.Same, same == "skipped" ? new Answer.Skipped() : new Answer.Chosen(same))
            .With(joins ? DamageForms.DangerThere : DamageForms.DangerNow, new Answer.Chosen(danger))
            .With(DamageForms.Photo, photos.Length > 0 ? new Answer.Photos([.. photos]) : new Answer.Skipped());
        return joins ? answers : answers.With(DamageForms.More, new Answer.Chosen(more));
    }

    public Task<Verdict> Submit(Answers answers, int resident = 1, string? cause = null, TownId? town = null) => In(town ?? Hoshimi, tx => Service.Module.Desks[DamageForms.Report.Id](
        Turn(tx, resident, cause ?? $"test/{Interlocked.Increment(ref _causes)}", town), new Effect.Submit(DamageForms.Report.Id, answers), default));

    /// <summary>Handed in and accepted; the id of the report.</summary>
    public async Task<Guid> Reported(string kind, GeoPoint point, int resident = 1, string same = "none", string danger = "no", TownId? town = null, params string[] photos) =>
        (await Submit(Answers(kind, point, same, danger, photos: photos), resident, town: town)).ShouldBeOfType<Verdict.Accepted>().Submission;

    public TurnContext Turn(NpgsqlTransaction tx, int resident, string cause, TownId? town = null) => new(tx, town ?? Hoshimi, Resident(resident), cause, Clock.Now);

    /// <summary>What the question "the same one?" would list.</summary>
    public Task<Items<NearCase>> Near(string kind, GeoPoint point, int resident = 1, TownId? town = null) => Fact(new NearCasesNeed(kind, point), resident, town);

    public Task<T> Fact<T>(Need<T> need, int resident = 1, TownId? town = null)
        where T : notnull => In(town ?? Hoshimi, async tx => (T)await Service.Module.Facts[need.GetType()](Turn(tx, resident, "", town), need, default));

    public async Task<StoredCase> Case(Guid id, TownId? town = null) => (await In(town ?? Hoshimi, tx => DamageSearch.Read(tx, town ?? Hoshimi, id, default))).ShouldNotBeNull();

    public async Task<CaseDetail> Detail(Guid id, TownId? town = null) =>
        (await In(town ?? Hoshimi, tx => CaseListSearch.Detail(tx, Store.Sealer, town ?? Hoshimi, id, default))).ShouldNotBeNull();

    public Task<CaseOutcome> Acts(Guid id, CaseMove move, int? seen = null, TownId? town = null) =>
        In(town ?? Hoshimi, tx => Service.Cases.Act(tx, town ?? Hoshimi, id, Clerk with { Seen = seen }, move, default));

    public async Task<StoredCase> Done(Guid id, CaseMove move, TownId? town = null) => (await Acts(id, move, town: town)).ShouldBeOfType<CaseOutcome.Done>().Case;

    public Task<int> Collects(TownId town) => In(town, tx => Service.Parcels.Collect(tx, town, default));

    /// <summary>What was said outside a turn, oldest first, with who heard it.</summary>
    public Task<IReadOnlyList<(string Town, string Citizen, string Text)>> Told() =>
        Store.Peek<(string, string, string)>("select town_id, citizen_id, convert_from(body, 'UTF8') from outbox where kind = 'line.messages' order by seq, outbox_id");

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    public static string Said(Verdict verdict) => BulkyRig.Text(verdict.ShouldBeOfType<Verdict.Accepted>().Told);

    private static Task<OutboxRow> Tell(
        NpgsqlTransaction tx, TownId town, CitizenId citizen, string cause, Items<Effect> effects, DateTimeOffset now, CancellationToken stop) =>
        Task.FromResult(new OutboxRow(
            NamedGuid.From($"{town}/{cause}", "messages"), citizen, Lane.Notice, "line.messages", Encoding.UTF8.GetBytes(BulkyRig.Text(effects)), null, null, now));
}
