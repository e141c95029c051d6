using System.Text;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Sealing;
using Bot.Tests.Postgres;
using Npgsql;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

/// <summary>The service on a real database with the demo region loaded; what it says outside a turn can be read in the outbox.</summary>
internal sealed class BulkyRig : IAsyncDisposable
{
    public static readonly TownId Hoshimi = TestDatabase.Hoshimi;
    public static readonly TownId Kawabe = TestDatabase.Kawabe;
    public static readonly TownId Union = TestDatabase.Union;
    public static readonly CitizenId Hanako = new("U00000000000000000000000000000001");

    public static readonly ByStaff Clerk = new(new Actor("staff", new Guid(7, 0, 0, new byte[8]).ToString("n"), "hoshimi"));

    /// <summary>A first Thursday, on which zone h1 is collected.</summary>
    public static readonly DateOnly Day = new(2027, 1, 7);
    public static readonly DateOnly NextDay = new(2027, 1, 21);

    private int _causes;

    private BulkyRig(TestDatabase store)
    {
        Store = store;
        PaymentDesk = new PaymentDesk(new PaymentCodes(new byte[32]), new PaymentLinks(new Uri("https://bot.example/")), Clock);
        Service = new BulkyWasteModule(DemoWorld.Region, PaymentDesk, Tell, (_, _, _, _) => Task.FromResult(Language.Japanese), store.Sealer, new BlindIndex(store.Keys), Clock);
        Ledger = new PaymentLedger(module => module == BulkyWasteModule.Name ? Service.Payments : null, Clock);
    }

    public TestDatabase Store { get; }

    public SetClock Clock { get; } = new();

    public PaymentDesk PaymentDesk { get; }

    public PaymentLedger Ledger { get; }

    public BulkyWasteModule Service { get; }

    public static async Task<BulkyRig> New()
    {
        var rig = new BulkyRig(await TestDatabase.New());
        await CatalogueLoader.LoadAll(rig.Store.Database, DemoWorld.Region, DemoWorld.Today, default);
        return rig;
    }

    public Task<T> In<T>(TownId town, Func<NpgsqlTransaction, Task<T>> work) => Store.Database.InTown(town, work, default);

    public Task<Verdict> Submit(
        DateOnly? day = null, CitizenId? citizen = null, string? cause = null, TownId? town = null, string area = "honcho", params BasketLine[] lines) =>
        Hand(BulkyWasteForms.Request.Id, Answers(day ?? Day, area, lines), citizen, cause, town);

    public Task<Verdict> Mine(Guid request, string action, (QuestionId Question, string Key)? more = null, CitizenId? citizen = null)
    {
        var answers = Bot.Domain.Conversations.Forms.Answers.None
            .With(BulkyWasteForms.MyRequest, new Answer.Chosen(request.ToString("n")))
            .With(BulkyWasteForms.Action, new Answer.Chosen(action));
        return Hand(BulkyWasteForms.Mine.Id, more is { } m ? answers.With(m.Question, new Answer.Chosen(m.Key)) : answers, citizen);
    }

    /// <summary>Handed in and accepted.</summary>
    public async Task<Guid> Accepted(
        DateOnly? day = null, CitizenId? citizen = null, string? cause = null, TownId? town = null, string area = "honcho", params BasketLine[] lines) =>
        (await Submit(day, citizen, cause, town, area, lines)).ShouldBeOfType<Verdict.Accepted>().Submission;

    public async Task<BulkyRequest> Request(Guid id, TownId? town = null) => (await Stored(id, town)).Request;

    public async Task<StoredRequest> Stored(Guid id, TownId? town = null) =>
        (await In(town ?? Hoshimi, tx => RequestSearch.Read(tx, Service.Towns, town ?? Hoshimi, id, default))).ShouldNotBeNull();

    public Task<Payment> Payment(Guid id) => In(Hoshimi, async tx =>
        (await PaymentTable.LockLatest(tx, Hoshimi, BulkyWasteModule.Name, RequestLife.Subject(id), default)).ShouldNotBeNull());

    /// <summary>Lets the payment hear facts, as webhooks and the clock bring them.</summary>
    public async Task Hears(Guid id, params PaymentFact[] facts)
    {
        var payment = await Payment(id);
        await In(Hoshimi, tx => Ledger.Apply(tx, Hoshimi, payment.Id, facts, default));
    }

    public Task Pays(Guid id) => Hears(id, new PaymentFact.Settled(new Settlement("card", Clock.Now, $"pi_{id:n}")));

    public Task<T> Fact<T>(Need<T> need, CitizenId? citizen = null, TownId? town = null)
        where T : notnull => In(town ?? Hoshimi, async tx =>
        (T)await Service.Module.Facts[need.GetType()](new TurnContext(tx, town ?? Hoshimi, citizen ?? Hanako, "", Clock.Now), need, default));

    public async Task<int> Left(DateOnly day, TownId? town = null, string area = "honcho") =>
        (await Fact(new FreeDaysNeed(area), town: town)).Days.Single(d => d.Date == day).Left;

    /// <summary>Sets the clock and rings what is due by then, each alarm once.</summary>
    public async Task At(DateTimeOffset now)
    {
        Clock.Now = now;
        foreach (var due in await Store.Peek<Due>(
            "update alarm set done_at = @now where due_at <= @now and done_at is null returning town_id, alarm_id, module, kind, subject, due_at", new { now = now.UtcDateTime }))
        {
            await Store.Database.InTown(
                new TownId(due.TownId), tx => Service.Alarms(tx, new TownId(due.TownId), new Alarm(due.AlarmId, due.Module, due.Kind, due.Subject, due.DueAt), default), default);
        }
    }

    /// <summary>What was said outside a turn, oldest first.</summary>
    public Task<IReadOnlyList<string>> Told() =>
        Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where kind = 'line.messages' order by seq");

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    public static string Said(Verdict verdict) => Text(verdict.ShouldBeOfType<Verdict.Accepted>().Told);

    public static string Text(IEnumerable<Effect> effects) => string.Join('\n', effects.Select(e => e switch
    {
        Effect.Say(var text, _) => DemoWorld.Words.Say(text, Language.Japanese),
        Effect.Show(var title, var headline, var body, _) => $"{DemoWorld.Words.Say(title, Language.Japanese)}\n[{headline}]\n{DemoWorld.Words.Say(body, Language.Japanese)}",
        _ => e.GetType().Name,
    }));

    public static Answers Answers(DateOnly day, string area, BasketLine[] lines) => Bot.Domain.Conversations.Forms.Answers.None
        .With(BulkyWasteForms.Items, new Answer.Basket(lines.Length > 0 ? [.. lines] : [new BasketLine("fan", null, 1), new BasketLine("sofa", "two", 1)], null, true))
        .With(BulkyWasteForms.Area, new Answer.Chosen(area))
        .With(BulkyWasteForms.Day, new Answer.Day(day))
        .With(BulkyWasteForms.Spot, new Answer.Chosen("front"))
        .With(BulkyWasteForms.Name, new Answer.Words("星見花子"))
        .With(BulkyWasteForms.Kana, new Answer.Skipped())
        .With(BulkyWasteForms.Telephone, new Answer.Words("0999001234"))
        .With(BulkyWasteForms.Address, new Answer.Words("本町1番地"))
        .With(BulkyWasteForms.Remark, new Answer.Skipped());

    private Task<Verdict> Hand(FormId form, Answers answers, CitizenId? citizen, string? cause = null, TownId? town = null) => In(town ?? Hoshimi, tx => Service.Module.Desks[form](
        new TurnContext(tx, town ?? Hoshimi, citizen ?? Hanako, cause ?? $"test/{Interlocked.Increment(ref _causes)}", Clock.Now), new Effect.Submit(form, answers), default));

    private static Task<OutboxRow> Tell(
        NpgsqlTransaction tx, TownId town, CitizenId citizen, string cause, Items<Effect> effects, DateTimeOffset now, CancellationToken stop) =>
        Task.FromResult(new OutboxRow(
            NamedGuid.From($"{town}/{cause}", "messages"), citizen, Lane.Notice, "line.messages", Encoding.UTF8.GetBytes(Text(effects)), null, null, now));

    private sealed record Due(string TownId, Guid AlarmId, string Module, string Kind, string Subject, DateTimeOffset DueAt);
}

/// <summary>Shows the time that it was set to; noon of Tuesday, 1 December 2026 at first.</summary>
internal sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = Conversations.Talk.Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}
