using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Towns;

/// <param name="Name">Such as <c>main.ja-easy</c>.</param>
/// <param name="RichMenuId">What LINE calls it.</param>
public sealed record PublishedMenu(string Name, string ContentHash, string RichMenuId);

/// <summary>The menus that LINE has from us, and who is to see which.</summary>
public static class RichMenuTable
{
    public static async Task<IReadOnlyList<PublishedMenu>> All(NpgsqlTransaction transaction, TownId town, CancellationToken stop)
    {
        const string sql = "select name, content_hash, rich_menu_id from rich_menu where town_id = @town order by name";

        return [.. await transaction.Connection!.QueryAsync<PublishedMenu>(new CommandDefinition(sql, new { town }, transaction, cancellationToken: stop))];
    }

    /// <summary>LINE's id of a menu; <c>null</c> when it has not been published.</summary>
    public static Task<string?> Find(NpgsqlTransaction transaction, TownId town, string name, CancellationToken stop)
    {
        const string sql = "select rich_menu_id from rich_menu where town_id = @town and name = @name";

        return transaction.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { town, name }, transaction, cancellationToken: stop));
    }

    public static Task Set(NpgsqlTransaction transaction, TownId town, PublishedMenu menu, CancellationToken stop)
    {
        const string sql = """
            insert into rich_menu (town_id, name, content_hash, rich_menu_id) values (@town, @Name, @ContentHash, @RichMenuId)
            on conflict (town_id, name) do update set content_hash = excluded.content_hash, rich_menu_id = excluded.rich_menu_id
            """;

        return transaction.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, menu.Name, menu.ContentHash, menu.RichMenuId }, transaction, cancellationToken: stop));
    }

    public static Task Remove(NpgsqlTransaction transaction, TownId town, string name, CancellationToken stop)
    {
        const string sql = "delete from rich_menu where town_id = @town and name = @name";

        return transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, name }, transaction, cancellationToken: stop));
    }

    /// <summary>Friends who have chosen a language and so a menu of their own, 500 at a time in the order of their ids.</summary>
    public static async Task<IReadOnlyList<(CitizenId Citizen, Language Language)>> Choosers(
        NpgsqlTransaction transaction, TownId town, CitizenId? after, CancellationToken stop)
    {
        const string sql = """
            select citizen_id, language from conversation
            where town_id = @town and is_friend and language is not null and citizen_id > @after
            order by citizen_id limit 500
            """;

        var rows = await transaction.Connection!.QueryAsync<Chooser>(new CommandDefinition(
            sql, new { town, after = after?.Value ?? "" }, transaction, cancellationToken: stop));
        return [.. rows.Select(r => (r.CitizenId, new Language(r.Language)))];
    }

    /// <summary>All who have us as a friend, with the language in which we speak with them; a page at a time.</summary>
    public static async Task<IReadOnlyList<(CitizenId Citizen, Language Language)>> Friends(NpgsqlTransaction transaction, TownId town, CitizenId? after, int most, CancellationToken stop)
    {
        const string sql = """
            select citizen_id, coalesce(language, 'ja') as language from conversation
            where town_id = @town and is_friend and citizen_id > @after
            order by citizen_id limit @most
            """;

        var rows = await transaction.Connection!.QueryAsync<Chooser>(new CommandDefinition(sql, new { town, after = after?.Value ?? "", most }, transaction, cancellationToken: stop));
        return [.. rows.Select(r => (r.CitizenId, new Language(r.Language)))];
    }

    private sealed record Chooser(CitizenId CitizenId, string Language);
}
