using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Forms;

/// <summary>A link that has just been made; only the hash of its token is stored.</summary>
public sealed record NewPageLink(
    byte[] TokenHash, CitizenId Citizen, Effect.OpenPage Page, Language Language, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt);

/// <summary>Rows of one-time links. They name a draft and its resident; no answer ever stands here.</summary>
public static class PageLinkTable
{
    /// <summary>Adds the links of a batch; those that are there already are left as they are.</summary>
    internal static Task Add(NpgsqlTransaction tx, TownId town, IReadOnlyList<NewPageLink> links, CancellationToken stop)
    {
        const string sql = """
            insert into page_link (town_id, token_hash, citizen_id, form_id, began, questions, language, made_at, expires_at)
            select @town, l.token_hash, l.citizen_id, l.form_id, l.began, string_to_array(l.questions, ' '), l.language, l.made_at, l.expires_at
              from unnest(@hashes, @citizens, @forms, @begans, @questions, @languages, @mades, @expires)
                as l(token_hash, citizen_id, form_id, began, questions, language, made_at, expires_at)
            on conflict (town_id, token_hash) do nothing
            """;

        var with = new
        {
            town,
            hashes = links.Select(l => l.TokenHash).ToArray(),
            citizens = links.Select(l => l.Citizen.Value).ToArray(),
            forms = links.Select(l => l.Page.Form.Value).ToArray(),
            begans = links.Select(l => l.Page.Began.Value).ToArray(),
            questions = links.Select(l => string.Join(' ', l.Page.Questions.Select(q => q.Value))).ToArray(),
            languages = links.Select(l => l.Language.Tag).ToArray(),
            mades = links.Select(l => l.MadeAt.ToUniversalTime()).ToArray(),
            expires = links.Select(l => l.ExpiresAt.ToUniversalTime()).ToArray(),
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
