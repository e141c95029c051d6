using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Conversations;

/// <summary>The language in which a resident speaks with us.</summary>
internal static class SpokenTable
{
    /// <summary>Japanese for a resident who has not chosen.</summary>
    internal static async Task<Language> Of(NpgsqlTransaction tx, TownId town, CitizenId citizen, CancellationToken stop)
    {
        const string sql = """
            select language
              from conversation
             where town_id = @town and citizen_id = @citizen
            """;

        var tag = await tx.Connection!.QuerySingleOrDefaultAsync<string?>(
            new CommandDefinition(sql, new { town = town.Value, citizen = citizen.Value }, tx, cancellationToken: stop));
        return tag is null ? Language.Japanese : new Language(tag);
    }
}
