using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <summary>Somebody who goes out with a crew.</summary>
public sealed record CrewMember(Guid StaffId, string Name, string? Crew);

/// <summary>Who has the duty of a crew, and with which crew they ride.</summary>
public static class CrewStaffSearch
{
    public static async Task<IReadOnlyList<CrewMember>> All(NpgsqlTransaction tx, TownId home, CancellationToken stop)
    {
        const string sql = """
            select s.staff_id, s.name, c.crew
              from staff s left join crew_staff c on (c.town_id, c.staff_id) = (s.town_id, s.staff_id)
             where s.town_id = @home and s.left_at is null
               and exists (select from staff_post p where p.town_id = s.town_id and p.staff_id = s.staff_id and p.duty = 'crew')
             order by s.name, s.staff_id
            """;

        return [.. await tx.Connection!.QueryAsync<CrewMember>(new CommandDefinition(sql, new { home }, tx, cancellationToken: stop))];
    }
}
