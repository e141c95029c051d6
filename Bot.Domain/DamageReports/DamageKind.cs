using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>What may be reported in a town, as its folder says.</summary>
public sealed record DamageKind
{
    public required string Code { get; init; }

    public required LocalText Name { get; init; }

    /// <summary>The code of its <see cref="KindGroup"/>.</summary>
    public required string Group { get; init; }

    /// <summary>Metres within which another report is probably of the same thing; 0 never asks, <c>null</c> goes by the group.</summary>
    public int? Radius { get; init; }

    /// <summary>The department that sees to it unless a rule says otherwise; <c>null</c> goes by the group.</summary>
    public string? Department { get; init; }

    /// <summary>What to know before reporting it, such as whom to ring at a smell of gas.</summary>
    public LocalText? Hint { get; init; }

    /// <summary>How bad it is by itself, 1 to 3.</summary>
    public required int Severity { get; init; }

    /// <summary>Offered in a disaster only.</summary>
    public bool DisasterOnly { get; init; }
}

/// <summary>Kinds that belong together; reports of one group may be of the same thing.</summary>
public sealed record KindGroup(string Code, LocalText Name, int? Radius, string? Department);
