using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Whose cases a phone lists.</summary>
public enum FieldScope
{
    /// <summary>What was laid on one's own desk, and what lies with one's departments.</summary>
    Department,
    Mine,
    All,
}

/// <summary>What is to be done on the road.</summary>
public static class FieldSearch
{
    /// <summary>The town's own open cases, the most urgent first.</summary>
    /// <param name="departments">One's own. What is routed to a department that the console does not have belongs to all who see to the service.</param>
    public static Task<IReadOnlyList<StoredCase>> Open(
        NpgsqlTransaction tx, TownId town, FieldScope scope, StaffId staff, IReadOnlyCollection<string> departments, int most, CancellationToken stop)
    {
        const string sql = $"""
            select {DamageSearch.Columns} from damage_case
              left join (select subject, home, assignee, department as laid from case_desk where town_id = @town and module = @module) d
                on d.subject = replace(case_id::text, '-', '')
             where town_id = @town and state in ('new', 'accepted', 'planned', 'in-work') and department is not null
               and (@scope = 'All' or (home = @town and assignee = @staff)
                    or (@scope = 'Department' and assignee is null
                        and (coalesce(laid, department) = any (@departments)
                             or not exists (select from department o where o.town_id = @town and o.code = coalesce(laid, damage_case.department) and o.closed_at is null))))
             order by urgency desc, opened_at, case_id limit @most
            """;

        return DamageSearch.Cases(
            tx, sql, new { town, module = DamageReportsModule.Name, scope = scope.ToString(), staff = staff.Value, departments = departments.ToArray(), most }, stop);
    }

    /// <summary>The picture that shows each case best, by the id of its content: the first that a resident sent, else the first of staff's own. Cases without any are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> Pictures(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> cases, CancellationToken stop)
    {
        const string sql = """
            select distinct on (a.case_id) a.case_id, a.content_id
              from (select r.case_id, f.content_id, r.reported_at as at, f.place, 0 as own
                      from damage_report r cross join lateral unnest(r.photos) with ordinality f (content_id, place)
                     where r.town_id = @town and r.case_id = any (@cases)
                    union all
                    select h.case_id, h.content_id, h.taken_at, 0, 0 from damage_handed_photo h where h.town_id = @town and h.case_id = any (@cases) and h.taken_at is not null
                    union all
                    select w.case_id, w.content_id, w.added_at, 0, 1 from damage_photo w where w.town_id = @town and w.case_id = any (@cases)) a
              join photo p on p.town_id = @town and p.content_id = a.content_id and p.erased_at is null and p.lost is null and p.media_type in ('image/jpeg', 'image/png')
             order by a.case_id, a.own, a.at, a.place, a.content_id
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Case, string Content)>(new CommandDefinition(sql, new { town, cases = cases.ToArray() }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Case, r => r.Content);
    }

    /// <summary>When a case was last taken up again; <c>null</c> when it never was.</summary>
    public static Task<DateTimeOffset?> ReopenedAt(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = """
            select at from timeline
             where town_id = @town and module = @module and subject = @subject and kind = 'reopened'
             order by at desc limit 1
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<DateTimeOffset?>(new CommandDefinition(
            sql, new { town, module = DamageReportsModule.Name, subject = $"{@case:n}" }, tx, cancellationToken: stop));
    }
}
