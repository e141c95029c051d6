using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What came of a step at the place.</summary>
/// <param name="Case">Where it was kept; another than the one asked for when that was merged meanwhile.</param>
/// <param name="Photos">How many pictures were kept.</param>
public sealed record HeardStep(Guid Id, Guid Case, FieldOutcome Outcome, int Photos);

/// <summary>A step of one's own today, for the phone.</summary>
public sealed record OwnStep(string Number, string Act, FieldOutcome Outcome, DateTimeOffset HeardAt);

/// <summary>The steps that phones sent.</summary>
public static class FieldStepTable
{
    /// <summary>What came of a step before; <c>null</c> when it is new.</summary>
    public static async Task<HeardStep?> Find(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = "select step_id, case_id, outcome, photos from damage_step where town_id = @town and step_id = @id";

        return await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, id }, tx, cancellationToken: stop)) is { } row
            ? new HeardStep(row.StepId, row.CaseId, Enum.Parse<FieldOutcome>(row.Outcome), row.Photos)
            : null;
    }

    public static Task Add(NpgsqlTransaction tx, TownId town, FieldStep step, HeardStep heard, string? why, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into damage_step (town_id, step_id, case_id, asked_id, act, why, outcome, photos, phone, count, phone_at, made_at, heard_at, staff_id, staff_home)
            values (@town, @Id, @kept, @Case, @act, @why, @outcome, @Photos, @Phone, @Count, @PhoneAt, @At, @now, @staff, @Home)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, step.Id, kept = heard.Case, step.Case, act = step.Act.Name(), why, outcome = heard.Outcome.ToString(), heard.Photos,
                step.Phone, step.Count, step.PhoneAt, step.At, now, staff = by.Id, by.Home,
            },
            tx,
            cancellationToken: stop));
    }

    /// <summary>What one member of staff has done since, latest first.</summary>
    public static async Task<IReadOnlyList<OwnStep>> Of(NpgsqlTransaction tx, TownId town, Actor by, DateTimeOffset since, int most, CancellationToken stop)
    {
        const string sql = """
            select c.number, s.act, s.outcome, s.heard_at from damage_step s
              join damage_case c on c.town_id = @town and c.case_id = s.asked_id
             where s.town_id = @town and s.staff_id = @staff and s.staff_home = @Home and s.heard_at >= @since
             order by s.heard_at desc, s.count desc limit @most
            """;

        var rows = await tx.Connection!.QueryAsync<OwnRow>(new CommandDefinition(sql, new { town, staff = by.Id, by.Home, since, most }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new OwnStep(r.Number, r.Act, Enum.Parse<FieldOutcome>(r.Outcome), r.HeardAt))];
    }

    private sealed record Row(Guid StepId, Guid CaseId, string Outcome, int Photos);

    private sealed record OwnRow(string Number, string Act, string Outcome, DateTimeOffset HeardAt);
}
