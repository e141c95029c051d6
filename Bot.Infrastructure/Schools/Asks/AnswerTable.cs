using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>How an answer came. The names are stored in small letters.</summary>
public enum AnswerChannel
{
    Page,
    Paper,
    Phone,
}

/// <summary>One answer for one child; each change is one more.</summary>
/// <param name="Number">From 1; the highest counts.</param>
/// <param name="Citizen">The guardian who gave it on our page; none when staff put it in.</param>
public sealed record AnswerRow(Guid Id, Answered Answer, int Number, AnswerChannel Channel, CitizenId? Citizen, DateTimeOffset At);

/// <summary>What was answered, with all that was answered before.</summary>
public static class AnswerTable
{
    private const string Columns = "answer_id, child_id, number, home, content, citizen_id, channel, answered_at";

    /// <summary>Lets one answer at a time be given for these children.</summary>
    public static Task Lock(NpgsqlTransaction tx, TownId town, IEnumerable<ChildId> children, CancellationToken stop)
    {
        const string sql = "select 1 from child where town_id = @town and child_id = any (@ids) order by child_id for no key update";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, ids = Ids(children) }, tx, cancellationToken: stop));
    }

    public static Task Add(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid ask, AnswerRow row, Actor by, CancellationToken stop)
    {
        const string sql = """
            insert into school_answer (town_id, answer_id, ask_id, child_id, number, home, content, citizen_id, channel, staff_id, staff_home, answered_at)
            values (@town, @Id, @ask, @child, @Number, @Home, @content, @Citizen, @channel, @staff, @staffHome, @At)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new
        {
            town, row.Id, ask, child = row.Answer.Child.Value, row.Number, row.Answer.Home, row.Citizen, channel = row.Channel.ToString().ToLowerInvariant(), row.At,
            staff = row.Citizen is null ? by.Id : null, staffHome = row.Citizen is null ? by.Home : null,
            content = sealer.Seal(town, "school_answer", "content", $"{row.Id:n}", JsonSerializer.SerializeToUtf8Bytes(row.Answer.Answers, PieceJson.Options).AsSpan()),
        }, tx, cancellationToken: stop));
    }

    /// <summary>The answers that count, by child. <see cref="AnswerRow.Number"/> says how often it was changed.</summary>
    public static async Task<IReadOnlyDictionary<ChildId, AnswerRow>> Current(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid ask, CancellationToken stop)
    {
        const string sql = $"""
            select distinct on (child_id) {Columns} from school_answer
             where town_id = @town and ask_id = @ask and content is not null order by child_id, number desc
            """;

        return (await Many(tx, sealer, town, sql, new { town, ask }, stop)).ToDictionary(r => r.Answer.Child);
    }

    /// <summary>All that was answered for some children, each child's last first.</summary>
    public static Task<IReadOnlyList<AnswerRow>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, Guid ask, IEnumerable<ChildId> children, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_answer
             where town_id = @town and ask_id = @ask and child_id = any (@ids) and content is not null order by child_id, number desc
            """;

        return Many(tx, sealer, town, sql, new { town, ask, ids = Ids(children) }, stop);
    }

    private static async Task<IReadOnlyList<AnswerRow>> Many(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop)
    {
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new AnswerRow(
                r.AnswerId,
                new Answered(
                    new ChildId(r.ChildId), r.Home,
                    JsonSerializer.Deserialize<Items<SurveyAnswer>>(sealer.OpenBytes(town, "school_answer", "content", $"{r.AnswerId:n}", r.Content), PieceJson.Options)),
                r.Number, Enum.Parse<AnswerChannel>(r.Channel, ignoreCase: true), r.CitizenId is null ? null : new CitizenId(r.CitizenId), r.AnsweredAt)),
        ];
    }

    private static Guid[] Ids(IEnumerable<ChildId> children) => [.. children.Select(c => c.Value)];

    private sealed record Row(Guid AnswerId, Guid ChildId, int Number, Guid Home, byte[] Content, string? CitizenId, string Channel, DateTimeOffset AnsweredAt);
}
