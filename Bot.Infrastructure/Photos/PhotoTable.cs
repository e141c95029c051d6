using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Photos;

/// <summary>A picture, and whether it is a JPEG or a PNG.</summary>
public sealed record StoredPhoto(string MediaType, byte[] Picture);

/// <summary>What is to be said of a picture in place of it.</summary>
public enum PhotoState
{
    /// <summary>It can be shown.</summary>
    Here,

    /// <summary>It is still being fetched.</summary>
    Waiting,

    /// <summary>It will never come, or could not be read; see <see cref="PictureLoss"/>.</summary>
    Lost,

    /// <summary>The resident took it back, or its time was over.</summary>
    Erased,
}

/// <summary>How a picture stands.</summary>
/// <param name="Why">Only when it is lost.</param>
public sealed record PhotoStanding(PhotoState State, PictureLoss? Why = null);

/// <summary>Pictures that residents and crews sent, without their metadata. Outside any public folder; served by authorised pages only.</summary>
public static class PhotoTable
{
    /// <summary>Keeps a picture and its thumbnail under seal. One that was taken back meanwhile stays empty; one that is there stays as it is.</summary>
    public static async Task Add(
        NpgsqlTransaction tx, Sealer sealer, TownId town, string contentId, CitizenId citizen, Picture picture, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into photo as p (town_id, content_id, citizen_id, media_type, picture, thumbnail, fetched_at)
            values (@town, @contentId, @citizen, @ContentType, @bytes, @thumbnail, @now)
            on conflict (town_id, content_id) do update
               set media_type = excluded.media_type, picture = excluded.picture, thumbnail = excluded.thumbnail, fetched_at = excluded.fetched_at, lost = null
             where p.lost is not null and p.erased_at is null
            """;

        await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new
        {
            town = town.Value, contentId, citizen = citizen.Value, picture.ContentType, now,
            bytes = sealer.Seal(town, "photo", "picture", contentId, picture.Bytes.Span),
            thumbnail = sealer.Seal(town, "photo", "thumbnail", contentId, picture.Thumbnail.Span),
        }, tx, cancellationToken: stop));
    }

    /// <summary>Notes that there will be no picture, and why, so that staff read that instead of looking for it.</summary>
    public static async Task Lose(NpgsqlTransaction tx, TownId town, string contentId, CitizenId citizen, PictureLoss why, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at, lost)
            values (@town, @contentId, @citizen, '', ''::bytea, @now, @lost)
            on conflict (town_id, content_id) do nothing
            """;

        await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town = town.Value, contentId, citizen = citizen.Value, now, lost = why.ToString() }, tx, cancellationToken: stop));
    }

    /// <summary>A picture as we cleaned it; <c>null</c> when it was taken back, is lost or has not come yet.</summary>
    public static Task<StoredPhoto?> Read(NpgsqlTransaction tx, Sealer sealer, TownId town, string contentId, CancellationToken stop)
    {
        const string sql = """
            select media_type, picture from photo
             where town_id = @town and content_id = @contentId and erased_at is null and media_type in ('image/jpeg', 'image/png')
            """;

        return Open(tx, sealer, town, "picture", contentId, sql, stop);
    }

    /// <summary>The small JPEG of a picture; <c>null</c> as for <see cref="Read"/>, and for what an older version stored.</summary>
    public static Task<StoredPhoto?> ReadThumbnail(NpgsqlTransaction tx, Sealer sealer, TownId town, string contentId, CancellationToken stop)
    {
        const string sql = """
            select 'image/jpeg' as media_type, thumbnail as picture from photo
             where town_id = @town and content_id = @contentId and erased_at is null and thumbnail is not null
            """;

        return Open(tx, sealer, town, "thumbnail", contentId, sql, stop);
    }

    /// <summary>How these pictures stand, in the order asked.</summary>
    public static async Task<IReadOnlyList<PhotoStanding>> Standings(NpgsqlTransaction tx, TownId town, IReadOnlyList<string> contentIds, CancellationToken stop)
    {
        const string sql = """
            select content_id, erased_at is not null as erased, lost from photo where town_id = @town and content_id = any (@ids)
            """;

        var rows = (await tx.Connection!.QueryAsync<StandingRow>(new CommandDefinition(sql, new { town, ids = contentIds.ToArray() }, tx, cancellationToken: stop)))
            .ToDictionary(r => r.ContentId, StringComparer.Ordinal);
        return [.. contentIds.Select(id => rows.GetValueOrDefault(id) switch
        {
            null => new PhotoStanding(PhotoState.Waiting),
            { Erased: true } => new PhotoStanding(PhotoState.Erased),
            { Lost: { } lost } => new PhotoStanding(PhotoState.Lost, Enum.TryParse<PictureLoss>(lost, out var why) ? why : PictureLoss.Unreadable),
            _ => new PhotoStanding(PhotoState.Here),
        })];
    }

    /// <summary>Empties a picture that the resident took back, also when it has not been fetched yet: it will then never be stored. What was published of it is gone at once.</summary>
    public static async Task Erase(NpgsqlTransaction tx, TownId town, string contentId, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into photo (town_id, content_id, citizen_id, media_type, picture, fetched_at, erased_at)
            values (@town, @contentId, '', '', ''::bytea, @now, @now)
            on conflict (town_id, content_id) do update set picture = ''::bytea, thumbnail = null, lost = null, erased_at = excluded.erased_at;
            delete from photo_published where town_id = @town and content_id = @contentId
            """;

        await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town = town.Value, contentId, now }, tx, cancellationToken: stop));
    }

    private static async Task<StoredPhoto?> Open(NpgsqlTransaction tx, Sealer sealer, TownId town, string column, string contentId, string sql, CancellationToken stop)
    {
        var photo = await tx.Connection!.QuerySingleOrDefaultAsync<StoredPhoto>(new CommandDefinition(sql, new { town = town.Value, contentId }, tx, cancellationToken: stop));
        return photo is null ? null : photo with { Picture = sealer.OpenOrPlain(town, "photo", column, contentId, photo.Picture) };
    }

    private sealed record StandingRow(string ContentId, bool Erased, string? Lost);
}
