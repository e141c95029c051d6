using Bot.Domain.Kernel;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A picture that another town sent after a case, as it came.</summary>
/// <param name="Case">Our own.</param>
public sealed record ComingPhoto(TownId From, Guid Id, TownId Via, Guid Case, int Tries, byte[] Picture);

/// <summary>How a picture stands that goes with a case from one town to another.</summary>
/// <param name="ContentId">Under which our copy rests; <c>null</c> while there is none.</param>
/// <param name="Lost">There will be none.</param>
public sealed record HandedPhoto(string? ContentId, int Tries, PictureLoss? Lost);

/// <summary>What became of the pictures that other towns sent.</summary>
public static class HandedPhotoTable
{
    /// <summary>What has come for cases that we took over and is to be drawn now.</summary>
    public static async Task<IReadOnlyList<ComingPhoto>> Due(NpgsqlTransaction tx, Sealer sealer, TownId town, DateTimeOffset now, int most, CancellationToken stop)
    {
        const string sql = """
            select d.town_id as from_town, d.parcel_id, d.via, c.case_id, coalesce(h.tries, 0) as tries, d.picture
              from damage_sent_photo d
              join damage_case c on c.town_id = @town and c.from_town = d.town_id and c.from_case = d.case_id
              left join damage_handed_photo h on h.town_id = @town and h.from_town = d.town_id and h.parcel_id = d.parcel_id
             where d.to_town = @town and d.picture is not null and d.recalled_at is null
               and (h.parcel_id is null or (h.taken_at is null and h.lost is null and h.next_at <= @now))
             order by d.sent_at, d.parcel_id limit @most
            """;

        var rows = await tx.Connection!.QueryAsync<DueRow>(new CommandDefinition(sql, new { town, now, most }, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new ComingPhoto(
                r.FromTown, r.ParcelId, r.Via, r.CaseId, r.Tries, sealer.OpenBytes(r.FromTown, "damage_sent_photo", "picture", $"{r.ParcelId:n}", r.Picture))),
        ];
    }

    /// <summary>Notes what came of a try.</summary>
    /// <param name="next">When it is tried again, if nothing came of it yet.</param>
    /// <returns>Whether it was still open; another process may have been quicker.</returns>
    public static async Task<bool> Note(
        NpgsqlTransaction tx, TownId town, ComingPhoto photo, string contentId, bool isTaken, PictureLoss? lost, DateTimeOffset now, DateTimeOffset next, CancellationToken stop)
    {
        const string sql = """
            insert into damage_handed_photo as h (town_id, from_town, parcel_id, via, case_id, content_id, tries, next_at, taken_at, lost)
            values (@town, @From, @Id, @Via, @Case, @contentId, 1, @next, @taken, @lost)
            on conflict (town_id, from_town, parcel_id) do update
               set tries = h.tries + 1, next_at = excluded.next_at, taken_at = excluded.taken_at, lost = excluded.lost
             where h.taken_at is null and h.lost is null
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, photo.From, photo.Id, photo.Via, photo.Case, contentId, next, taken = isTaken ? now : (DateTimeOffset?)null, lost = lost?.ToString() }, tx, cancellationToken: stop)) == 1;
    }

    /// <summary>Our copies of what was called back since.</summary>
    public static async Task<IReadOnlyList<string>> Recalled(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        const string sql = """
            select h.content_id from damage_handed_photo h
              join damage_sent_photo d on d.town_id = h.from_town and d.parcel_id = h.parcel_id and d.recalled_at is not null
              join photo p on p.town_id = @town and p.content_id = h.content_id and p.erased_at is null
             where h.town_id = @town
            """;

        return [.. await tx.Connection!.QueryAsync<string>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop))];
    }

    /// <summary>Those that came with a case which we took over, in the order in which they were sent; what was called back is missing.</summary>
    public static async Task<IReadOnlyList<HandedPhoto>> Of(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = """
            select case when h.taken_at is not null then h.content_id end as content_id, coalesce(h.tries, 0) as tries, h.lost
              from damage_case c
              join damage_sent_photo d on d.to_town = @town and d.town_id = c.from_town and d.case_id = c.from_case and d.recalled_at is null
              left join damage_handed_photo h on h.town_id = @town and h.from_town = d.town_id and h.parcel_id = d.parcel_id
             where c.town_id = @town and (c.case_id = @case or c.duplicate_of = @case)
             order by d.sent_at, d.parcel_id
            """;

        return await Read(tx, sql, new { town, @case }, stop);
    }

    /// <summary>Those that we sent after a case of ours.</summary>
    public static Task<IReadOnlyList<HandedPhoto>> Sent(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = """
            select case when h.taken_at is not null then h.content_id end as content_id, coalesce(h.tries, 0) as tries, h.lost
              from damage_sent_photo d
              left join damage_handed_photo h on h.from_town = @town and h.town_id = d.to_town and h.parcel_id = d.parcel_id
             where d.town_id = @town and d.case_id = @case and d.recalled_at is null
             order by d.sent_at, d.parcel_id
            """;

        return Read(tx, sql, new { town, @case }, stop);
    }

    private static async Task<IReadOnlyList<HandedPhoto>> Read(NpgsqlTransaction tx, string sql, object with, CancellationToken stop)
    {
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return [.. rows.Select(r => new HandedPhoto(r.ContentId, r.Tries, r.Lost is { } lost ? Enum.Parse<PictureLoss>(lost) : null))];
    }

    private sealed record DueRow(TownId FromTown, Guid ParcelId, TownId Via, Guid CaseId, int Tries, byte[] Picture);

    private sealed record Row(string? ContentId, int Tries, string? Lost);
}
