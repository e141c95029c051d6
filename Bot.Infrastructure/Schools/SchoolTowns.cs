using System.Collections.Frozen;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Schools;

/// <summary>The schools of each town, as they are at this moment.</summary>
public sealed class SchoolTowns(LiveRegion live)
{
    private readonly FromRegion<FrozenDictionary<TownId, Items<School>>> _schools = new(live, (region, _) => region.Towns
        .Where(t => t is { Kind: TownKind.Town, Schools: not null })
        .ToFrozenDictionary(t => t.Id, t => Of(t, region)));

    /// <summary>In the order of the town's list; none for a town without the service.</summary>
    public Items<School> this[TownId town] => _schools.Now.GetValueOrDefault(town);

    public School? Find(TownId town, string code) => this[town].FirstOrDefault(s => s.Code == code);

    /// <summary>The towns that have the service switched on.</summary>
    public IReadOnlyList<TownId> All => [.. live.Now.Towns.Where(t => t.Schools is not null && t.OperatorOf(SchoolFiles.Service) is not null).Select(t => t.Id)];

    public LocalText TownName(TownId town) => live.Now.Find(town)?.Name ?? new LocalText(town.Value);

    private static Items<School> Of(TownProfile town, Region region)
    {
        Items<SchoolBreak> holidays = [.. region.Holidays.Days.Select(d => new SchoolBreak(d.Key, d.Key, d.Value)).OrderBy(b => b.First)];
        return
        [
            .. town.Schools!.Schools.Select(s => new School
            {
                Code = s.Code,
                Name = s.Name,
                Kana = s.Kana,
                Kind = s.Kind switch
                {
                    "nursery" => SchoolKind.Nursery,
                    "kindergarten" => SchoolKind.Kindergarten,
                    "junior-high" => SchoolKind.JuniorHigh,
                    _ => SchoolKind.Elementary,
                },
                Telephone = s.Telephone,
                CutOff = s.CutOff,
                AsksReasonInTalk = s.ReasonInTalk,
                ConfirmsYearly = s.ConfirmsYearly,
                Calendar = new SchoolCalendar(
                    s.Days,
                    [.. holidays, .. town.Schools.Breaks.Where(b => b.School is null || b.School == s.Code).Select(b => new SchoolBreak(b.First, b.Last, b.Reason))]),
            }),
        ];
    }
}
