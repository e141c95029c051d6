using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>What schools have answered to reports, and which guardian has opened it.</summary>
public static class ReplyTable
{
    /// <returns>Whether it is new; the same id twice is one reply.</returns>
    public static async Task<bool> Add(NpgsqlTransaction tx, Sealer sealer, TownId town, TeacherReply reply, Actor by, CancellationToken stop)
    {
        const string sql = """
            insert into school_reply (town_id, reply_id, absence_id, words, staff_id, staff_home, sent_at) values (@town, @Id, @Absence, @words, @staff, @Home, @SentAt)
            on conflict do nothing
            """;

        return await Run(tx, sql, new
        {
            town, reply.Id, reply.Absence, words = sealer.Seal(town, "school_reply", "words", $"{reply.Id:n}", reply.Words), staff = by.Id, by.Home, reply.SentAt,
        }, stop) == 1;
    }

    public static Task Add(NpgsqlTransaction tx, TownId town, ReplyReader reader, byte[] codeHash, CancellationToken stop)
    {
        const string sql = """
            insert into school_reply_reader (town_id, reader_id, reply_id, citizen_id, code_hash) values (@town, @Id, @Reply, @Citizen, @codeHash)
            on conflict do nothing
            """;

        return Run(tx, sql, new { town, reader.Id, reader.Reply, reader.Citizen, codeHash }, stop);
    }

    /// <summary>The first time counts.</summary>
    public static Task Opened(NpgsqlTransaction tx, TownId town, Guid reader, DateTimeOffset now, CancellationToken stop) =>
        Run(tx, "update school_reply_reader set opened_at = @now where town_id = @town and reader_id = @reader and opened_at is null", new { town, reader, now }, stop);

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
