using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>Which letters of schools came to a guardian, and what became of them.</summary>
internal static class HeldLetterSearch
{
    public static async Task<JsonArray> Of(NpgsqlTransaction tx, Sealer sealer, SchoolTowns towns, TownId town, CitizenId citizen, CancellationToken stop)
    {
        const string sql = """
            select r.letter_id, r.opened_at, r.confirmed_at, r.reminded_at from school_letter_reader r
              join school_letter l on l.town_id = r.town_id and l.letter_id = r.letter_id
             where r.town_id = @town and r.citizen_id = @citizen order by l.sent_at, l.letter_id
            """;

        var letters = new JsonArray();
        foreach (var row in await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, citizen = citizen.Value }, tx, cancellationToken: stop)))
        {
            if (await SchoolLetterTable.Read(tx, sealer, town, row.LetterId, stop) is { } letter)
            {
                letters.Add(new JsonObject
                {
                    ["学校・園"] = towns.Find(town, letter.School)?.Name.Ja ?? letter.School,
                    ["件名"] = letter.Content.Title,
                    ["送った日時"] = HeldReportSearch.Moment(letter.SentAt),
                    ["開いた日時"] = row.OpenedAt is { } opened ? HeldReportSearch.Moment(opened) : null,
                    ["確認した日時"] = row.ConfirmedAt is { } confirmed ? HeldReportSearch.Moment(confirmed) : null,
                    ["もう一度知らせた日時"] = row.RemindedAt is { } reminded ? HeldReportSearch.Moment(reminded) : null,
                });
            }
        }

        return letters;
    }

    private sealed record Row(Guid LetterId, DateTimeOffset? OpenedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset? RemindedAt);
}
