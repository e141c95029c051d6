using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Staff;

/// <summary>Staff with their duties.</summary>
public static class StaffTable
{
    public static Task AddDepartment(NpgsqlTransaction tx, TownId town, string code, string name, Items<string> services, CancellationToken stop)
    {
        const string sql = """
            insert into department (town_id, code, name, services) values (@town, @code, @name, @services)
            on conflict (town_id, code) do update set name = excluded.name, services = excluded.services
            """;

        return Run(tx, sql, new { town, code, name, services = services.ToArray() }, stop);
    }

    /// <param name="login">What is typed to sign in, folded; unique within the town.</param>
    public static async Task Add(NpgsqlTransaction tx, StaffMember staff, string login, string stamp, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into staff (town_id, staff_id, login, name, stamp, made_at, changed_at)
            values (@Town, @id, @login, @Name, @stamp, @now, @now)
            """;

        await Run(tx, sql, new { staff.Town, id = staff.Id.Value, login, staff.Name, stamp, now }, stop);
        await SetPosts(tx, staff, stop);
    }

    /// <summary>Writes the duties as they are now. Those in a closed department rest untouched: reopening it gives them back.</summary>
    public static Task SetPosts(NpgsqlTransaction tx, StaffMember staff, CancellationToken stop)
    {
        const string sql = """
            delete from staff_post p where p.town_id = @Town and p.staff_id = @id
               and exists (select from department d where (d.town_id, d.code) = (p.town_id, p.department) and d.closed_at is null);
            insert into staff_post (town_id, staff_id, department, duty)
            select @Town, @id, d, u from unnest(@departments, @duties) as p (d, u)
            on conflict do nothing
            """;

        return Run(tx, sql, new
        {
            staff.Town,
            id = staff.Id.Value,
            departments = staff.Posts.Select(p => p.Department).ToArray(),
            duties = staff.Posts.Select(p => p.Duty.Code()).ToArray(),
        }, stop);
    }

    /// <summary>Somebody who works there; <c>null</c> when there is none, or they have left.</summary>
    public static async Task<StaffMember?> Find(NpgsqlTransaction tx, TownId town, StaffId id, CancellationToken stop)
    {
        const string sql = """
            select s.name, p.department, array_to_string(d.services, ' ') as services, p.duty
              from staff s
              left join staff_post p on (p.town_id, p.staff_id) = (s.town_id, s.staff_id)
              left join department d on (d.town_id, d.code) = (p.town_id, p.department) and d.closed_at is null
             where s.town_id = @town and s.staff_id = @id and s.left_at is null
             order by p.department, p.duty
            """;

        var rows = (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, id = id.Value }, tx, cancellationToken: stop))).ToList();
        return rows.Count == 0
            ? null
            : new StaffMember(id, town, rows[0].Name, [.. rows.Where(r => r.Services is not null).Select(r => new Post(r.Department!, [.. r.Services!.Split(' ', StringSplitOptions.RemoveEmptyEntries)], DutyCodes.Parse(r.Duty!)!.Value))]);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(string Name, string? Department, string? Services, string? Duty);
}
