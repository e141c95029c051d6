using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>What schools answered to reports, opened for disclosure.</summary>
internal static class HeldReplySearch
{
    public static Task<JsonArray> OfGuardian(NpgsqlTransaction tx, Sealer sealer, TownId town, CitizenId citizen, CancellationToken stop) => Told(
        tx, sealer, town, """
            select r.reply_id, r.words, r.sent_at from school_reply r join school_reply_reader o on o.town_id = r.town_id and o.reply_id = r.reply_id
             where r.town_id = @town and o.citizen_id = @Value and r.words is not null order by r.sent_at, r.reply_id
            """,
        new { town, citizen.Value }, stop);

    public static Task<JsonArray> OfChild(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid child, CancellationToken stop) => Told(
        tx, sealer, town, """
            select r.reply_id, r.words, r.sent_at from school_reply r join school_absence a on a.town_id = r.town_id and a.absence_id = r.absence_id
             where r.town_id = @town and a.child_id = @child and r.words is not null order by r.sent_at, r.reply_id
            """,
        new { town, child }, stop);

    private static async Task<JsonArray> Told(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop) => new(
    [
        .. (await tx.Connection!.QueryAsync<(Guid Id, byte[] Words, DateTimeOffset At)>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))
            .Select(r => new JsonObject { ["日時"] = HeldReportSearch.Moment(r.At), ["返事"] = sealer.Open(town, "school_reply", "words", $"{r.Id:n}", r.Words) }),
    ]);
}
