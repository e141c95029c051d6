using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A resident of the fire brigade, or of another group that staff have invited.</summary>
public sealed record Responder(CitizenId Citizen, string Brigade, DateTimeOffset JoinedAt);

/// <param name="Id">Of the row; says nothing of the code.</param>
public sealed record ResponderInvitation(string Id, string Brigade, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt);

/// <summary>Residents whose reports count for more, and the codes by which they join. Of a code only the hash is kept.</summary>
public static class ResponderTable
{
    /// <summary>The name of the resident's group; <c>null</c> for everybody else.</summary>
    public static Task<string?> Of(NpgsqlTransaction tx, TownId town, CitizenId citizen, CancellationToken stop)
    {
        const string sql = "select brigade from responder where town_id = @town and citizen_id = @citizen and ended_at is null";

        return tx.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { town, citizen }, tx, cancellationToken: stop));
    }

    public static async Task<IReadOnlyList<Responder>> All(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = "select citizen_id as citizen, brigade, joined_at from responder where town_id = @town and ended_at is null order by brigade, joined_at, citizen_id limit 2000";

        return [.. await tx.Connection!.QueryAsync<Responder>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))];
    }

    public static async Task<IReadOnlyList<ResponderInvitation>> Invitations(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            select encode(code_hash, 'hex') as id, brigade, made_at, expires_at from responder_invitation
             where town_id = @town and ended_at is null and expires_at > @now order by made_at desc limit 100
            """;

        return [.. await tx.Connection!.QueryAsync<ResponderInvitation>(new CommandDefinition(sql, new { town, now }, tx, cancellationToken: stop))];
    }

    public static Task Invite(NpgsqlTransaction tx, TownId town, string code, string brigade, Actor by, DateTimeOffset now, DateTimeOffset expires, CancellationToken stop)
    {
        const string sql = """
            insert into responder_invitation (town_id, code_hash, brigade, made_at, made_by, made_home, expires_at) values (@town, @hash, @brigade, @now, @staff, @Home, @expires)
            """;

        return Run(tx, sql, new { town, hash = Hash(town, code), brigade, now, staff = by.Id, by.Home, expires }, stop);
    }

    /// <summary>Takes a resident in whose code is good.</summary>
    /// <returns>The name of the group; <c>null</c> when there is no such code, or not any more.</returns>
    public static Task<string?> Join(NpgsqlTransaction tx, TownId town, string code, CitizenId citizen, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into responder as r (town_id, citizen_id, brigade, joined_at)
            select @town, @citizen, brigade, @now from responder_invitation where town_id = @town and code_hash = @hash and ended_at is null and expires_at > @now
            on conflict (town_id, citizen_id) do update set brigade = excluded.brigade, joined_at = excluded.joined_at, ended_at = null
            returning brigade
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { town, hash = Hash(town, code), citizen, now }, tx, cancellationToken: stop));
    }

    public static async Task<bool> EndInvitation(NpgsqlTransaction tx, TownId town, string id, DateTimeOffset now, CancellationToken stop) => await Run(
        tx, "update responder_invitation set ended_at = @now where town_id = @town and encode(code_hash, 'hex') = @id and ended_at is null", new { town, id, now }, stop) == 1;

    public static async Task<bool> End(NpgsqlTransaction tx, TownId town, string citizen, DateTimeOffset now, CancellationToken stop) => await Run(
        tx, "update responder set ended_at = @now where town_id = @town and citizen_id = @citizen and ended_at is null", new { town, citizen, now }, stop) == 1;

    private static byte[] Hash(TownId town, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{town.Value}|{code}"));

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
