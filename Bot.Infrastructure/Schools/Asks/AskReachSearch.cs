using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>For which children a letter's ask is answered.</summary>
public static class AskReachSearch
{
    /// <returns><c>null</c> when nothing is asked with the letter, or it can be answered no more: then nothing is owed.</returns>
    public static async Task<IReadOnlySet<ChildId>?> Answered(NpgsqlTransaction tx, TownId town, Guid letter, DateOnly today, CancellationToken stop)
    {
        const string ask = "select ask_id from school_ask where town_id = @town and letter_id = @letter and due_day >= @today";
        const string answered = """
            select child_id from school_answer where town_id = @town and ask_id = @id
            union select child_id from school_booking_child where town_id = @town and ask_id = @id
            union select w.child_id from school_ask a
              join school_consent_kind k on k.town_id = a.town_id and k.school = a.school and k.ended_at is null
              join school_consent w on w.town_id = k.town_id and w.kind_id = k.kind_id
             where a.town_id = @town and a.ask_id = @id and a.kind = 'consent' and w.says is not null
             group by w.child_id
            having count(distinct k.kind_id) = (select count(*) from school_consent_kind n where n.town_id = @town and n.school = min(a.school) and n.ended_at is null)
            """;

        return await tx.Connection!.ExecuteScalarAsync<Guid?>(new CommandDefinition(ask, new { town, letter, today }, tx, cancellationToken: stop)) is { } id
            ? (await tx.Connection!.QueryAsync<Guid>(new CommandDefinition(answered, new { town, id }, tx, cancellationToken: stop))).Select(c => new ChildId(c)).ToHashSet()
            : null;
    }
}
