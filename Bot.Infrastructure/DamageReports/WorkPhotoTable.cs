using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>When staff took a picture. The names are stored in small letters.</summary>
public enum WorkStage
{
    /// <summary>Looking at the place.</summary>
    Site,
    Before,
    After,
}

/// <summary>A picture that staff took of a case.</summary>
/// <param name="ContentId">Under which the picture itself rests.</param>
public sealed record WorkPhoto(string ContentId, Guid Case, WorkStage Stage, DateTimeOffset At);

/// <summary>Which pictures staff took of which case.</summary>
public static class WorkPhotoTable
{
    /// <summary>The picture is there already; the same one is added once.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, WorkPhoto photo, Guid work, Actor by, CancellationToken stop)
    {
        const string sql = """
            insert into damage_photo (town_id, content_id, case_id, work, stage, staff_id, staff_home, added_at)
            values (@town, @ContentId, @Case, @work, @stage, @staff, @Home, @At)
            on conflict do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, photo.ContentId, photo.Case, work, stage = photo.Stage.ToString().ToLowerInvariant(), staff = by.Id, by.Home, photo.At }, tx, cancellationToken: stop));
    }

    /// <summary>Those of a case and of the cases merged into it that were not taken away, oldest first.</summary>
    public static async Task<IReadOnlyList<WorkPhoto>> Of(NpgsqlTransaction tx, TownId town, Guid @case, CancellationToken stop)
    {
        const string sql = """
            select d.content_id, d.case_id, d.stage, d.added_at from damage_photo d
              join photo p on p.town_id = @town and p.content_id = d.content_id and p.erased_at is null
             where d.town_id = @town and d.case_id in (select case_id from damage_case where town_id = @town and (case_id = @case or duplicate_of = @case))
             order by d.added_at, d.content_id
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, @case }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new WorkPhoto(r.ContentId, r.CaseId, Enum.Parse<WorkStage>(r.Stage, ignoreCase: true), r.AddedAt))];
    }

    private sealed record Row(string ContentId, Guid CaseId, string Stage, DateTimeOffset AddedAt);
}
