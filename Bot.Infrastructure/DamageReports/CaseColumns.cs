using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.DamageReports;

/// <summary>How states, owners and reasons stand in the columns of a case.</summary>
internal static class CaseColumns
{
    public static (string State, DateOnly? PlannedOn, Guid? DuplicateOf, string? PassedTo) Of(ReportState state) => (
        state.Name(),
        (state as ReportState.Planned)?.Day,
        (state as ReportState.Duplicate)?.Of,
        (state as ReportState.NotOurs)?.To.Text);

    public static ReportState State(string state, DateOnly? plannedOn, Guid? duplicateOf, string? passedTo) => state switch
    {
        "new" => new ReportState.New(),
        "accepted" => new ReportState.Accepted(),
        "planned" => new ReportState.Planned(plannedOn!.Value),
        "in-work" => new ReportState.InWork(),
        "done" => new ReportState.Done(),
        "not-ours" => new ReportState.NotOurs(Target(passedTo!)),
        "duplicate" => new ReportState.Duplicate(duplicateOf!.Value),
        "not-found" => new ReportState.CannotReproduce(),
        _ => throw new InvalidOperationException($"no state {state}"),
    };

    public static RouteTarget Target(string text) => RouteTarget.Parse(text) ?? throw new InvalidOperationException("no target");

    public static string? Department(RouteTarget target) => (target as RouteTarget.Department)?.Code;

    public static string Owner(RoadOwner owner) => owner switch
    {
        RoadOwner.State => "state",
        RoadOwner.Prefecture => "prefecture",
        _ => "town",
    };

    public static string[] Why(Items<RouteReason> why) => [.. why.Select(w => $"{w.Step}:{w.Of}")];

    public static Items<RouteReason> Why(string why) => [.. Parts(why).Select(w => w.Split(':', 2)).Select(w => new RouteReason(Enum.Parse<RouteStep>(w[0]), w[1]))];

    public static string[] Why(Urgency urgency) => [.. urgency.Why.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Code}:{w.Points}"))];

    public static Urgency Urgency(int score, string why) =>
        new(score, [.. Parts(why).Select(w => w.Split(':', 2)).Select(w => new UrgencyReason(w[0], int.Parse(w[1], CultureInfo.InvariantCulture)))]);

    private static string[] Parts(string joined) => joined.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
