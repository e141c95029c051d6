using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Tests.Console;
using Dapper;

namespace Bot.Tests.Schools.Arrivals;

/// <summary>ほしのこ保育園 of Hoshimi with a class, empty each time it opens. Its children are there around one day only, so that the rounds of the house find nobody on others.</summary>
internal sealed class Nursery
{
    public const string Code = "hoshinoko";

    private static readonly TownId Town = new("hoshimi");
    private static readonly Actor By = new("staff", "teacher", "hoshimi");

    private readonly ConsoleHost _host;
    private readonly DateOnly _day;
    private readonly SchoolClass _class;
    private long _count;

    private Nursery(ConsoleHost host, DateOnly day)
    {
        (_host, _day) = (host, day);
        _class = new SchoolClass(new ClassId(NamedGuid.From("nursery", "ひよこ組")), Code, SchoolYear.Of(day), 0, "ひよこ組");
        var teller = host.Get<Teller>();
        Round = new ArrivalRound(
            host.Get<SchoolsModule>().Towns, new MorningSearch((_, _, _, _, _) => Task.FromResult<IReadOnlyList<ReportedAway>>(Away)),
            new ArrivalTeller(teller.Tell, host.Store.Sealer, new Uri("https://bot.example/")));
    }

    public static ArrivalRules Rules { get; } = new()
    {
        IsOn = true, Buses = 1, TellsArrival = true, StaffMails = ["staff@town.example"], HeadMails = ["head@town.example"], Sheet = new Guid(7, 7, 7, new byte[8]),
    };

    public ArrivalRound Round { get; }

    public List<ReportedAway> Away { get; } = [];

    public static async Task<Nursery> Open(ConsoleHost host, DateOnly day, ArrivalRules? rules = null)
    {
        var nursery = new Nursery(host, day);
        await host.Store.Peek<int>("""
            delete from arrival_step; delete from arrival_scan; delete from arrival_drill; delete from guardian_link; delete from class_member; delete from child; delete from school_day;
            delete from outbox where kind = 'staff.mail'; select 1
            """);
        await host.Database.InTown(Town, async tx =>
        {
            await ClassTable.Add(tx, Town, nursery._class, default);
            await ArrivalRuleTable.Put(tx, Town, Code, rules ?? Rules, By, JapanTime.At(day, TimeOnly.MinValue), default);
        }, default);
        return nursery;
    }

    public Task<ChildId> Child(string name, string? guardian = null) => _host.Database.InTown(Town, async tx =>
    {
        var (id, now) = (new ChildId(Guid.NewGuid()), JapanTime.At(_day, TimeOnly.MinValue));
        var child = new Child(id, Code, $"{++_count}", new ChildPerson(name, "ほしの", new DateOnly(2021, 5, 3), ""), false, null);
        await ChildTable.Add(tx, _host.Store.Sealer, Town, child, _day, now, default);
        await ChildTable.Place(tx, Town, id, _class.Id, (int)_count, _day.AddDays(-9), default);
        await tx.Connection!.ExecuteAsync("update class_member set until_day = @until where child_id = @id", new { until = _day.AddDays(9), id = id.Value }, tx);
        if (guardian is not null)
        {
            await GuardianTable.Link(tx, _host.Store.Sealer, Town, Guid.NewGuid(), id, new CitizenId(guardian), "はなちゃん", true, now, default);
        }

        return id;
    }, default);

    /// <summary>What a phone sends, whose clock says something else altogether.</summary>
    public Task<ScanOutcome> Scans(ScanKind kind, ChildId? child, DateTimeOffset heard, TimeSpan ago, int bus = 0, string code = "", Guid? id = null) => _host.Database.InTown(Town, tx => ScanDesk.Take(
        tx, Town, _host.Get<SchoolsModule>().Towns.Find(Town, Code)!, _day, Guid.Empty,
        new Scan(id ?? Guid.NewGuid(), kind, child, bus, null, new Guid(9, 9, 9, new byte[8]), ++_count, heard - ago, heard), heard.AddDays(-40), code, By, default), default);
}
