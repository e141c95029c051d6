using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Photos;

/// <summary>Pictures that residents sent, without their metadata. Outside any public folder; served by authorised pages only.</summary>
public static class PhotoTable
{
    /// <param name="mediaType"><c>image/jpeg</c> or <c>image/png</c>.</param>
    public static async Task Add(
        NpgsqlTransaction tx, Sealer sealer, TownId town, string contentId, CitizenId citizen, string mediaType, ReadOnlyMemory<byte> picture, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at)
            values (@town, @contentId, @citizen, @mediaType, @bytes, @now)
            on conflict (town_id, content_id) do nothing
            """;

        await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town = town.Value, contentId, citizen = citizen.Value, mediaType, bytes = sealer.Seal(town, "photo", "picture", contentId, picture.Span), now }, tx, cancellationToken: stop));
    }

    /// <summary>A picture; <c>null</c> when there is none, or it was taken back or erased.</summary>
    public static async Task<StoredPhoto?> Find(NpgsqlTransaction tx, Sealer sealer, TownId town, string contentId, CancellationToken stop)
    {
        const string sql = """
            select media_type, picture from photo where town_id = @town and content_id = @contentId and erased_at is null
            """;

        var row = await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, contentId }, tx, cancellationToken: stop));
        return row is null ? null : new StoredPhoto(row.MediaType, sealer.OpenOrPlain(town, "photo", "picture", contentId, row.Picture));
    }

    /// <summary>Empties a picture that the resident took back, also when it has not been fetched yet: it will then never be stored.</summary>
    public static async Task Erase(NpgsqlTransaction tx, TownId town, string contentId, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at, erased_at)
            values (@town, @contentId, '', '', ''::bytea, @now, @now)
            on conflict (town_id, content_id) do update set picture = ''::bytea, erased_at = excluded.erased_at
            """;

        await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town = town.Value, contentId, now }, tx, cancellationToken: stop));
    }

    private sealed record Row(string MediaType, byte[] Picture);
}

/// <summary>A picture as it can be shown.</summary>
public sealed record StoredPhoto(string MediaType, ReadOnlyMemory<byte> Picture);
