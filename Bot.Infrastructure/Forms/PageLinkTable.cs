using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Forms;

/// <summary>Rows of one-time links. They name a draft and its resident; no answer ever stands here.</summary>
public static class PageLinkTable
{
    internal static Task Add(
        NpgsqlTransaction tx, TownId town, byte[] tokenHash, CitizenId citizen, Effect.OpenPage page, Language language,
        DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken stop)
    {
        const string sql = """
            insert into page_link (town_id, token_hash, citizen_id, form_id, began, questions, language, made_at, expires_at)
            values (@town, @tokenHash, @citizen, @form, @began, @questions, @language, @now, @expiresAt)
            on conflict (town_id, token_hash) do nothing
            """;

        var with = new
        {
            town,
            tokenHash,
            citizen,
            form = page.Form,
            began = page.Began,
            questions = page.Questions.Select(q => q.Value).ToArray(),
            language = language.Tag,
            now,
            expiresAt,
        };
        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
    }

    /// <summary>The row, held until the transaction ends, so that of two browsers one comes first.</summary>
    internal static Task<Row?> Lock(NpgsqlTransaction tx, TownId town, byte[] tokenHash, CancellationToken stop)
    {
        const string sql = """
            select citizen_id, form_id, began, array_to_string(questions, ' ') as questions, language, made_at, expires_at, opened_at, cookie_hash, submitted_at
              from page_link
             where town_id = @town and token_hash = @tokenHash
               for update
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, tokenHash }, tx, cancellationToken: stop));
    }

    internal static Task Bind(NpgsqlTransaction tx, TownId town, byte[] tokenHash, byte[] cookieHash, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update page_link
               set opened_at = @now, cookie_hash = @cookieHash
             where town_id = @town and token_hash = @tokenHash and cookie_hash is null
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, tokenHash, cookieHash, now }, tx, cancellationToken: stop));
    }

    internal static Task Close(NpgsqlTransaction tx, TownId town, byte[] tokenHash, string eventId, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update page_link
               set submitted_at = @now, event_id = @eventId
             where town_id = @town and token_hash = @tokenHash and submitted_at is null
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, tokenHash, eventId, now }, tx, cancellationToken: stop));
    }

    /// <summary>Lets go of links made before that moment, at most so many; how many they were.</summary>
    public static Task<int> Forget(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            delete from page_link
             where town_id = @town
               and token_hash = any (array(select token_hash from page_link where town_id = @town and made_at < @before limit @most))
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, before, most }, tx, cancellationToken: stop));
    }

    /// <param name="Questions">Parted by spaces, since Dapper cannot hand an array to a positional record.</param>
    internal sealed record Row(
        CitizenId CitizenId, FormId FormId, long Began, string Questions, string Language, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt,
        DateTimeOffset? OpenedAt, byte[]? CookieHash, DateTimeOffset? SubmittedAt);
}
