using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Finds what everybody may see of the cases of a town; whoever asks sees nothing else.</summary>
public static class PublicCaseSearch
{
    private const string Columns = """
        c.case_id, c.number, c.kind, c.latitude, c.longitude, c.state, c.planned_on, c.duplicate_of, c.passed_to, c.target, array_to_string(c.why, ' ') as why,
        c.opened_at, c.changed_at, p.words, p.shown, p.was_shown, greatest(c.changed_at, p.changed_at, (
            select max(greatest(a.said_at, a.withdrawn_at)) from damage_answer a where a.town_id = @town and a.case_id = c.case_id)) as updated_at
        """;

    private const string Tables = "damage_case c left join damage_publication p on p.town_id = c.town_id and p.case_id = c.case_id";

    /// <summary>The same as <see cref="PublicStandings.Of"/> says, for many at once.</summary>
    private const string Shown = """
        c.town_id = @town and not c.is_drill
        and (c.kind = any (@atOnce) and coalesce(p.shown, true) or c.kind = any (@afterLook) and coalesce(p.shown, false))
        and c.state <> 'duplicate' and not starts_with(c.target, 'town:')
        and (c.state in ('new', 'accepted', 'planned', 'in-work') or c.changed_at >= @closedSince)
        """;

    /// <summary>The newest first.</summary>
    /// <param name="plan">One with a publication.</param>
    public static async Task<PublicPage> Page(NpgsqlTransaction tx, DamageTowns towns, DamagePlan plan, PublicFilter filter, int skip, int most, DateTimeOffset now, CancellationToken stop)
    {
        const string where = $"""
            where {Shown}
              and (cardinality(@kinds) = 0 or c.kind = any (@kinds))
              and (cardinality(@numbers) = 0 or c.number = any (@numbers))
              and (@IsOpen::boolean is null or (c.state in ('new', 'accepted', 'planned', 'in-work')) = @IsOpen)
              and (@from::timestamptz is null or c.opened_at >= @from)
              and (@until::timestamptz is null or c.opened_at <= @until)
              and (@changed::timestamptz is null or c.changed_at >= @changed
                   or exists (select from damage_answer a where a.town_id = @town and a.case_id = c.case_id and a.said_at >= @changed))
            """;

        var told = plan.Publication!;
        var with = new
        {
            town = plan.Town, atOnce = told.Kinds(PublishWhen.AtOnce).ToArray(), afterLook = told.Kinds(PublishWhen.AfterLook).ToArray(), closedSince = told.ClosedSince(now),
            kinds = filter.Kinds.ToArray(), numbers = filter.Numbers.ToArray(), filter.IsOpen, from = filter.From, until = filter.Until, changed = filter.Changed, skip, most,
        };
        var rows = await Rows(tx, $"select {Columns} from {Tables} {where} order by c.opened_at desc, c.case_id offset @skip limit @most", with, stop);
        var total = await tx.Connection!.QuerySingleAsync<int>(new CommandDefinition($"select count(*)::int from {Tables} {where}", with, tx, cancellationToken: stop));
        return new PublicPage([.. rows.Select(r => Case(towns, plan, r))], total);
    }

    /// <summary>The case of that number.</summary>
    /// <param name="plan">One with a publication.</param>
    public static async Task<PublicFound> Numbered(NpgsqlTransaction tx, DamageTowns towns, DamagePlan plan, string number, DateTimeOffset now, CancellationToken stop)
    {
        if (await One(tx, plan.Town, number, null, stop) is not { } row)
        {
            return new PublicFound.Unknown();
        }

        return Standing(plan, row, now) switch
        {
            PublicStanding.Shown => new PublicFound.Shown(Case(towns, plan, row)),
            PublicStanding.Merged when await One(tx, plan.Town, null, row.DuplicateOf, stop) is { } into && Standing(plan, into, now) is PublicStanding.Shown => new PublicFound.Moved(into.Number),
            PublicStanding.Withdrawn or PublicStanding.Over or PublicStanding.Elsewhere => new PublicFound.Gone(),
            _ => new PublicFound.Unknown(),
        };
    }

    /// <summary>Any of these cases, whether the public may see it or not, for those who sent it. What their rule says of the place holds here too; without one it is exact.</summary>
    public static async Task<IReadOnlyList<PublicCase>> Own(NpgsqlTransaction tx, DamageTowns towns, DamagePlan plan, IReadOnlyCollection<Guid> cases, CancellationToken stop)
    {
        var rows = await Rows(tx, $"select {Columns} from {Tables} where c.town_id = @town and c.case_id = any (@cases)", new { town = plan.Town, cases = cases.ToArray() }, stop);
        return [.. rows.Select(r => Case(towns, plan, r))];
    }

    /// <summary>How the public sees a case now; one of a drill never.</summary>
    public static async Task<PublicStanding> Standing(NpgsqlTransaction tx, DamagePlan plan, StoredCase stored, DateTimeOffset now, CancellationToken stop)
    {
        if (stored.IsDrill)
        {
            return PublicStanding.Never;
        }

        var said = await PublicationTable.Read(tx, plan.Town, stored.Id, stop);
        return PublicStandings.Of(plan.Publication, stored.Kind, stored.State, stored.Target, stored.ChangedAt, said?.Shown, said?.WasShown is not null, now);
    }

    private static PublicStanding Standing(DamagePlan plan, Row row, DateTimeOffset now) => PublicStandings.Of(
        plan.Publication, row.Kind, State(row), CaseColumns.Target(row.Target), row.ChangedAt, row.Shown, row.WasShown is not null, now);

    private static async Task<Row?> One(NpgsqlTransaction tx, TownId town, string? number, Guid? id, CancellationToken stop) =>
        (await Rows(tx, $"select {Columns} from {Tables} where c.town_id = @town and not c.is_drill and (c.number = @number or c.case_id = @id)", new { town, number, id }, stop)).SingleOrDefault();

    private static Task<IEnumerable<Row>> Rows(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private static ReportState State(Row row) => CaseColumns.State(row.State, row.PlannedOn, row.DuplicateOf, row.PassedTo);

    private static PublicCase Case(DamageTowns towns, DamagePlan plan, Row row) => new(
        row.CaseId, row.Number, row.Kind, plan.Kind(row.Kind)?.Name ?? new LocalText(row.Kind), State(row),
        PublicPlace.Of(plan, new GeoPoint(row.Latitude, row.Longitude), CaseColumns.Why(row.Why), plan.Publication?.Of(row.Kind)?.Place ?? PlaceShown.Exact),
        row.Words, towns.NameOf(plan.Town, CaseColumns.Target(row.Target)), row.OpenedAt, row.UpdatedAt);

    private sealed record Row(
        Guid CaseId, string Number, string Kind, double Latitude, double Longitude, string State, DateOnly? PlannedOn, Guid? DuplicateOf, string? PassedTo, string Target, string Why,
        DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, string? Words, bool? Shown, DateTimeOffset? WasShown, DateTimeOffset UpdatedAt);
}
