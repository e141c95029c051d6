using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Disasters;

/// <summary>One time for which disaster mode was asked: who, who else, why, and until when.</summary>
/// <param name="BeganAt"><c>null</c> while the second person has not agreed.</param>
/// <param name="EndedAt">Also of one that was withdrawn before it began.</param>
public sealed record DisasterMode(
    Guid Id, bool IsDrill, string Why, DateTimeOffset AskedAt, Actor AskedBy, DateTimeOffset? BeganAt, Actor? AgreedBy, DateTimeOffset? EndedAt, Actor? EndedBy)
{
    public bool IsOn => BeganAt is not null && EndedAt is null;

    public bool Waits => BeganAt is null && EndedAt is null;
}

/// <summary>The rows of disaster mode; at most one of a town is not ended.</summary>
public static class DisasterTable
{
    /// <returns>False when another is asked for or on already.</returns>
    public static async Task<bool> Ask(NpgsqlTransaction tx, TownId town, Guid id, bool isDrill, string why, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into disaster_mode (town_id, mode_id, is_drill, why, asked_at, asked_by, asked_home)
            values (@town, @id, @isDrill, @why, @now, @staff, @Home) on conflict do nothing
            """;

        return await Run(tx, sql, new { town, id, isDrill, why, now, staff = by.Id, by.Home }, stop) == 1;
    }

    /// <summary>Turns it on; whoever asked for it cannot be the one who agrees.</summary>
    /// <returns>False when it does not wait any more, or the same person agrees.</returns>
    public static async Task<bool> Agree(NpgsqlTransaction tx, TownId town, Guid id, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update disaster_mode set began_at = @now, agreed_by = @staff, agreed_home = @Home
             where town_id = @town and mode_id = @id and began_at is null and ended_at is null and (asked_by, asked_home) is distinct from (@staff, @Home)
            """;

        return await Run(tx, sql, new { town, id, now, staff = by.Id, by.Home }, stop) == 1;
    }

    /// <returns>False when it has ended already.</returns>
    public static async Task<bool> End(NpgsqlTransaction tx, TownId town, Guid id, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "update disaster_mode set ended_at = @now, ended_by = @staff, ended_home = @Home where town_id = @town and mode_id = @id and ended_at is null";

        return await Run(tx, sql, new { town, id, now, staff = by.Id, by.Home }, stop) == 1;
    }

    /// <summary>The latest, newest first.</summary>
    public static async Task<IReadOnlyList<DisasterMode>> Latest(NpgsqlTransaction tx, TownId town, int most, CancellationToken stop)
    {
        const string sql = """
            select mode_id, is_drill, why, asked_at, asked_by, asked_home, began_at, agreed_by, agreed_home, ended_at, ended_by, ended_home
              from disaster_mode where town_id = @town order by ended_at is null desc, asked_at desc limit @most
            """;

        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, most }, tx, cancellationToken: stop))).Select(r => r.Mode())];
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(
        Guid ModeId, bool IsDrill, string Why, DateTimeOffset AskedAt, string AskedBy, string AskedHome, DateTimeOffset? BeganAt, string? AgreedBy, string? AgreedHome,
        DateTimeOffset? EndedAt, string? EndedBy, string? EndedHome)
    {
        public DisasterMode Mode() => new(
            ModeId, IsDrill, Why, AskedAt, Who(AskedBy, AskedHome), BeganAt, AgreedBy is null ? null : Who(AgreedBy, AgreedHome!), EndedAt, EndedBy is null ? null : Who(EndedBy, EndedHome!));

        private static Actor Who(string id, string home) => new(DisasterDesk.Machines.Contains(id, StringComparer.Ordinal) ? "system" : "staff", id, home);
    }
}
