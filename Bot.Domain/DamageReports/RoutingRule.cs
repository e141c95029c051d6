using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>One line of a town's routing: who sees to it when all that is said applies. The first line that applies counts.</summary>
/// <param name="Line">As the clerk's file counts.</param>
/// <param name="Kind"><c>null</c> for any, like the others.</param>
public sealed record RoutingRule(int Line, string? Kind, string? Group, string? Area, RoadOwner? Owner, RouteTarget Target);

/// <summary>Who sees to a report.</summary>
public abstract record RouteTarget
{
    private RouteTarget() { }

    /// <summary>A department of this town, by its code.</summary>
    public sealed record Department(string Code) : RouteTarget;

    /// <summary>Another town of the region, which takes it over.</summary>
    public sealed record OtherTown(TownId Town) : RouteTarget;

    /// <summary>The prefecture or the state, by the code of the office; staff pass it on.</summary>
    public sealed record Outside(string Office) : RouteTarget;

    /// <summary>As files and rows write it: <c>department:roads</c>, <c>town:kawabe</c>, <c>office:route-18</c>.</summary>
    public string Text => this switch
    {
        Department(var code) => $"department:{code}",
        OtherTown(var town) => $"town:{town.Value}",
        Outside(var office) => $"office:{office}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Reads what <see cref="Text"/> wrote; <c>null</c> when it is nothing of the kind.</summary>
    public static RouteTarget? Parse(string text) => text.Split(':', 2) switch
    {
        ["department", { Length: > 0 } code] => new Department(code),
        ["town", var town] when TownId.TryParse(town, out var id) => new OtherTown(id),
        ["office", { Length: > 0 } code] => new Outside(code),
        _ => null,
    };
}

/// <summary>Who sees to a report, and why.</summary>
/// <param name="Owner">Who keeps the road that the place lies on; <see cref="RoadOwner.Town"/> away from the others' roads.</param>
/// <param name="Why">In the order in which it was looked at.</param>
public sealed record Route(RouteTarget Target, RoadOwner Owner, Items<RouteReason> Why);

/// <summary>One step of finding who sees to a report.</summary>
/// <param name="Step">What was found.</param>
/// <param name="Of">The code of an area, a town, a department, or the number of a line; empty when there is none.</param>
public sealed record RouteReason(RouteStep Step, string Of = "");

/// <summary>The codes are stored by their names: they are added to, never renamed.</summary>
public enum RouteStep
{
    /// <summary>Within the town's own border.</summary>
    InTown,

    /// <summary>Within the border of another town of the region.</summary>
    InNeighbour,

    /// <summary>The town has no border drawn, so any place counts as its own.</summary>
    NoBorder,

    /// <summary>Nobody said where.</summary>
    NoPlace,

    /// <summary>On a road that has another owner.</summary>
    OnRoad,

    /// <summary>In a district.</summary>
    InDistrict,

    /// <summary>A line of the rules applies.</summary>
    Rule,

    /// <summary>The kind's own department.</summary>
    OfKind,

    /// <summary>The group's department.</summary>
    OfGroup,

    /// <summary>The department for everything else.</summary>
    OfTown,
}
