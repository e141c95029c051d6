using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>The open cases as messages to staff tell of them: no place but the district, no word of a resident.</summary>
public sealed class WaitingCaseSearch(DamageTowns towns)
{
    /// <summary>The newest, should there ever be more.</summary>
    private const int Most = 5000;

    public async Task<IReadOnlyList<(string Department, WaitingCase Case)>> Of(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        if (towns.Find(town) is not { } plan)
        {
            return [];
        }

        // Whose desk it was laid on counts before where routing sent it. Opened means that somebody looked at its page, which the record of reading tells.
        const string sql = """
            select c.case_id, c.number, c.kind, c.latitude, c.longitude, array_to_string(c.why, ' ') as why, c.danger, c.state, c.planned_on, c.opened_at, c.is_drill, c.target,
                   coalesce(d.department, c.department) as department,
                   case when c.state <> 'new' or d.assignee is not null then false
                        else not exists (
                            select from audit_subject s join audit_entry e on (e.town_id, e.seq) = (s.town_id, s.seq)
                             where s.town_id = @town and s.subject = @module || '/' || replace(c.case_id::text, '-', '')
                               and e.action = 'damage-reports.see/detail') end as unread
              from damage_case c
              left join case_desk d on d.town_id = @town and d.module = @module and d.subject = replace(c.case_id::text, '-', '')
             where c.town_id = @town and c.state in ('new', 'accepted', 'planned', 'in-work')
             order by c.opened_at desc, c.case_id limit @Most
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, module = DamageReportsModule.Name, Most }, tx, cancellationToken: stop));
        return
        [
            .. rows.Reverse().Select(r => (Department: DepartmentOf(plan, r), Row: r)).Where(c => c.Department is not null)
                .Select(c => (c.Department!, Case(plan, c.Row))),
        ];
    }

    /// <summary>What belongs to an office outside must be passed on by somebody here; what another town took over is that town's.</summary>
    private static string? DepartmentOf(DamagePlan plan, Row row) =>
        row.Department ?? (CaseColumns.Target(row.Target) is RouteTarget.Outside ? plan.Department : null);

    private static WaitingCase Case(DamagePlan plan, Row r) => new()
    {
        Module = DamageReportsModule.Name,
        Subject = $"{r.CaseId:n}",
        Number = r.Number,
        Title = plan.Kind(r.Kind)?.Name.Ja ?? r.Kind,
        District = PublicPlace.Of(plan, new GeoPoint(r.Latitude, r.Longitude), CaseColumns.Why(r.Why), PlaceShown.District).Area.Ja,
        Pressure = (Danger)r.Danger switch { Danger.Life => Pressure.Life, Danger.Yes => Pressure.Danger, _ => Pressure.Usual },
        OpenedAt = r.OpenedAt,
        IsUnread = r.Unread,
        IsUnanswered = r.State == "new",
        PlannedOn = r.PlannedOn,
        IsDrill = r.IsDrill,
        Path = $"{DamageReportsModule.Name}/{r.CaseId}",
    };

    private sealed record Row(
        Guid CaseId, string Number, string Kind, double Latitude, double Longitude, string Why, short Danger, string State, DateOnly? PlannedOn, DateTimeOffset OpenedAt, bool IsDrill, string Target,
        string? Department, bool Unread);
}
