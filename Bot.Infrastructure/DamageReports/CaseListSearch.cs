using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Cases as staff look at them.</summary>
public static class CaseListSearch
{
    public static async Task<CasePage> Page(NpgsqlTransaction tx, TownId town, CaseFilter filter, int skip, int most, CancellationToken stop)
    {
        const string where = """
             from damage_case
             where town_id = @town
               and (cardinality(@states) = 0 or state = any (@states))
               and (@Kind::text is null or kind = @Kind)
               and (@Group::text is null or kind_group = @Group)
               and (@Department::text is null or coalesce((
                   select d.department from case_desk d where d.town_id = @town and d.module = @module and d.subject = replace(case_id::text, '-', '')), department) = @Department)
               and (@assignee::uuid is null or exists (
                   select from case_desk d where d.town_id = @town and d.module = @module and d.subject = replace(case_id::text, '-', '') and d.home = @town and d.assignee = @assignee))
               and (not @OnNoDesk or not exists (
                   select from case_desk d where d.town_id = @town and d.module = @module and d.subject = replace(case_id::text, '-', '')
                      and (d.assignee is not null or d.department is not null)))
               and (@district::text is null or @district = any (why))
               and (@danger::smallint is null or danger >= @danger)
               and (@Number::text is null or starts_with(number, @Number))
               and (@from::timestamptz is null or opened_at >= @from)
               and (@before::timestamptz is null or opened_at < @before)
               and (@LeastUrgency::integer is null or urgency >= @LeastUrgency)
               and (@IsElsewhere::boolean is null or (department is null) = @IsElsewhere)
               and (@South::double precision is null or latitude between @South and @North and longitude between @West and @East)
            """;

        var order = filter.Order switch
        {
            CaseOrder.LeastUrgent => "urgency, opened_at, case_id",
            CaseOrder.Newest => "opened_at desc, case_id",
            CaseOrder.Oldest => "opened_at, case_id",
            CaseOrder.Changed => "changed_at desc, case_id",
            _ => "urgency desc, opened_at desc, case_id",
        };
        var with = new
        {
            town, states = filter.States.ToArray(), filter.Kind, filter.Group, filter.Department, filter.Number, from = filter.From, before = filter.Before, filter.LeastUrgency,
            filter.IsElsewhere, module = DamageReportsModule.Name, assignee = filter.Assignee?.Value, filter.OnNoDesk, danger = (short?)filter.LeastDanger,
            district = filter.District is { } district ? $"{RouteStep.InDistrict}:{district}" : null, filter.Within?.South, filter.Within?.North, filter.Within?.West, filter.Within?.East, skip, most,
        };
        var cases = await DamageSearch.Cases(tx, $"select {DamageSearch.Columns} {where} order by {order} offset @skip limit @most", with, stop);
        var total = await tx.Connection!.QuerySingleAsync<int>(new CommandDefinition($"select count(*)::int {where}", with, tx, cancellationToken: stop));
        return new CasePage([.. cases], total);
    }

    /// <summary>One case with its reports; <c>null</c> when there is none. The caller notes in the audit log who looked.</summary>
    public static async Task<CaseDetail?> Detail(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, CancellationToken stop)
    {
        if (await DamageSearch.Read(tx, town, id, stop) is not { } found)
        {
            return null;
        }

        var reports = await ReportTable.Of(tx, town, id, stop);
        var who = await ReportTable.Who(tx, sealer, town, [.. reports.Select(r => r.Id)], stop);
        var gone = await TakenBack(tx, town, [.. reports.SelectMany(r => r.Photos)], stop);
        return new CaseDetail(
            found,
            [.. reports.Select(r => new ReportView(r, who.GetValueOrDefault(r.Id), [.. r.Photos.Where(p => !gone.Contains(p))]))],
            [.. await DamageSearch.Merged(tx, town, id, stop)]);
    }

    /// <summary>Which of these photos the resident has taken back.</summary>
    private static async Task<HashSet<string>> TakenBack(NpgsqlTransaction tx, TownId town, string[] photos, CancellationToken stop)
    {
        const string sql = """
            select content_id from photo where town_id = @town and content_id = any (@photos) and erased_at is not null
            """;

        return [.. await tx.Connection!.QueryAsync<string>(new CommandDefinition(sql, new { town, photos }, tx, cancellationToken: stop))];
    }
}
