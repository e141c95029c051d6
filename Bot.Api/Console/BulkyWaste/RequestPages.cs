using System.Globalization;
using Bot.Api.Console.Casework;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Finds a request for its reader and does something with it: the reader's own transaction shows it or not, the rest runs in the resident's town.</summary>
internal sealed class RequestPages(Database database, Region region, BulkyWasteModule service, CaseReader cases)
{
    /// <summary>So many entries are shown to who does not say since when.</summary>
    private const int Latest = 3;

    private readonly CaseModule _module = BulkyCase.Module(database, service.Towns);

    public BulkyWasteModule Service => service;

    public static string Subject(Guid id) => $"{RequestLife.Module}/{RequestLife.Subject(id)}";

    /// <summary>The request, if the reader's town may see it; another's is as little there as one that never was.</summary>
    public async Task<StoredRequest?> Seen(Visit visit, string owner, Guid id) => TownId.TryParse(owner, out var town)
        ? await database.ReadInTown(visit.TownId, tx => RequestSearch.Read(tx, service.Towns, town, id, visit.Stop), visit.Stop)
        : null;

    public async Task<IResult> Detail(Visit visit, StoredRequest stored)
    {
        var request = stored.Request;
        var (who, photos, payments, plan, standings) = await database.InTown(request.Town, async tx =>
        {
            await AuditTable.Add(tx, request.Town, visit.Actor, new AuditEntry("bulky-waste.see/detail", [Subject(request.Id)]), visit.Now, visit.Stop);
            var pictures = await RequestSearch.Photos(tx, request.Town, request.Id, visit.Stop);
            return (
                await RequestSearch.Requester(tx, service.Towns, request.Town, request.Id, visit.Stop), pictures,
                await RequestMoney.Of(tx, request.Town, request.Id, stored.PayPart, visit.Stop),
                await service.Plans.Of(tx, request.Operator, visit.Stop),
                await PhotoTable.Standings(tx, request.Town, pictures, visit.Stop));
        }, visit.Stop);
        return visit.Page<DetailPage>(new
        {
            Case = stored, Owner = region.Find(request.Town)!, Who = who, Spot = plan.Plan.Spots.FirstOrDefault(s => s.Code == request.Spot)?.Name.Ja ?? request.Spot,
            Photos = photos, Standings = standings, Payments = payments, View = await cases.Of(visit, _module, BulkyCase.Ref(stored)),
        });
    }

    /// <summary>Does something, and says what came of it: the request's page, what is wrong, or that somebody was faster.</summary>
    /// <param name="again">The page of the action with what is wrong.</param>
    public async Task<IResult> Do(
        Visit visit, StoredRequest stored, string told, Func<NpgsqlTransaction, ByStaff, Task<Checked<BulkyRequest>>> work, Func<string, Task<IResult>> again)
    {
        var by = new ByStaff(visit.Actor, int.TryParse(visit.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : 0);
        return await database.InTown(stored.Request.Town, tx => work(tx, by), visit.Stop) switch
        {
            Checked<BulkyRequest>.Good => visit.Go(BulkyShown.Path(stored.Request), told),
            Checked<BulkyRequest>.Bad(StaffStep.Changed) => await Conflict(visit, stored),
            Checked<BulkyRequest>.Bad(var why) => await again(BulkyShown.Refusal(why)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Somebody was faster: what they did, and what the clerk had entered, to be sent once more or thrown away.</summary>
    public async Task<IResult> Conflict(Visit visit, StoredRequest before)
    {
        var request = before.Request;
        if (await Seen(visit, request.Town.Value, request.Id) is not { } now)
        {
            return visit.NotFound();
        }

        DateTimeOffset? opened = DateTimeOffset.TryParse(visit.Field("opened"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
        var view = await cases.Of(visit, _module, BulkyCase.Ref(now));
        var since = view.Lines.Where(l => opened is null || l.Entry.At >= opened).ToList();
        return visit.Page<ConflictPage>(
            new { Now = now, Opened = opened, View = view with { Lines = opened is null ? [.. since.TakeLast(Latest)] : since } }, StatusCodes.Status409Conflict);
    }
}
