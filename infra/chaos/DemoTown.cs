using System.Collections.Concurrent;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Towns;
using CollectionDay = Bot.Domain.BulkyWaste.CollectionDay;

namespace Bot.Chaos;

/// <summary>A demo town with its real forms, words, catalogue and calendar, and without a database. May be used by many threads.</summary>
internal sealed class DemoTown
{
    private const string Service = "bulky-waste";

    private readonly ConcurrentDictionary<(string Zone, DateOnly First, DateOnly Last), IReadOnlyList<CollectionDay>> _days = [];
    private readonly CollectionCalendar _calendar;
    private readonly Deadline _payBy;

    private DemoTown(Region region, TownProfile profile)
    {
        var by = profile.OperatorOf(Service)!.Value;
        Talk = TownTalk.Of(profile, [new Module(Service)
        {
            Forms = _ => [.. BulkyWasteForms.All, AdoptionForm.Adopt],
            Desks = new Dictionary<FormId, Desk>(),
            Facts = new Dictionary<Type, FactSource>(),
        }, new Module(DamageReportsModule.Name)
        {
            Forms = _ => [.. DamageForms.All],
            Desks = new Dictionary<FormId, Desk>(),
            Facts = new Dictionary<Type, FactSource>(),
        }]);
        Damage = Bot.Infrastructure.DamageReports.PlanFromFiles.Of(profile, region);
        Operator = by;
        Plan = region.Waste[by].ToPlan();
        Catalogue = Plan.ToCatalogue();
        Areas = [.. profile.Areas.Select(a => a.ToArea())];
        var holidays = region.Holidays.Days.Keys.ToHashSet();
        _calendar = new CollectionCalendar(
            Plan, holidays, region.Holidays.Until, new WorkingDays([.. holidays, .. region.Find(by)?.Closings.Select(c => c.Date) ?? []]));
        _payBy = profile.Payment!.CutOff.ToDeadline();
    }

    public TownTalk Talk { get; }

    public TownProfile Profile => Talk.Profile;

    public TownId Operator { get; }

    public DamagePlan Damage { get; }

    public CollectionPlan Plan { get; }

    public Catalogue Catalogue { get; }

    public Items<CollectionArea> Areas { get; }

    /// <summary>The towns of the region that collect bulky waste.</summary>
    /// <param name="folder">For example <c>infra/towns</c>.</param>
    public static IReadOnlyList<DemoTown> All(string folder)
    {
        var region = RegionFolder.Load(folder).OrThrow();
        return [.. region.Towns.Where(t => t is { Kind: TownKind.Town, Damage: not null } && t.OperatorOf(Service) is not null).Select(t => new DemoTown(region, t))];
    }

    /// <summary>The folder of the demo towns in this repository.</summary>
    public static string Folder()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (here is not null && !File.Exists(Path.Combine(here.FullName, "Directory.Packages.props")))
        {
            here = here.Parent;
        }

        return Path.Combine(here?.FullName ?? throw new InvalidOperationException("not inside the repository"), "infra", "towns");
    }

    /// <summary>The days that can be booked, with the places that are left when so many are taken.</summary>
    public FreeDays Free(string area, DateTimeOffset now, Func<DateOnly, int> taken)
    {
        var window = _calendar.Window(now, _payBy);
        return ZoneOf(area) is { } zone && window.First <= window.Last
            ? new FreeDays(window, [.. Days(zone, window).Select(d => new FreeDay(d.Date, Math.Max(0, d.Capacity - taken(d.Date))))])
            : new FreeDays(window, []);
    }

    public DateTimeOffset ChangeBy(DateOnly day) => _calendar.ChangeBy(day);

    private CollectionZone? ZoneOf(string area) =>
        Areas.FirstOrDefault(a => a.Code == area) is { } known ? Plan.Zones.FirstOrDefault(z => z.Code == known.Zone) : null;

    private IReadOnlyList<CollectionDay> Days(CollectionZone zone, DateRange window) =>
        _days.GetOrAdd((zone.Code, window.First, window.Last), _ => [.. _calendar.Days(zone, window.First, window.Last)]);
}
