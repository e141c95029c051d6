using Bot.Domain.Kernel;
using Bot.Infrastructure.Photos;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Which picture of a case a resident may see: one's own, else one that staff have veiled and published. A stranger's own picture is never shown.</summary>
public static class CasePictureSearch
{
    /// <summary>By case; cases without such a picture are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, ShownPhoto>> For(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> cases, CitizenId? citizen, CancellationToken stop)
    {
        const string sql = """
            select distinct on (case_id) case_id, case when own then content_id end as content, public_id
              from (select r.case_id, f.content_id, f.place, p.public_id, p.published_at, coalesce(r.citizen_id = @citizen, false) as own
                      from damage_report r
                      cross join lateral unnest(r.photos) with ordinality f (content_id, place)
                      join photo o on o.town_id = @town and o.content_id = f.content_id and o.erased_at is null and o.media_type in ('image/jpeg', 'image/png')
                      left join photo_published p on p.town_id = @town and p.content_id = f.content_id
                     where r.town_id = @town and r.case_id = any (@cases)) shown
             where own or public_id is not null
             order by case_id, own desc, case when not own then published_at end desc, place
            """;

        var rows = await tx.Connection!.QueryAsync<(Guid Case, string? Content, Guid? PublicId)>(new CommandDefinition(
            sql, new { town, cases = cases.ToArray(), citizen = citizen?.Value }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Case, r => r.Content is { } own ? (ShownPhoto)new ShownPhoto.Small(own) : new ShownPhoto.Published(r.PublicId!.Value));
    }
}
