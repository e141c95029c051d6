using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Api.Console.Disasters;

/// <summary>The warnings of a town as its pages show them.</summary>
/// <param name="IsFetched">Whether this house is told where to fetch them.</param>
/// <param name="Terms"><c>null</c> when the town does not follow them.</param>
/// <param name="OkAt">When the slowest of the feeds answered last.</param>
/// <param name="Over">Since when the warnings are over for which disaster mode was begun.</param>
/// <param name="Calls">What would begin disaster mode if it were not kept from it by a drill.</param>
public sealed record WarningView(
    bool IsFetched, WarningTerms? Terms, Items<StandingWarning> Standing, DateTimeOffset? OkAt, bool IsLate, DateTimeOffset? Over, Items<StandingWarning> Calls)
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    public bool IsFollowed => IsFetched && Terms is { Areas.Count: > 0 };

    /// <param name="mode">The disaster or drill that goes on.</param>
    public static async Task<WarningView> Read(NpgsqlTransaction tx, Visit visit, WeatherSettings settings, DisasterMode? mode)
    {
        var standing = await WarningTable.Now(tx, visit.TownId, visit.Now, visit.Stop);
        var feeds = await WeatherFeedTable.Of(tx, visit.TownId, visit.Stop);
        var ok = feeds.Count < WeatherFeed.Names.Count ? null : feeds.Min(f => f.OkAt ?? DateTimeOffset.MinValue) is var least && least > DateTimeOffset.MinValue ? least : (DateTimeOffset?)null;
        var terms = visit.Town.Warnings;
        Items<StandingWarning> calls = mode is { IsDrill: true } && terms is not null
            ? [.. standing.Where(s => WarningTermsToPolicy.Of(terms).On(new AreaWarning("", s.Kind, s.Code, s.Name, s.Level)) != WarningAct.Off)]
            : [];
        return new WarningView(
            settings.FeedBaseUrl is not null, terms, standing, ok, ok is null || visit.Now - ok > Late,
            mode is { IsOn: true, IsDrill: false } ? await WarningTable.Over(tx, visit.TownId, mode.Id, visit.Stop) : null, calls);
    }
}
