using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>How calls and answers stand, as a short text that changes when they do.</summary>
public static class MarkSearch
{
    public static async Task<string> Calls(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select coalesce((select asked_at::text || call_id from staff_call where town_id = @town and done_at is null order by asked_at desc, call_id desc limit 1), '')
                || '/' || coalesce((select max(done_at)::text from staff_call where town_id = @town and done_at is not null), '')
                || '/' || (select count(*) from staff_call where town_id = @town and done_at is null)
            """;

        return Shorten(await Ask(tx, sql, town, stop));
    }

    public static async Task<string> Replies(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select coalesce(max(replied_at)::text, '') || '/' || count(*) from letter
             where town_id in (select @town::text union all select member_town_id from operator_town where town_id = @town)
               and replied_at is not null and seen_at is null
            """;

        return Shorten(await Ask(tx, sql, town, stop));
    }

    /// <summary>A mark tells nothing but sameness.</summary>
    public static string Shorten(string state) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(state)).AsSpan(0, 8));

    private static async Task<string> Ask(NpgsqlTransaction tx, string sql, TownId town, CancellationToken stop) =>
        (await tx.Connection!.ExecuteScalarAsync<string>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop)))!;
}
