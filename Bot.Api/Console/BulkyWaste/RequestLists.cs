using Bot.Api.Console.Lists;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>By what the list of requests can be sorted and narrowed, for each reader: their towns, areas, zones and colleagues.</summary>
internal sealed class RequestLists(LiveRegion live, BulkyWasteModule service, BlindIndex index)
{
    public const string Path = "bulky-waste";
    private const int MostFound = 500;
    private const string Mine = "me";
    private const string Nobody = "none";

    public BulkyTowns Towns => service.Towns;

    /// <summary>The towns whose requests this reader may see.</summary>
    public IReadOnlyList<TownProfile> Members(Visit visit) => visit.Town.Kind == TownKind.Union
        ? [.. visit.Town.Members.Select(live.Now.Find).OfType<TownProfile>()]
        : [visit.Town];

    public async Task<ListQuery> Read(Visit visit, NpgsqlTransaction tx, IReadOnlyList<Colleague> colleagues)
    {
        var members = Members(visit);
        var zones = (await service.Plans.Of(tx, Towns.OperatorFor(visit.TownId), visit.Stop)).Plan.Zones.Where(z => members.Any(m => m.Id == z.Town));
        ListFilter[] towns = members.Count > 1 ? [new ListFilter.Choice("in", "町", [.. members.Select(m => new ListOption(m.Id.Value, m.Name.Ja))])] : [];
        return ListQuery.Read(
            new ListShape(
                [new ListSort("day", "収集日"), new ListSort("receipt", "受付番号"), new ListSort("asked", "申し込み", Falling: true)],
                [
                    new ListFilter.Choice("tab", "状態", [.. BulkyShown.Tabs.Select(t => new ListOption(t.Key, t.Value))]),
                    new ListFilter.Words("q", "受付番号・収集番号・お名前・電話"),
                    new ListFilter.Day("from", "収集日（から）"),
                    new ListFilter.Day("to", "収集日（まで）"),
                    .. towns,
                    new ListFilter.Choice("area", "地区", [.. members.SelectMany(m => Areas(m, members.Count > 1))]),
                    new ListFilter.Choice("zone", "収集区域", [.. zones.Select(z => new ListOption(z.Code, z.Name.Ja))]),
                    new ListFilter.Choice("who", "担当",
                    [
                        new(Mine, "自分"), new(Nobody, "まだ決まっていない"),
                        .. colleagues.Where(c => !c.HasLeft && c.Id != visit.Staff.Id).Select(c => new ListOption($"{c.Id.Value:n}", c.Name)),
                    ]),
                ]),
            visit.Http.Request.Query);
    }

    public async Task<RequestFilter> Filter(Visit visit, NpgsqlTransaction tx, ListQuery query)
    {
        var typed = query.Text("q");
        var area = query.Text("area")?.Split('.');
        var who = query.Text("who");
        return new RequestFilter(
            query.Text("tab"),
            query.Day("from"),
            query.Day("to"),
            (query.Text("in") ?? area?[0]) is { } town ? new TownId(town) : null,
            // An area of another town than the one that was chosen beside it: there is no such request.
            area is null ? null : query.Text("in") is { } other && other != area[0] ? "" : area[1],
            typed is not null && CollectionNumber.Parse(typed) is Checked<CollectionNumber>.Good(var number) ? number.Digits : typed,
            typed is null ? null : await Found(visit, tx, typed),
            query.Sort.Key,
            query.Falling,
            query.Text("zone"),
            who switch { null or Nobody => null, Mine => visit.Staff.Id, _ => new StaffId(Guid.ParseExact(who, "n")) },
            who == Nobody);
    }

    /// <summary>The requests of people with that name or telephone, by the seals' blind index.</summary>
    private async Task<IReadOnlyList<Guid>> Found(Visit visit, NpgsqlTransaction tx, string typed)
    {
        var found = new HashSet<Guid>();
        foreach (var member in Members(visit))
        {
            foreach (var token in new[] { index.ForName(member.Id, typed), index.ForTelephone(member.Id, typed) }.OfType<byte[]>())
            {
                foreach (var subject in await SearchTokenTable.Find(tx, member.Id, token, MostFound, visit.Stop))
                {
                    if (subject.Module == RequestLife.Module && Guid.TryParse(subject.Subject, out var id))
                    {
                        found.Add(id);
                    }
                }
            }
        }

        return [.. found];
    }

    private static IEnumerable<ListOption> Areas(TownProfile town, bool withTown) => town.OperatorOf(RequestLife.Module) is null
        ? []
        : town.Areas.Select(a => a.ToArea()).Select(a => new ListOption($"{town.Id.Value}.{a.Code}", withTown ? $"{town.Name.Ja} {a.Name.Ja}" : a.Name.Ja));
}
