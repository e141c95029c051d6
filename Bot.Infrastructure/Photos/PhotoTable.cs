using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Photos;

/// <summary>A picture, and whether it is a JPEG or a PNG.</summary>
public sealed record StoredPhoto(string MediaType, byte[] Picture);

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

    /// <summary>A picture as we cleaned it; <c>null</c> when it was taken back or has not come yet.</summary>
    public static async Task<StoredPhoto?> Read(NpgsqlTransaction tx, Sealer sealer, TownId town, string contentId, CancellationToken stop)
    {
        const string sql = """
            select media_type, picture from photo
             where town_id = @town and content_id = @contentId and erased_at is null and media_type in ('image/jpeg', 'image/png')
            """;

        var photo = await tx.Connection!.QuerySingleOrDefaultAsync<StoredPhoto>(new CommandDefinition(sql, new { town = town.Value, contentId }, tx, cancellationToken: stop));
        return photo is null ? null : photo with { Picture = sealer.OpenOrPlain(town, "photo", "picture", contentId, photo.Picture) };
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
}
