using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Sealing;

/// <summary>Walks a sealed column from its first page to its last, a bounded stretch at a time, and swaps values that did not change meanwhile.</summary>
internal static class ResealTable
{
    /// <summary>How many pages the table has.</summary>
    internal static Task<long> Pages(NpgsqlTransaction tx, SealedColumn column, CancellationToken stop)
    {
        const string sql = "select pg_relation_size(@Table::regclass) / current_setting('block_size')::int + 1";

        return tx.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(sql, new { column.Table }, tx, cancellationToken: stop));
    }

    /// <summary>Values of a stretch that are not sealed with the key whose head is given: sealed with another, or not at all.</summary>
    internal static async Task<IReadOnlyList<OldValue>> Older(
        NpgsqlTransaction tx, TownId town, SealedColumn column, byte[] head, long page, CancellationToken stop)
    {
        // The names come from our own list of columns, never from outside.
        var sql = $"""
            select ctid::text as place, {column.Row} as row, {column.Column} as value
              from {column.Table}
             where town_id = @town and ctid >= @from::tid and ctid < @until::tid
               and length({column.Column}) > 0 and substring({column.Column} from 1 for 3) <> @head
            """;

        return [.. await tx.Connection!.QueryAsync<OldValue>(new CommandDefinition(
            sql, new { town, head, from = $"({page},0)", until = $"({page + column.Stretch},0)" }, tx, cancellationToken: stop))];
    }

    /// <summary>Writes the new values where the old ones still stand; how many did.</summary>
    internal static Task<int> Swap(
        NpgsqlTransaction tx, TownId town, SealedColumn column, IReadOnlyList<OldValue> old, byte[][] fresh, CancellationToken stop)
    {
        var sql = $"""
            update {column.Table} t set {column.Column} = n.fresh
              from unnest(@places::tid[], @old, @fresh) as n (place, old, fresh)
             where t.town_id = @town and t.ctid = n.place and t.{column.Column} = n.old
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, places = old.Select(o => o.Place).ToArray(), old = old.Select(o => o.Value).ToArray(), fresh }, tx, cancellationToken: stop));
    }

    internal sealed record OldValue(string Place, string Row, byte[] Value);
}
