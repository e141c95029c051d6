using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <summary>A crew with the version by which two who change it at once notice each other.</summary>
public sealed record KeptCrew(Crew Crew, int Version);

/// <summary>The crews of whoever collects.</summary>
public static class CrewTable
{
    public static async Task<Items<KeptCrew>> All(NpgsqlTransaction tx, TownId home, CancellationToken stop)
    {
        const string sql = """
            select c.code, c.name, c.vehicle, c.colour, c.version,
                   (select string_agg(z.zone, ' ' order by z.zone) from crew_zone z where z.town_id = c.town_id and z.crew = c.code) as zones
              from crew c
             where c.town_id = @home and c.closed_at is null
             order by c.place, c.code
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { home }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new KeptCrew(new Crew(r.Code, r.Name, r.Vehicle, r.Colour, [.. (r.Zones ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)]), r.Version))];
    }

    /// <summary>Writes a crew; its zones leave the crews that had them.</summary>
    /// <param name="version">As it was read; 0 for a new crew.</param>
    /// <returns>False when somebody else has changed it meanwhile, or the code is taken.</returns>
    public static async Task<bool> Save(NpgsqlTransaction tx, TownId home, Crew crew, int version, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into crew (town_id, code, name, vehicle, colour, place, version, changed_at)
            values (@home, @Code, @Name, @Vehicle, @Colour, (select coalesce(max(place), 0) + 1 from crew where town_id = @home), 1, @now)
            on conflict (town_id, code) do update
               set name = excluded.name, vehicle = excluded.vehicle, colour = excluded.colour, version = crew.version + 1, changed_at = excluded.changed_at, closed_at = null
             where crew.version = @version
            """;
        const string zones = """
            delete from crew_zone where town_id = @home and (crew = @Code or zone = any (@zones));
            insert into crew_zone (town_id, zone, crew) select @home, z, @Code from unnest(@zones) as z
            """;

        var with = new { home, crew.Code, crew.Name, crew.Vehicle, crew.Colour, zones = crew.Zones.ToArray(), version, now };
        if (await Run(tx, sql, with, stop) == 0)
        {
            return false;
        }

        await Run(tx, zones, with, stop);
        return true;
    }

    /// <summary>Ends a crew: its zones fall to the crew that takes what is left, its people belong to none.</summary>
    public static Task Close(NpgsqlTransaction tx, TownId home, string code, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            delete from crew_zone where town_id = @home and crew = @code;
            delete from crew_staff where town_id = @home and crew = @code;
            update crew set closed_at = @now, version = version + 1, changed_at = @now where town_id = @home and code = @code
            """;

        return Run(tx, sql, new { home, code, now }, stop);
    }

    /// <summary>The crew with which somebody rides; <c>null</c> when nobody has said.</summary>
    public static Task<string?> Of(NpgsqlTransaction tx, TownId home, StaffId staff, CancellationToken stop)
    {
        const string sql = "select crew from crew_staff where town_id = @home and staff_id = @staff";

        return tx.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { home, staff = staff.Value }, tx, cancellationToken: stop));
    }

    /// <param name="crew"><c>null</c> to ride with none.</param>
    public static Task Assign(NpgsqlTransaction tx, TownId home, StaffId staff, string? crew, CancellationToken stop)
    {
        const string sql = """
            delete from crew_staff where town_id = @home and staff_id = @staff;
            insert into crew_staff (town_id, staff_id, crew) select @home, @staff, @crew where @crew is not null
            """;

        return Run(tx, sql, new { home, staff = staff.Value, crew }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(string Code, string Name, string Vehicle, string Colour, int Version, string? Zones);
}
