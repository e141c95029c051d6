using System.Globalization;
using Bot.Api.Console.Casework;
using Bot.Domain.DamageReports;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.DamageReports;

/// <summary>Finds a case for its reader and does something with it. Cases are the town's own: another's is as little there as one that never was.</summary>
internal sealed class CasePages(Database database, DamageReportsModule service, CaseReader cases, Notes notes, Sealer sealer)
{
    private readonly CaseModule _module = DamageCase.Module(database, service.Towns);

    public static string Subject(StoredCase stored) => $"{DamageReportsModule.Name}/{stored.Subject}";

    /// <summary>The case with what the town says of such; <c>null</c> when there is none, or the town has no such service.</summary>
    public async Task<(StoredCase Case, DamagePlan Plan)?> Seen(Visit visit, Guid id) =>
        service.Towns.Find(visit.TownId) is { } plan && await database.ReadInTown(visit.TownId, tx => DamageSearch.Read(tx, visit.TownId, id, visit.Stop), visit.Stop) is { } found
            ? (found, plan)
            : null;

    public async Task<IResult> Detail(Visit visit, StoredCase stored, DamagePlan plan)
    {
        var (detail, standings, into, first, pictures, channels, rating, handed) = await database.InTown(visit.TownId, async tx =>
        {
            await Looked(visit, tx, "detail", stored);
            var all = (await CaseListSearch.Detail(tx, sealer, visit.TownId, stored.Id, visit.Stop))!;
            string[] photos = [.. all.Reports.SelectMany(r => r.Report.Photos)];
            var standing = await PhotoTable.Standings(tx, visit.TownId, photos, visit.Stop);
            return (
                all,
                photos.Zip(standing).DistinctBy(p => p.First, StringComparer.Ordinal).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal),
                all.Case.State is ReportState.Duplicate(var of) ? await DamageSearch.Read(tx, visit.TownId, of, visit.Stop) : null,
                await FirstReportSearch.Citizens(tx, visit.TownId, [stored.Id], visit.Stop),
                await CasePictures.Of(tx, stored, visit.Stop),
                await IntakeTable.ChannelsOf(tx, visit.TownId, DamageReportsModule.Name, [.. all.Reports.Select(r => $"{r.Report.Id:n}")], visit.Stop),
                await RatingSearch.Of(tx, visit.TownId, stored.Id, visit.Stop),
                new HandedPhotos(await HandedPhotoTable.Of(tx, visit.TownId, stored.Id, visit.Stop), await HandedPhotoTable.Sent(tx, visit.TownId, stored.Id, visit.Stop)));
        }, visit.Stop);
        var view = await cases.Of(visit, _module, DamageCase.Ref(detail.Case, first.TryGetValue(stored.Id, out var citizen) ? citizen : null));
        return visit.Page<DetailPage>(new
        {
            Detail = detail, Plan = plan, service.Towns, Into = into, Standings = (IReadOnlyDictionary<string, PhotoStanding>)standings, View = view, Pictures = pictures, Channels = channels, Rating = rating, Handed = handed,
        });
    }

    /// <summary>A picture as we cleaned it; <c>null</c> when the case, the report or the picture is not there.</summary>
    public Task<StoredPhoto?> Photo(Visit visit, StoredCase stored, Guid report, int n, bool small) => database.InTown(visit.TownId, async tx =>
    {
        var photos = (await ReportTable.Of(tx, visit.TownId, stored.Id, visit.Stop)).FirstOrDefault(r => r.Id == report)?.Photos ?? [];
        if (n < 0 || n >= photos.Count)
        {
            return null;
        }

        await Looked(visit, tx, "photo", stored);
        return small && await PhotoTable.ReadThumbnail(tx, sealer, visit.TownId, photos[n], visit.Stop) is { } thumbnail
            ? thumbnail
            : await PhotoTable.Read(tx, sealer, visit.TownId, photos[n], visit.Stop);
    }, visit.Stop);

    /// <summary>One of the pictures of a case that can be shown; <c>null</c> when there is none, or it is another case's.</summary>
    public async Task<(StoredCase Case, DamagePlan Plan, CasePicture Picture)?> Picture(Visit visit, Guid id, Guid picture) =>
        await Seen(visit, id) is var (found, plan) && (await Pictures(visit, found)).FirstOrDefault(p => p.Id == picture) is { } one ? (found, plan, one) : null;

    public Task<IReadOnlyList<CasePicture>> Pictures(Visit visit, StoredCase stored) => database.ReadInTown(visit.TownId, tx => CasePictures.Of(tx, stored, visit.Stop), visit.Stop);

    /// <summary>The picture itself, noted in the record.</summary>
    public Task<StoredPhoto?> Read(Visit visit, StoredCase stored, CasePicture picture, bool small) => database.InTown(visit.TownId, async tx =>
    {
        await Looked(visit, tx, "photo", stored);
        return small && await PhotoTable.ReadThumbnail(tx, sealer, visit.TownId, picture.ContentId, visit.Stop) is { } thumbnail
            ? thumbnail
            : await PhotoTable.Read(tx, sealer, visit.TownId, picture.ContentId, visit.Stop);
    }, visit.Stop);

    /// <summary>A report that belongs to the case itself; <c>null</c> for one of another case.</summary>
    public async Task<StoredReport?> Report(Visit visit, StoredCase stored, Guid report) =>
        await database.ReadInTown(visit.TownId, tx => ReportTable.Read(tx, visit.TownId, report, visit.Stop), visit.Stop) is { } found && found.Case == stored.Id ? found : null;

    /// <summary>Whom a case can be passed on to, by the text of the target.</summary>
    public IReadOnlyList<(RouteTarget To, string Title)> Others(DamagePlan plan) =>
    [
        .. plan.Neighbours.Select(n => n.Town).Where(t => service.Towns.Via(plan.Town, t) is not null)
            .Select(t => (RouteTarget)new RouteTarget.OtherTown(t)).Concat(plan.Offices.Select(o => new RouteTarget.Outside(o.Code)))
            .Select(to => (to, service.Towns.NameOf(plan.Town, to).Ja)),
    ];

    /// <summary>The case of that number, for merging.</summary>
    public Task<StoredCase?> Numbered(Visit visit, string number) =>
        database.ReadInTown(visit.TownId, tx => DamageSearch.Numbered(tx, visit.TownId, number, visit.Stop), visit.Stop);

    /// <summary>Takes the step, and keeps what the clerk noted of it, both or neither.</summary>
    /// <param name="note">Empty for none.</param>
    public Task<CaseOutcome> Do(Visit visit, StoredCase stored, CaseMove move, string note) => database.InTown(visit.TownId, async tx =>
    {
        var seen = int.TryParse(visit.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        var outcome = await service.Cases.Act(tx, visit.TownId, stored.Id, new ByClerk(visit.Actor, seen), move, visit.Stop);
        if (outcome is CaseOutcome.Done && note.Length > 0)
        {
            await service.Cases.Note(tx, notes, visit.TownId, stored.Id, visit.Actor, Guid.NewGuid(), note, visit.Stop);
        }

        return outcome;
    }, visit.Stop);

    private static Task Looked(Visit visit, Npgsql.NpgsqlTransaction tx, string what, StoredCase stored) =>
        AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"damage-reports.see/{what}", [Subject(stored)]), visit.Now, visit.Stop);
}
