using Bot.Domain.Kernel;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A picture of a case that another town took over, which has not been sent after it.</summary>
/// <param name="Shown">The copy that staff veiled, if there is one: then that goes, and what was hidden stays hidden.</param>
public sealed record UnsentPhoto(Guid Case, TownId To, TownId Via, string ContentId, Guid? Shown);

/// <summary>The pictures that a town sends after its cases.</summary>
public static class SentPhotoTable
{
    /// <summary>Those that are here and were not sent, of cases handed over since.</summary>
    public static async Task<IReadOnlyList<UnsentPhoto>> Unsent(NpgsqlTransaction tx, TownId town, DateTimeOffset since, int most, CancellationToken stop)
    {
        const string sql = """
            with handed as (
                select (body ->> 'Case')::uuid as case_id, to_town, via from damage_parcel where town_id = @town and kind = 'case' and sent_at > @since),
            pictures as (
                select h.case_id, h.to_town, h.via, f.content_id from handed h
                  join damage_report r on r.town_id = @town and r.case_id = h.case_id cross join lateral unnest(r.photos) f (content_id)
                union
                select h.case_id, h.to_town, h.via, w.content_id from handed h join damage_photo w on w.town_id = @town and w.case_id = h.case_id)
            select x.case_id, x.to_town, x.via, x.content_id, s.public_id from pictures x
              join photo p on p.town_id = @town and p.content_id = x.content_id and p.erased_at is null and p.media_type in ('image/jpeg', 'image/png')
              left join photo_published s on s.town_id = @town and s.content_id = x.content_id
             where not exists (select from damage_sent_photo d where d.town_id = @town and d.to_town = x.to_town and d.content_id = x.content_id)
             order by x.case_id, x.content_id limit @most
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, since, most }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new UnsentPhoto(r.CaseId, r.ToTown, r.Via, r.ContentId, r.PublicId))];
    }

    /// <summary>Sends one; the same picture to the same town once.</summary>
    public static Task Send(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid id, UnsentPhoto photo, StoredPhoto picture, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into damage_sent_photo (town_id, parcel_id, case_id, content_id, to_town, via, picture, sent_at)
            values (@town, @id, @Case, @ContentId, @To, @Via, @bytes, @now)
            on conflict do nothing
            """;

        var bytes = sealer.Seal(town, "damage_sent_photo", "picture", $"{id:n}", picture.Picture.AsSpan());
        return Run(tx, sql, new { town, id, photo.Case, photo.ContentId, photo.To, photo.Via, bytes, now }, stop);
    }

    /// <summary>Calls back what was taken back here, and empties what the other town has its own copy of.</summary>
    public static Task Tidy(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update damage_sent_photo d set recalled_at = @now, picture = null
             where d.town_id = @town and d.recalled_at is null
               and exists (select from photo p where p.town_id = @town and p.content_id = d.content_id and p.erased_at is not null);
            update damage_sent_photo d set picture = null
             where d.town_id = @town and d.picture is not null
               and exists (select from damage_handed_photo h where h.from_town = @town and h.town_id = d.to_town and h.parcel_id = d.parcel_id and (h.taken_at is not null or h.lost is not null))
            """;

        return Run(tx, sql, new { town, now }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record Row(Guid CaseId, TownId ToTown, TownId Via, string ContentId, Guid? PublicId);
}
