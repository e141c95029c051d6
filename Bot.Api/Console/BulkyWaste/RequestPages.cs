using System.Globalization;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Finds a request for its reader and does something with it: the reader's own transaction shows it or not, the rest runs in the resident's town.</summary>
internal sealed class RequestPages(Database database, Region region, BulkyWasteModule service)
{
    public BulkyWasteModule Service => service;

    public static string Subject(Guid id) => $"{RequestLife.Module}/{RequestLife.Subject(id)}";

    /// <summary>The request, if the reader's town may see it; another's is as little there as one that never was.</summary>
    public async Task<StoredRequest?> Seen(Visit visit, string owner, Guid id) => TownId.TryParse(owner, out var town)
        ? await database.ReadInTown(visit.TownId, tx => RequestSearch.Read(tx, service.Towns, town, id, visit.Stop), visit.Stop)
        : null;

    public async Task<IResult> Detail(Visit visit, StoredRequest stored)
    {
        var request = stored.Request;
        var (who, photos, payments, story, plan) = await database.InTown(request.Town, async tx =>
        {
            await AuditTable.Add(tx, request.Town, visit.Actor, new AuditEntry("bulky-waste.see/detail", [Subject(request.Id)]), visit.Now, visit.Stop);
            return (
                await RequestSearch.Requester(tx, service.Towns, request.Town, request.Id, visit.Stop),
                await RequestSearch.Photos(tx, request.Town, request.Id, visit.Stop),
                await RequestMoney.Of(tx, request.Town, request.Id, stored.PayPart, visit.Stop),
                await Story(tx, request, visit),
                await service.Plans.Of(tx, request.Operator, visit.Stop));
        }, visit.Stop);
        return visit.Page<DetailPage>(new
        {
            Case = stored, Owner = region.Find(request.Town)!, Who = who, Spot = plan.Plan.Spots.FirstOrDefault(s => s.Code == request.Spot)?.Name.Ja ?? request.Spot,
            Photos = photos, Payments = payments, Story = story, Staff = await Staff(visit, story),
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

        var story = await database.InTown(request.Town, tx => Story(tx, request, visit), visit.Stop);
        return visit.Page<ConflictPage>(
            new { Now = now, Story = (IReadOnlyList<TimelineEntry>)[.. story.TakeLast(3)], Staff = await Staff(visit, story) }, StatusCodes.Status409Conflict);
    }

    private static Task<IReadOnlyList<TimelineEntry>> Story(NpgsqlTransaction tx, BulkyRequest request, Visit visit) =>
        TimelineTable.Of(tx, request.Town, RequestLife.Module, RequestLife.Subject(request.Id), visit.Stop);

    /// <summary>Names of colleagues of the reader's own town; those of other towns stay with their town.</summary>
    private async Task<IReadOnlyDictionary<string, string>> Staff(Visit visit, IReadOnlyList<TimelineEntry> story)
    {
        var ids = story.Where(e => e.Actor.Kind == "staff" && e.Actor.Home == visit.TownId.Value).Select(e => e.Actor.Id).ToHashSet(StringComparer.Ordinal);
        return ids.Count == 0
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : (await database.ReadInTown(visit.TownId, tx => StaffSearch.All(tx, visit.TownId, visit.Stop), visit.Stop))
                .Where(s => ids.Contains(s.Id.Value.ToString("n"))).ToDictionary(s => s.Id.Value.ToString("n"), s => s.Name, StringComparer.Ordinal);
    }
}
