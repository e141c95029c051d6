using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>The tenants, and which towns a union serves.</summary>
public static class TownTable
{
    /// <summary>All tenants of this database; the one question that stands outside any town.</summary>
    public static async Task<IReadOnlyList<TownId>> All(Database database, CancellationToken stop)
    {
        const string sql = "select town_id from town order by town_id";

        await using var connection = await database.Connect(stop);
        return [.. await connection.QueryAsync<TownId>(new CommandDefinition(sql, cancellationToken: stop))];
    }

    /// <param name="kind"><c>town</c> or <c>union</c>.</param>
    public static Task Add(NpgsqlTransaction transaction, TownId town, string kind, CancellationToken stop)
    {
        const string sql = """
            insert into town (town_id, kind) values (@town, @kind)
            on conflict (town_id) do update set kind = excluded.kind
            """;

        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, kind }, transaction, cancellationToken: stop));
    }

    /// <summary>Sets the members of a union; called inside the union.</summary>
    public static Task SetMembers(NpgsqlTransaction transaction, TownId union, IReadOnlyList<TownId> members, CancellationToken stop)
    {
        const string sql = """
            delete from operator_town where town_id = @union and not (member_town_id = any (@members));
            insert into operator_town (town_id, member_town_id)
            select @union, m from unnest(@members) m
            on conflict (town_id, member_town_id) do nothing
            """;

        return transaction.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { union, members = members.Select(m => m.Value).ToArray() }, transaction, cancellationToken: stop));
    }
}
