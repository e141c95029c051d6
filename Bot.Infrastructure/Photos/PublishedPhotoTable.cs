using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Photos;

/// <summary>Who made a picture public, and when.</summary>
/// <param name="PublicId">Under which anybody may see it; says nothing of the original, and the next copy has another.</param>
public sealed record Publication(Guid PublicId, string StaffId, string StaffHome, DateTimeOffset At);

/// <summary>The veiled copies that the public may see, beside the private originals. A picture has at most one.</summary>
public static class PublishedPhotoTable
{
    /// <summary>Puts a copy in the place of the one before, whose address is dead from then on; noted in the record.</summary>
    /// <returns><c>null</c> when the original was taken back, is lost or never came: nothing is published then.</returns>
    public static async Task<Guid?> Publish(
        NpgsqlTransaction tx, Sealer sealer, TownId town, string contentId, VeiledPicture picture, Actor actor, DateTimeOffset now, CancellationToken stop)
    {
        // The lock makes a resident who takes the original back wait, and then erase this copy as well.
        const string sql = """
            with original as materialized (
                select content_id from photo
                 where town_id = @town and content_id = @contentId and erased_at is null and media_type in ('image/jpeg', 'image/png')
                   for update)
            insert into photo_published (town_id, content_id, public_id, picture, small, published_at, staff_id, staff_home)
            select @town, content_id, @publicId, @bytes, @small, @now, @staff, @Home from original
            on conflict (town_id, content_id) do update
               set public_id = excluded.public_id, picture = excluded.picture, small = excluded.small, published_at = excluded.published_at, staff_id = excluded.staff_id, staff_home = excluded.staff_home
            """;

        var publicId = Guid.NewGuid();
        var rows = await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new
        {
            town = town.Value, contentId, publicId, now, staff = actor.Id, actor.Home,
            bytes = sealer.Seal(town, "photo_published", "picture", publicId.ToString("n"), picture.Bytes.Span),
            small = sealer.Seal(town, "photo_published", "small", publicId.ToString("n"), picture.Small.Span),
        }, tx, cancellationToken: stop));
        if (rows == 0)
        {
            return null;
        }

        await AuditTable.Add(tx, town, actor, new AuditEntry("photo.publish/done", [Subject(contentId)]), now, stop);
        return publicId;
    }

    /// <summary>Takes the copy off the public pages; the original stays.</summary>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> Withdraw(NpgsqlTransaction tx, TownId town, string contentId, Actor actor, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = "delete from photo_published where town_id = @town and content_id = @contentId";

        var was = await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town = town.Value, contentId }, tx, cancellationToken: stop)) > 0;
        if (was)
        {
            await AuditTable.Add(tx, town, actor, new AuditEntry("photo.withdraw/done", [Subject(contentId)]), now, stop);
        }

        return was;
    }

    /// <summary>Who published a picture; <c>null</c> when nobody did.</summary>
    public static Task<Publication?> Of(NpgsqlTransaction tx, TownId town, string contentId, CancellationToken stop)
    {
        const string sql = "select public_id, staff_id, staff_home, published_at as at from photo_published where town_id = @town and content_id = @contentId";

        return tx.Connection!.QuerySingleOrDefaultAsync<Publication>(new CommandDefinition(sql, new { town = town.Value, contentId }, tx, cancellationToken: stop));
    }

    /// <summary>Those of these pictures that are public, by their ids.</summary>
    public static async Task<IReadOnlyDictionary<string, Publication>> Among(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<string> contentIds, CancellationToken stop)
    {
        const string sql = """
            select content_id, public_id, staff_id, staff_home, published_at from photo_published where town_id = @town and content_id = any (@ids)
            """;

        var rows = await tx.Connection!.QueryAsync<(string Content, Guid Public, string Staff, string Home, DateTimeOffset At)>(
            new CommandDefinition(sql, new { town = town.Value, ids = contentIds.ToArray() }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Content, r => new Publication(r.Public, r.Staff, r.Home, r.At), StringComparer.Ordinal);
    }

    /// <summary>The small copy of what the public may see; for what an older version published, the copy itself.</summary>
    public static async Task<StoredPhoto?> ReadSmall(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid publicId, CancellationToken stop)
    {
        const string sql = """
            select p.small from photo_published p join photo o on o.town_id = p.town_id and o.content_id = p.content_id
             where p.town_id = @town and p.public_id = @publicId and o.erased_at is null and p.small is not null
            """;

        var bytes = await tx.Connection!.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(sql, new { town = town.Value, publicId }, tx, cancellationToken: stop));
        return bytes is null
            ? await Read(tx, sealer, town, publicId, stop)
            : new StoredPhoto("image/jpeg", sealer.OpenBytes(town, "photo_published", "small", publicId.ToString("n"), bytes));
    }

    /// <summary>What the public may see, by its public id; <c>null</c> when there is no such picture, or its original was erased, by whatever version of the bot.</summary>
    public static async Task<StoredPhoto?> Read(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid publicId, CancellationToken stop)
    {
        const string sql = """
            select p.picture from photo_published p join photo o on o.town_id = p.town_id and o.content_id = p.content_id
             where p.town_id = @town and p.public_id = @publicId and o.erased_at is null
            """;

        var bytes = await tx.Connection!.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(sql, new { town = town.Value, publicId }, tx, cancellationToken: stop));
        return bytes is null ? null : new StoredPhoto("image/jpeg", sealer.OpenBytes(town, "photo_published", "picture", publicId.ToString("n"), bytes));
    }

    private static string Subject(string contentId) => $"photo/{contentId}";
}
