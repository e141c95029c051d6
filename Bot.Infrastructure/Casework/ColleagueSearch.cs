using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>Somebody to whom work can be handed, or who did something.</summary>
public sealed record Colleague(StaffId Id, string Name, bool HasLeft);

/// <summary>A department to which work can be handed.</summary>
public sealed record Section(string Code, string Name);

/// <summary>The people of one's own town or union, by name.</summary>
public static class ColleagueSearch
{
    /// <summary>Also those who left, since the records name them.</summary>
    public static async Task<IReadOnlyList<Colleague>> All(NpgsqlTransaction tx, TownId home, CancellationToken stop)
    {
        const string sql = "select staff_id, name, left_at is not null as has_left from staff where town_id = @home order by name, staff_id";

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { home }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new Colleague(new StaffId(r.StaffId), r.Name, r.HasLeft))];
    }

    public static async Task<IReadOnlyList<Section>> Offices(NpgsqlTransaction tx, TownId home, CancellationToken stop)
    {
        const string sql = "select code, name from department where town_id = @home and closed_at is null order by place, code";

        return [.. await tx.Connection!.QueryAsync<Section>(new CommandDefinition(sql, new { home }, tx, cancellationToken: stop))];
    }

    private sealed record Row(Guid StaffId, string Name, bool HasLeft);
}
