using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

public enum TownKind
{
    /// <summary>Has residents and its own LINE account.</summary>
    Town,

    /// <summary>Works for several towns, for example collects their waste.</summary>
    Union,
}

/// <summary>All that makes one town (or union) different from the next, as its folder says.</summary>
public sealed record TownProfile
{
    public required TownId Id { get; init; }

    public required TownKind Kind { get; init; }

    public required LocalText Name { get; init; }

    public required string Kana { get; init; }

    public required string Region { get; init; }

    public required Office Office { get; init; }

    /// <summary>What to do when it cannot wait for the office to open.</summary>
    public required LocalText Emergency { get; init; }

    public required Colours Colours { get; init; }

    public required Items<Language> Languages { get; init; }

    /// <summary>The services that are switched on, by the name of their form.</summary>
    public required Items<ServiceSwitch> Services { get; init; }

    /// <summary>Services that take nothing new for the time being; what was asked for before goes on. Set by staff, not by the folder.</summary>
    public Items<string> Paused { get; init; } = [];

    /// <summary>That a disaster, or a drill of one, goes on. Set by staff, not by the folder.</summary>
    public DisasterState? Disaster { get; init; }

    /// <summary>That a warning of the weather agency holds. Set by the reports, not by the folder.</summary>
    public WarnedState? Warned { get; init; }

    /// <summary>What such warnings do; <c>null</c> for a town that does not follow them.</summary>
    public WarningTerms? Warnings { get; init; }

    /// <summary>Of a union: the towns that it works for.</summary>
    public required Items<TownId> Members { get; init; }

    /// <summary>Of a town: how residents may pay; a union takes no money.</summary>
    public PaymentTerms? Payment { get; init; }

    public required Items<Area> Areas { get; init; }

    /// <summary>The departments to begin with; what staff made of them since stands in the database.</summary>
    public Items<DepartmentRow> Departments { get; init; } = [];

    /// <summary>Days on which the office is closed beside weekends and national holidays.</summary>
    public required Items<Closing> Closings { get; init; }

    /// <summary>What may be reported as damaged and who sees to it; <c>null</c> for a town without that service.</summary>
    public DamageFiles? Damage { get; init; }

    /// <summary>The schools and nurseries; <c>null</c> for a town without that service.</summary>
    public SchoolFiles? Schools { get; init; }

    public required Items<Phrase> Wording { get; init; }

    public required Items<TownMenu> RichMenus { get; init; }

    /// <summary>Who carries a service out for this town; <c>null</c> when it is not switched on.</summary>
    public TownId? OperatorOf(string service) => Services.FirstOrDefault(s => s.Name == service)?.Operator;
}

/// <param name="IsDrill">A drill: everything that is said begins with a word that says so.</param>
public sealed record DisasterState(bool IsDrill);

/// <param name="IsWarned">Always so; without a warning there is no such state.</param>
public sealed record WarnedState(bool IsWarned);

/// <param name="Operator">The union that carries it out, or the town itself.</param>
public sealed record ServiceSwitch(string Name, TownId Operator);

/// <summary>The desk that residents reach.</summary>
public sealed record Office
{
    public required LocalText Desk { get; init; }

    public required string Telephone { get; init; }

    public required LocalText Address { get; init; }

    public required Uri Website { get; init; }

    public required Items<OpenHours> Hours { get; init; }

    /// <summary>The hours as people say them.</summary>
    public required LocalText HoursText { get; init; }
}

/// <summary>One stretch in which the office is open on a day of the week.</summary>
public sealed record OpenHours(DayOfWeek Day, TimeOnly From, TimeOnly To);

/// <summary>The town's colour and what can be read on it, as <c>#RRGGBB</c>.</summary>
public sealed record Colours(string Primary, string OnPrimary);

/// <param name="Methods">Of <c>card</c>, <c>konbini</c>, <c>paypay</c>.</param>
/// <param name="PayDays">How many days a resident has to pay.</param>
/// <param name="CutOff">However many days there are, paying ends here, counted back from the day of the service.</param>
public sealed record PaymentTerms(Items<string> Methods, int PayDays, CutOff CutOff);

/// <summary>A part of the town as residents name it.</summary>
/// <param name="Zone">The collection zone of the waste union.</param>
/// <param name="Point">A place in its middle, for maps and routes; <c>null</c> when nobody has said it.</param>
public sealed record Area(string Code, LocalText Name, string Kana, Items<string> PostalCodes, string Zone, GeoPoint? Point = null);

public sealed record Closing(DateOnly Date, LocalText Reason);

/// <summary>A phrase that this town says in its own way.</summary>
public sealed record Phrase(Language Language, string Key, string Text);
