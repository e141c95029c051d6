using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Sealing;

/// <summary>Where <see cref="BlindIndex"/>'s tokens stand, and what they lead to.</summary>
public static class SearchTokenTable
{
    /// <summary>Sets the tokens of a subject; the same again changes nothing.</summary>
    /// <param name="operator">Who else may find it, because the town shares it with them; the town itself when nobody does.</param>
    public static Task Put(
        NpgsqlTransaction tx, TownId town, string module, string subject, TownId @operator, IReadOnlyList<byte[]> tokens, CancellationToken stop)
    {
        const string sql = """
            delete from search_token where town_id = @town and module = @module and subject = @subject and not (token = any (@tokens));
            insert into search_token (town_id, token, module, subject, operator_id)
            select @town, t, @module, @subject, @operator from unnest(@tokens) t
            on conflict (town_id, token, module, subject) do nothing
            """;

        var distinct = tokens.DistinctBy(Convert.ToHexString).ToArray();
        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, module, subject, @operator, tokens = distinct }, tx, cancellationToken: stop));
    }

    /// <summary>The subjects that carry a token, at most so many, and which town they belong to. A union sees those that its members share.</summary>
    public static async Task<IReadOnlyList<FoundSubject>> Find(
        NpgsqlTransaction tx, TownId town, byte[] token, int most, CancellationToken stop)
    {
        const string sql = """
            select town_id, module, subject from search_token where town_id = @town and token = @token order by module, subject limit @most
            """;

        return [.. await tx.Connection!.QueryAsync<FoundSubject>(new CommandDefinition(sql, new { town, token, most }, tx, cancellationToken: stop))];
    }

    /// <summary>Takes a subject out of the index; how many tokens it had.</summary>
    public static Task<int> Remove(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop)
    {
        const string sql = "delete from search_token where town_id = @town and module = @module and subject = @subject";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, module, subject }, tx, cancellationToken: stop));
    }
}

/// <summary>What a search led to.</summary>
public sealed record FoundSubject(TownId TownId, string Module, string Subject);
