using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>How many said that it helped, and how many that it did not.</summary>
/// <param name="Department">Of this town that saw to it; <c>null</c> when somebody else did.</param>
public sealed record RatingShare(string Kind, string? Department, int Helped, int Troubled)
{
    public int All => Helped + Troubled;

    /// <summary>Of those who said anything, 0 to 1.</summary>
    public double Share => (double)Helped / All;

    /// <summary>Several together, under one name.</summary>
    public static RatingShare Sum(string kind, string? department, IEnumerable<RatingShare> some)
    {
        var all = some.ToList();
        return new RatingShare(kind, department, all.Sum(s => s.Helped), all.Sum(s => s.Troubled));
    }
}

/// <summary>Ratings in numbers, without persons.</summary>
public static class RatingSearch
{
    /// <summary>Per kind and department, of what was said from one moment until another; drills are not counted.</summary>
    public static async Task<IReadOnlyList<RatingShare>> Shares(NpgsqlTransaction tx, TownId town, DateTimeOffset from, DateTimeOffset before, CancellationToken stop)
    {
        const string sql = """
            select kind, department, count(*) filter (where is_helped)::int as helped, count(*) filter (where not is_helped)::int as troubled
              from damage_rating r where town_id = @town and rated_at >= @from and rated_at < @before
               and not exists (select from damage_case c where c.town_id = @town and c.case_id = r.case_id and c.is_drill)
             group by kind, department order by kind, department
            """;

        return [.. await tx.Connection!.QueryAsync<RatingShare>(new CommandDefinition(sql, new { town, from, before }, tx, cancellationToken: stop))];
    }

    /// <summary>Of one case; <c>null</c> when nobody has said anything.</summary>
    public static Task<CaseRating?> Of(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = """
            select count(*) filter (where is_helped)::int as helped, count(*) filter (where not is_helped)::int as troubled
              from damage_rating where town_id = @town and case_id = @case having count(*) > 0
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<CaseRating>(new CommandDefinition(sql, new { town, @case }, tx, cancellationToken: stop));
    }
}

public sealed record CaseRating(int Helped, int Troubled);
