using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Payments;
using Bot.Tests.Console;
using Shouldly;

namespace Bot.Tests.BulkyWaste.Crews;

/// <summary>The whole house on a day of collection: paid requests for today, and people with a crew's duty.</summary>
internal sealed class CrewWorld(ConsoleHost host) : IAsyncDisposable
{
    public ConsoleHost Host => host;

    public static DateOnly Today => JapanTime.Day(TimeProvider.System.GetUtcNow());

    public static async Task<CrewWorld> Start() => new(await ConsoleHost.Start());

    public Task<StaffMember> Driver(string name = "みずほ 運転") => host.Staff("mizuho-union", name, ("environment", Duty.Crew));

    /// <summary>A request that is paid and to be collected today, whatever the calendar says.</summary>
    public async Task<Guid> Paid(string area = "honcho", string name = "星見花子", string address = "本町1番地", string town = "hoshimi", string? remark = null)
    {
        var (id, module, now) = (new TownId(town), host.Get<BulkyWasteModule>(), TimeProvider.System.GetUtcNow());
        var citizen = new CitizenId("U00000000000000000000000000000001");
        var request = await host.Database.InTown(id, async tx =>
        {
            var turn = new TurnContext(tx, id, citizen, $"crew/{Guid.NewGuid():n}", now);
            var free = (FreeDays)await module.Module.Facts[typeof(FreeDaysNeed)](turn, new FreeDaysNeed(area), default);
            var answers = Answers.None
                .With(BulkyWasteForms.Items, new Answer.Basket([new BasketLine("fan", null, 1), new BasketLine("sofa", "two", 1)], null, true))
                .With(BulkyWasteForms.Area, new Answer.Chosen(area))
                .With(BulkyWasteForms.Day, new Answer.Day(free.Days.First(d => d.Left > 0).Date))
                .With(BulkyWasteForms.Spot, new Answer.Chosen("front"))
                .With(BulkyWasteForms.Name, new Answer.Words(name))
                .With(BulkyWasteForms.Kana, new Answer.Skipped())
                .With(BulkyWasteForms.Telephone, new Answer.Words("0999001234"))
                .With(BulkyWasteForms.Address, new Answer.Words(address))
                .With(BulkyWasteForms.Remark, remark is null ? new Answer.Skipped() : new Answer.Words(remark));
            return (await module.Module.Desks[BulkyWasteForms.Request.Id](turn, new Effect.Submit(BulkyWasteForms.Request.Id, answers), default)).ShouldBeOfType<Verdict.Accepted>().Submission;
        }, default);
        await host.Database.InTown(id, async tx =>
        {
            var payment = (await PaymentTable.LockLatest(tx, id, BulkyWasteModule.Name, RequestLife.Subject(request), default)).ShouldNotBeNull();
            return await host.Get<PaymentLedger>().Apply(tx, id, payment.Id, [new PaymentFact.Settled(new Settlement("card", now, $"pi_{request:n}"))], default);
        }, default);
        await host.Store.Peek<int>("update bulky_request set day = @day where request_id = @request returning 1", new { day = Today, request });
        return request;
    }

    public async Task<string> State(Guid request) => (await host.Store.Peek<string>("select state from bulky_request where request_id = @request", new { request })).ShouldHaveSingleItem();

    public async Task<string> Number(Guid request) =>
        ((Checked<CollectionNumber>.Good)CollectionNumber.Parse((await host.Store.Peek<string>("select number from bulky_request where request_id = @request", new { request }))[0])).Value.ToString();

    /// <summary>Begins the day anew for the next test.</summary>
    public Task Clear() => host.Store.Peek<int>("update bulky_request set day = @day where day = @today returning 1", new { day = Today.AddDays(-400), today = Today });

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
