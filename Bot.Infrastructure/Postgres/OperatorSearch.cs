using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>Reads the sharing table: which towns have given their records to a union.</summary>
public static class OperatorSearch
{
    /// <summary>The members of a union; asked inside the union.</summary>
    public static async Task<IReadOnlyList<TownId>> Members(NpgsqlTransaction tx, TownId union, CancellationToken stop)
    {
        const string sql = "select member_town_id from operator_town where town_id = @union order by member_town_id";

        var members = await tx.Connection!.QueryAsync<string>(new CommandDefinition(sql, new { union }, tx, cancellationToken: stop));
        return [.. members.Select(m => new TownId(m))];
    }
}
