using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>One thing that happened to a request of a service.</summary>
/// <param name="Kind">The module's own word for it, such as <c>paid</c> or <c>moved</c>; <c>note</c> is an internal note.</param>
/// <param name="Detail">Codes and numbers as JSON, or <c>null</c>; never anything personal.</param>
/// <param name="Words">Free text under seal.</param>
public sealed record TimelineEntry(DateTimeOffset At, Guid Id, Actor Actor, string Kind, string? Detail = null, byte[]? Words = null);

/// <summary>What happened to each request, for those who work on it.</summary>
public static class TimelineTable
{
    /// <summary>Adds an entry; the same id twice adds one.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, string module, string subject, TimelineEntry entry, CancellationToken stop)
    {
        const string sql = """
            insert into timeline (town_id, module, subject, at, entry_id, actor_kind, actor_id, actor_home, kind, detail, words)
            values (@town, @module, @subject, @At, @Id, @ActorKind, @ActorId, @Home, @Kind, @Detail::jsonb, @Words)
            on conflict (town_id, module, subject, entry_id) do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new { town, module, subject, entry.At, entry.Id, ActorKind = entry.Actor.Kind, ActorId = entry.Actor.Id, entry.Actor.Home, entry.Kind, entry.Detail, entry.Words },
            tx,
            cancellationToken: stop));
    }

    /// <summary>All entries of one subject, oldest first.</summary>
    public static async Task<IReadOnlyList<TimelineEntry>> Of(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop)
    {
        const string sql = """
            select at, entry_id, actor_kind, actor_id, actor_home, kind, detail::text as detail, words
              from timeline where town_id = @town and module = @module and subject = @subject
             order by at, entry_id
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, module, subject }, tx, cancellationToken: stop));
        return [.. rows.Select(Entry)];
    }

    /// <summary>One entry, locked for change; <c>null</c> when it is not there.</summary>
    public static async Task<TimelineEntry?> Lock(NpgsqlTransaction tx, TownId town, string module, string subject, Guid id, CancellationToken stop)
    {
        const string sql = """
            select at, entry_id, actor_kind, actor_id, actor_home, kind, detail::text as detail, words
              from timeline where town_id = @town and module = @module and subject = @subject and entry_id = @id
               for update
            """;

        return await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, module, subject, id }, tx, cancellationToken: stop)) is { } row
            ? Entry(row)
            : null;
    }

    /// <summary>Writes detail and words anew; who wrote it and when stays.</summary>
    public static Task Rewrite(
        NpgsqlTransaction tx, TownId town, string module, string subject, Guid id, string? detail, byte[]? words, CancellationToken stop)
    {
        const string sql = """
            update timeline set detail = @detail::jsonb, words = @words
             where town_id = @town and module = @module and subject = @subject and entry_id = @id
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, module, subject, id, detail, words }, tx, cancellationToken: stop));
    }

    private static TimelineEntry Entry(Row r) => new(r.At, r.EntryId, new Actor(r.ActorKind, r.ActorId, r.ActorHome), r.Kind, r.Detail, r.Words);

    private sealed record Row(
        DateTimeOffset At, Guid EntryId, string ActorKind, string ActorId, string ActorHome, string Kind, string? Detail, byte[]? Words);
}
