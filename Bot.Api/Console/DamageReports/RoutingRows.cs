using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.DamageReports;

/// <summary>One line of the routing as its form has it; without a target the line is dropped.</summary>
/// <param name="Place">By which the lines are ordered.</param>
public sealed record RoutingRow(string Place, string Kind, string Group, string Area, string Owner, string Target)
{
    public static RoutingRow Blank { get; } = new("", "", "", "", "", "");
}

/// <summary>The lines of a town's routing between its files and the form.</summary>
internal static class RoutingRows
{
    /// <summary>The head of the clerk's file is its first line.</summary>
    private const int FirstLine = 2;

    private const int Most = 200;

    public static Items<RoutingRow> Of(DamageFiles files) =>
        [.. files.Routing.Select((r, n) => new RoutingRow(Number(n + 1), r.Kind ?? "", r.Group ?? "", r.Area ?? "", r.Owner ?? "", r.Target))];

    public static Items<RoutingRow> Read(Visit visit)
    {
        IReadOnlyList<string>[] all = [visit.Fields("place"), visit.Fields("kind"), visit.Fields("group"), visit.Fields("area"), visit.Fields("owner"), visit.Fields("target")];
        var rows = Math.Min(Most, all.Min(a => a.Count));
        return [.. Enumerable.Range(0, rows).Select(n => new RoutingRow(all[0][n], all[1][n], all[2][n], all[3][n], all[4][n], all[5][n]))];
    }

    /// <summary>In the order of their places; of equal places, and without one, as they stand in the form, with what has no place at the end.</summary>
    public static DamageFiles Over(DamageFiles files, Items<RoutingRow> rows) => files with
    {
        Routing =
        [
            .. rows.Where(r => r.Target.Length > 0).OrderBy(r => Place(r.Place))
                .Select((r, n) => new DamageRoutingRow(n + FirstLine, Some(r.Kind), Some(r.Group), Some(r.Area), Some(r.Owner), r.Target)),
        ],
    };

    /// <summary>What the rules are made of must be what the town has: anything else was not chosen from the form.</summary>
    public static bool AreKnown(DamagePlan plan, DamageFiles files, Items<RoutingRow> rows) => rows.Where(r => r.Target.Length > 0).All(r =>
        (r.Kind.Length == 0 || files.Kinds.Any(k => k.Code == r.Kind))
        && (r.Group.Length == 0 || files.Groups.Any(g => g.Code == r.Group))
        && (r.Area.Length == 0 || files.Areas.Any(a => a.Code == r.Area))
        && r.Owner is "" or "town" or "prefecture" or "state"
        && RouteTarget.Parse(r.Target) switch
        {
            RouteTarget.Outside(var office) => plan.Office(office) is not null,
            RouteTarget.OtherTown(var town) => plan.Neighbours.Any(n => n.Town == town),
            RouteTarget.Department => true,
            _ => false,
        });

    private static double Place(string typed) =>
        double.TryParse(JapaneseText.Normal(typed), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var place) ? place : double.MaxValue;

    private static string? Some(string code) => code.Length > 0 ? code : null;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
