using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>A department as the settings show it, also when it is closed.</summary>
/// <param name="Services">What it sees to, by the services' names.</param>
/// <param name="Holders">How many who have not left hold a duty there.</param>
public sealed record DepartmentLine(string Code, string Name, Items<string> Services, int Place, bool Closed, int Holders);

/// <summary>The departments of a town, changed by its own staff.</summary>
public static class DepartmentTable
{
    public static async Task<IReadOnlyList<DepartmentLine>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select d.code, d.name, array_to_string(d.services, ' ') as services, d.place, d.closed_at is not null as closed,
                   (select count(distinct s.staff_id)::int from staff_post p join staff s on (s.town_id, s.staff_id) = (p.town_id, p.staff_id)
                     where (p.town_id, p.department) = (d.town_id, d.code) and s.left_at is null) as holders
              from department d where d.town_id = @town order by d.closed_at is not null, d.place, d.code
            """;

        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)))
            .Select(r => new DepartmentLine(r.Code, r.Name, [.. r.Services.Split(' ', StringSplitOptions.RemoveEmptyEntries)], r.Place, r.Closed, r.Holders))];
    }

    public static Task Put(
        NpgsqlTransaction tx, TownId town, string code, string name, Items<string> services, int place, bool closed, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into department (town_id, code, name, services, place, closed_at)
            values (@town, @code, @name, @services, @place, case when @closed then @now end)
            on conflict (town_id, code) do update set name = excluded.name, services = excluded.services, place = excluded.place,
                closed_at = case when @closed then coalesce(department.closed_at, @now) end
            """;

        return tx.Connection!.ExecuteAsync(
            new CommandDefinition(sql, new { town, code, name, services = services.ToArray(), place, closed, now }, tx, cancellationToken: stop));
    }

    /// <summary>Takes one away in which nobody has had a duty yet.</summary>
    public static Task Remove(NpgsqlTransaction tx, TownId town, string code, CancellationToken stop)
    {
        const string sql = "delete from department where town_id = @town and code = @code";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, code }, tx, cancellationToken: stop));
    }

    /// <summary>Whether records name the department: then it can be closed, not taken away.</summary>
    public static Task<bool> IsUsed(NpgsqlTransaction tx, TownId town, string code, CancellationToken stop)
    {
        const string sql = """
            select exists (select from staff_post where town_id = @town and department = @code)
                or exists (select from saved_view where town_id = @town and department = @code)
                or exists (select from case_desk where home = @town and department = @code)
            """;

        return tx.Connection!.QuerySingleAsync<bool>(new CommandDefinition(sql, new { town, code }, tx, cancellationToken: stop));
    }

    /// <summary>
    /// Whether closing these departments takes the last administrator who can sign in from the town. Locks the administrators, as letting one go does.
    /// </summary>
    public static async Task<bool> TakesLastAdministrator(NpgsqlTransaction tx, TownId town, Items<string> closing, CancellationToken stop)
    {
        const string sql = """
            select exists (select from staff_post p join department d on (d.town_id, d.code) = (p.town_id, p.department)
                            where (p.town_id, p.staff_id) = (s.town_id, s.staff_id) and p.duty = 'administrator' and d.closed_at is null
                              and d.code <> all(@closing)) as stays
              from staff s
             where s.town_id = @town and s.left_at is null and s.joined_at is not null
               and exists (select from staff_post p join department d on (d.town_id, d.code) = (p.town_id, p.department)
                            where (p.town_id, p.staff_id) = (s.town_id, s.staff_id) and p.duty = 'administrator' and d.closed_at is null)
             order by s.staff_id for update of s
            """;

        var stay = (await tx.Connection!.QueryAsync<bool>(new CommandDefinition(sql, new { town, closing = closing.ToArray() }, tx, cancellationToken: stop))).ToList();
        return stay.Count > 0 && !stay.Contains(true);
    }

    private sealed record Row(string Code, string Name, string Services, int Place, bool Closed, int Holders);
}
