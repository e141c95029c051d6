using System.Text.Json.Nodes;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>What was reported of children, opened for disclosure.</summary>
internal static class HeldReportSearch
{
    private static readonly Wordbook Words = Wording.WordingFiles.Load();

    /// <summary>All that one guardian reported of one child.</summary>
    public static Task<JsonArray> OfGuardian(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid child, CitizenId citizen, CancellationToken stop)
    {
        const string sql = """
            select absence_id, citizen_id, kind, first_day, last_day, state, sent_at, seen_at, told from school_absence
             where town_id = @town and child_id = @child and citizen_id = @citizen order by sent_at, absence_id
            """;

        return Told(tx, sealer, town, sql, new { town, child, citizen = citizen.Value }, stop);
    }

    /// <summary>All that anybody reported of one child.</summary>
    public static Task<JsonArray> OfChild(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid child, CancellationToken stop)
    {
        const string sql = """
            select absence_id, citizen_id, kind, first_day, last_day, state, sent_at, seen_at, told from school_absence
             where town_id = @town and child_id = @child order by sent_at, absence_id
            """;

        return Told(tx, sealer, town, sql, new { town, child }, stop);
    }

    public static string Moment(DateTimeOffset at) => $"{at.ToOffset(JapanTime.Offset):yyyy-MM-dd HH:mm}";

    private static async Task<JsonArray> Told(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop)
    {
        var told = new JsonArray();
        foreach (var row in await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))
        {
            var story = AbsenceSearch.Story(sealer, town, row.AbsenceId, row.Told);
            told.Add(new JsonObject
            {
                ["連絡"] = Words.Say(AbsenceWords.Kind(AbsenceNames.Kind(row.Kind)!.Value), Language.Japanese),
                ["最初の日"] = $"{row.FirstDay:yyyy-MM-dd}",
                ["最後の日"] = $"{row.LastDay:yyyy-MM-dd}",
                ["理由"] = story.Reason is { } code ? Words.Say(AbsenceWords.Reason(code), Language.Japanese) : null,
                ["伝えたいこと"] = story.Remark,
                ["受け付けの方法"] = row.CitizenId is null ? "電話・窓口" : "LINE",
                ["連絡した日時"] = Moment(row.SentAt),
                ["学校が見た日時"] = row.SeenAt is { } seen ? Moment(seen) : null,
                ["状態"] = Enum.Parse<AbsenceState>(row.State, ignoreCase: true) switch
                {
                    AbsenceState.Sent => "学校はまだ見ていない",
                    AbsenceState.Seen => "学校が見た",
                    AbsenceState.Corrected => "後から直した",
                    _ => "取り消した",
                },
            });
        }

        return told;
    }

    private sealed record Row(Guid AbsenceId, string? CitizenId, string Kind, DateOnly FirstDay, DateOnly LastDay, string State, DateTimeOffset SentAt, DateTimeOffset? SeenAt, byte[]? Told);
}
