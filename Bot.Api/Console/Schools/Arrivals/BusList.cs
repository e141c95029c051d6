using System.Globalization;
using System.Text.Json;
using Bot.Api.Console.Phones;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;

namespace Bot.Api.Console.Schools.Arrivals;

/// <summary>Who is expected, as the phone keeps it while it has no signal.</summary>
/// <param name="Staff">Whose list it is: scans are sent only in the name of whoever made them.</param>
/// <param name="Run">The drill, or nothing but zeros.</param>
public sealed record BusList(
    string Day, string Staff, PhoneToken? Token, string School, string Run, bool IsDrill, int Buses, IReadOnlyList<BusClass> Classes, IReadOnlyList<BusChild> Children, IReadOnlyList<int> Checked)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public string ToJson() => JsonSerializer.Serialize(this, Web);

    internal static BusList Of(Visit visit, SchoolMorning morning, Guid run, PhoneToken token, IReadOnlyList<Scan> scans, IReadOnlyList<ReportedAway> away)
    {
        var back = scans.Where(s => s.Kind == ScanKind.TakeBack).Select(s => s.Of).ToHashSet();
        var standing = scans.Where(s => s.Kind != ScanKind.TakeBack && !back.Contains(s.Id)).ToList();
        var open = RollCall.OpenBuses(new Morning(visit.Today, visit.Now, morning.Rules, [], [], [.. scans])).Select(b => b.Bus).ToHashSet();
        return new BusList(
            visit.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), visit.Staff.Id.Value.ToString("n"), token, morning.School.Name.Ja, run.ToString("n"), run != Guid.Empty, morning.Rules.Buses,
            [.. morning.Pupils.Select(p => p.Class).Distinct().Select(c => new BusClass(c.Id.Value.ToString("n"), c.Title))],
            [
                .. morning.Pupils.Select(p => new BusChild(
                    p.Child.Id.Value.ToString("n"), Shown.Safe(p.Child.Person.Name), p.Class.Id.Value.ToString("n"), p.Class.Title, away.FirstOrDefault(a => a.Child == p.Child.Id) is { } a ? a.Until is { } until ? $"{until:H:mm} ごろ登園の連絡" : "欠席の連絡" : "",
                    Ids(standing, p.Child.Id, ScanKind.Board), Ids(standing, p.Child.Id, ScanKind.Alight), Ids(standing, p.Child.Id, ScanKind.Arrive))),
            ],
            [.. standing.Where(s => s.Kind == ScanKind.RearSeat && !open.Contains(s.Bus)).Select(s => s.Bus).Distinct()]);
    }

    private static IReadOnlyList<string> Ids(List<Scan> scans, ChildId child, ScanKind kind) => [.. scans.Where(s => s.Child == child && s.Kind == kind).Select(s => s.Id.ToString("n"))];
}

public sealed record BusClass(string Id, string Title);

/// <param name="Board">The scans of that kind which count.</param>
public sealed record BusChild(string Id, string Name, string Class, string Title, string Away, IReadOnlyList<string> Board, IReadOnlyList<string> Alight, IReadOnlyList<string> Arrive);
