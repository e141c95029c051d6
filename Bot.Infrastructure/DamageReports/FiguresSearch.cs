using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Of what a line of the figures speaks.</summary>
public enum FigureOf
{
    All,
    Kind,

    /// <summary>A department's code, or the target of what is another's.</summary>
    Department,
}

/// <summary>One line of the figures: cases that were opened in a period. Of nothing there is no median.</summary>
/// <param name="Key">The code of a kind or a department; empty for all.</param>
/// <param name="Answered">Cases of which residents have heard of a first step.</param>
/// <param name="Done">Cases that are done now.</param>
/// <param name="Reports">Residents' reports of these cases.</param>
/// <param name="Joined">Those of the reports that joined a case which was there.</param>
public sealed record Figure(
    FigureOf Of, string Key, int Cases, int Answered, TimeSpan? AnswerMedian, TimeSpan? AnswerMost, int Done, TimeSpan? DoneMedian, TimeSpan? DoneMost, int Reports, int Joined);

/// <summary>How many reports came by a way: <c>line</c>, <c>phone</c>, <c>counter</c>, <c>fax</c>, or <c>region</c> for cases that another town handed over.</summary>
public sealed record ChannelFigure(string Channel, int Reports);

/// <summary>Numbers of damage reports, without names and places; drills are not counted.</summary>
public static class FiguresSearch
{
    /// <summary>By kind, by department, and of all together; the most cases first. "Most" is the time within which nine of ten were through.</summary>
    public static async Task<IReadOnlyList<Figure>> Lines(NpgsqlTransaction tx, TownId town, DateTimeOffset from, DateTimeOffset before, CancellationToken stop)
    {
        const string sql = """
            with opened as (
                select c.case_id, c.kind, coalesce(c.department, c.target) as desk, c.state, c.opened_at,
                       (select min(t.at) from timeline t where t.town_id = @town and t.module = @module and t.subject = replace(c.case_id::text, '-', '') and t.kind = any (@steps)) as answered_at,
                       (select max(t.at) from timeline t where t.town_id = @town and t.module = @module and t.subject = replace(c.case_id::text, '-', '') and t.kind = 'done') as done_at,
                       (select count(*) from damage_report r where r.town_id = @town and r.case_id = c.case_id) as reports
                  from damage_case c where c.town_id = @town and c.opened_at >= @from and c.opened_at < @before and not c.is_drill),
            timed as (
                select kind, desk, reports, greatest(reports - 1, 0) as joined,
                       extract(epoch from answered_at - opened_at) as answer, case when state = 'done' then extract(epoch from done_at - opened_at) end as done
                  from opened)
            select case when grouping(kind) = 0 then 1 when grouping(desk) = 0 then 2 else 0 end as of, coalesce(kind, desk, '') as key,
                   count(*)::int as cases, count(answer)::int as answered,
                   percentile_cont(0.5) within group (order by answer) as answer_median, percentile_cont(0.9) within group (order by answer) as answer_most,
                   count(done)::int as done,
                   percentile_cont(0.5) within group (order by done) as done_median, percentile_cont(0.9) within group (order by done) as done_most,
                   coalesce(sum(reports), 0)::int as reports, coalesce(sum(joined), 0)::int as joined
              from timed group by grouping sets ((kind), (desk), ())
             order by 1, cases desc, key
            """;

        string[] steps = ["accepted", "planned", "started", "done", "passed-on", "merged", "not-found"];
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, from, before, steps, module = DamageReportsModule.Name }, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new Figure(
                (FigureOf)r.Of, r.Key, r.Cases, r.Answered, Time(r.AnswerMedian), Time(r.AnswerMost), r.Done, Time(r.DoneMedian), Time(r.DoneMost), r.Reports, r.Joined)),
        ];
    }

    public static async Task<IReadOnlyList<ChannelFigure>> Channels(NpgsqlTransaction tx, TownId town, DateTimeOffset from, DateTimeOffset before, CancellationToken stop)
    {
        const string sql = """
            select channel, count(*)::int as reports from (
                select coalesce(i.channel, 'line') as channel from damage_report r
                  left join intake i on i.town_id = @town and i.module = @module and i.subject = replace(r.report_id::text, '-', '')
                 where r.town_id = @town and r.reported_at >= @from and r.reported_at < @before
                   and not exists (select from damage_case d where d.town_id = @town and d.case_id = r.case_id and d.is_drill)
                union all
                select 'region' from damage_case where town_id = @town and from_town is not null and opened_at >= @from and opened_at < @before and not is_drill) c
             group by channel order by reports desc, channel
            """;

        return [.. await tx.Connection!.QueryAsync<ChannelFigure>(new CommandDefinition(sql, new { town, from, before, module = DamageReportsModule.Name }, tx, cancellationToken: stop))];
    }

    private static TimeSpan? Time(double? seconds) => seconds is { } some ? TimeSpan.FromSeconds(some) : null;

    private sealed record Row(
        int Of, string Key, int Cases, int Answered, double? AnswerMedian, double? AnswerMost, int Done, double? DoneMedian, double? DoneMost, int Reports, int Joined);
}
