using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Tests.BulkyWaste;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>Requests for bulky waste as they lie on a desk.</summary>
internal static class BulkySamples
{
    /// <summary>A request of Hoshimi's with one thing that nobody could name, which staff have to look at.</summary>
    /// <param name="lines">What it is for, where that is known.</param>
    public static Task<Guid> Request(
        ConsoleHost host, string receipt, string name = "山田 花子", string area = "honcho", string? citizen = null, RequestState? state = null,
        Items<RequestLine> lines = default, string address = "星見町本町1-2-3") => host.Database.InTown(new TownId("hoshimi"), async tx =>
    {
        var towns = host.Get<BulkyTowns>();
        var id = Guid.NewGuid();
        var request = new BulkyRequest
        {
            Id = id,
            Town = new TownId("hoshimi"),
            Operator = new TownId("mizuho-union"),
            Citizen = citizen is null ? null : new CitizenId(citizen),
            Receipt = receipt,
            Area = towns[new TownId("hoshimi")].Area(area)!,
            Day = Day(),
            Spot = "front",
            Lines = lines.Count > 0 ? lines : [new RequestLine(null, null, null, 1, null, "丸い棚")],
            State = state ?? new RequestState.Checking(),
            AskedAt = TimeProvider.System.GetUtcNow(),
        };
        var stored = new StoredRequest(request, request.Area.Zone, null, Language.Japanese);
        await RequestTable.Add(tx, towns, stored, new Requester(name, null, "0999001234", address, null), [], default);
        return id;
    }, default);

    public static string Path(Guid id) => $"bulky-waste/hoshimi/{id}";

    /// <summary>A Thursday on which zone h1 is collected, some weeks from now.</summary>
    private static DateOnly Day()
    {
        var day = JapanTime.Day(TimeProvider.System.GetUtcNow()).AddDays(25);
        while (DemoWorld.Calendar.On(DemoWorld.Plan.Zones.First(z => z.Code == "h1"), day) is null)
        {
            day = day.AddDays(1);
        }

        return day;
    }
}
