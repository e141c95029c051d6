using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>The rows of cases.</summary>
public static class DamageTable
{
    /// <summary>The next number of a town, such as <c>D08-00012</c>.</summary>
    public static async Task<string> Number(NpgsqlTransaction tx, TownId town, DateOnly today, CancellationToken stop)
    {
        const string sql = """
            insert into damage_series as s (town_id, series, last) values (@town, @series, 1)
            on conflict (town_id, series) do update set last = s.last + 1
            returning last
            """;

        // The year of the Reiwa era in which the fiscal year began.
        var series = string.Create(CultureInfo.InvariantCulture, $"D{(today.AddMonths(-3).Year - 2018) % 100:00}");
        var last = await tx.Connection!.QuerySingleAsync<int>(new CommandDefinition(sql, new { town, series }, tx, cancellationToken: stop));
        return string.Create(CultureInfo.InvariantCulture, $"{series}-{last:00000}");
    }

    /// <returns>Whether it is new; a case that was handed over before is not added again.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, StoredCase c, CancellationToken stop)
    {
        const string sql = """
            insert into damage_case (town_id, case_id, number, kind, kind_group, latitude, longitude, state, target, department, road_owner, why,
                                     danger, reporters, urgency, urgency_why, from_town, from_case, opened_at, changed_at, is_drill, is_trusted)
            values (@Town, @Id, @Number, @Kind, @Group, @Latitude, @Longitude, 'new', @target, @department, @owner, @why,
                    @danger, @Reporters, @score, @urgencyWhy, @fromTown, @fromCase, @OpenedAt, @ChangedAt, @IsDrill, @IsTrusted)
            on conflict do nothing
            """;

        return await Run(tx, sql, new
        {
            c.Town, c.Id, c.Number, c.Kind, c.Group, c.Point.Latitude, c.Point.Longitude, target = c.Target.Text, department = CaseColumns.Department(c.Target),
            owner = CaseColumns.Owner(c.Road), why = CaseColumns.Why(c.Why), danger = (short)c.Danger, c.Reporters, score = c.Urgency.Score, urgencyWhy = CaseColumns.Why(c.Urgency),
            fromTown = c.From?.Town, fromCase = c.From?.Case, c.OpenedAt, c.ChangedAt, c.IsDrill, c.IsTrusted,
        }, stop) == 1;
    }

    /// <summary>Writes what may change. Gives what is stored now, with its new version.</summary>
    public static async Task<StoredCase> Save(NpgsqlTransaction tx, StoredCase c, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update damage_case
               set state = @state, planned_on = @PlannedOn, duplicate_of = @DuplicateOf, passed_to = @PassedTo, target = @target, department = @department,
                   danger = @danger, reporters = @Reporters, urgency = @score, urgency_why = @urgencyWhy, is_trusted = @IsTrusted, changed_at = @now, version = version + 1
             where town_id = @Town and case_id = @Id
            """;

        var state = CaseColumns.Of(c.State);
        await Run(tx, sql, new
        {
            state = state.State, state.PlannedOn, state.DuplicateOf, state.PassedTo, target = c.Target.Text, department = CaseColumns.Department(c.Target),
            danger = (short)c.Danger, c.Reporters, score = c.Urgency.Score, urgencyWhy = CaseColumns.Why(c.Urgency), c.IsTrusted, now, c.Town, c.Id,
        }, stop);
        return c with { Version = c.Version + 1, ChangedAt = now };
    }

    /// <summary>Closes what is left of a drill; nobody is told any more.</summary>
    public static Task EndDrill(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update damage_case set state = 'done', planned_on = null, changed_at = @now, version = version + 1
             where town_id = @town and is_drill and state in ('new', 'accepted', 'planned', 'in-work')
            """;

        return Run(tx, sql, new { town, now }, stop);
    }

    /// <summary>What was merged into one case belongs from now on to another.</summary>
    public static Task MoveMerged(NpgsqlTransaction tx, TownId town, Guid from, Guid into, CancellationToken stop)
    {
        const string sql = """
            update damage_case set duplicate_of = @into, version = version + 1 where town_id = @town and duplicate_of = @from
            """;

        return Run(tx, sql, new { town, from, into }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
