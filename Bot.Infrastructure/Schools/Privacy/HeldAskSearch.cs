using System.Text.Json;
using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>What was answered to a school's questions, and where it was agreed that a child may be shown; for disclosure.</summary>
internal static class HeldAskSearch
{
    /// <summary>What one guardian answered.</summary>
    public static Task<JsonArray> AnswersOfGuardian(NpgsqlTransaction tx, Sealer sealer, TownId town, CitizenId citizen, CancellationToken stop) => Answers(
        tx, sealer, town, "select answer_id, ask_id, content, answered_at from school_answer where town_id = @town and citizen_id = @Value and content is not null order by answered_at, answer_id",
        new { town, citizen.Value }, stop);

    /// <summary>What anybody answered for a child.</summary>
    public static Task<JsonArray> AnswersOfChild(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid child, CancellationToken stop) => Answers(
        tx, sealer, town, "select answer_id, ask_id, content, answered_at from school_answer where town_id = @town and child_id = @child and content is not null order by answered_at, answer_id",
        new { town, child }, stop);

    public static Task<JsonArray> ConsentsOfGuardian(NpgsqlTransaction tx, TownId town, CitizenId citizen, CancellationToken stop) => Consents(
        tx, """
            select k.title, c.says, c.citizen_id is null as paper, c.said_at from school_consent c join school_consent_kind k on k.town_id = c.town_id and k.kind_id = c.kind_id
             where c.town_id = @town and c.citizen_id = @Value order by c.said_at, c.consent_id
            """,
        new { town, citizen.Value }, stop);

    public static Task<JsonArray> ConsentsOfChild(NpgsqlTransaction tx, TownId town, Guid child, CancellationToken stop) => Consents(
        tx, """
            select k.title, c.says, c.citizen_id is null as paper, c.said_at from school_consent c join school_consent_kind k on k.town_id = c.town_id and k.kind_id = c.kind_id
             where c.town_id = @town and c.child_id = @child order by c.said_at, c.consent_id
            """,
        new { town, child }, stop);

    private static async Task<JsonArray> Answers(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop)
    {
        var told = new JsonArray();
        foreach (var row in await tx.Connection!.QueryAsync<(Guid Answer, Guid Ask, byte[] Content, DateTimeOffset At)>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))
        {
            if (await AskTable.Read(tx, sealer, town, row.Ask, stop) is { } ask)
            {
                var answers = JsonSerializer.Deserialize<Items<SurveyAnswer>>(sealer.OpenBytes(town, "school_answer", "content", $"{row.Answer:n}", row.Content), PieceJson.Options);
                told.Add(new JsonObject
                {
                    ["答えた日時"] = HeldReportSearch.Moment(row.At),
                    ["答え"] = new JsonArray([.. ask.Content.Questions.Zip(answers, (q, a) => (JsonNode)new JsonObject { ["質問"] = q.Text, ["答え"] = SurveyReading.Say(q, a) })]),
                });
            }
        }

        return told;
    }

    private static async Task<JsonArray> Consents(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) => new(
    [
        .. (await tx.Connection!.QueryAsync<(string Title, bool? Says, bool Paper, DateTimeOffset At)>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).Select(r => new JsonObject
        {
            ["内容"] = r.Title,
            ["答え"] = r.Says switch { true => "同意する", false => "同意しない", null => "取り消した" },
            ["方法"] = r.Paper ? "紙" : "LINE",
            ["日時"] = HeldReportSearch.Moment(r.At),
        }),
    ]);
}
