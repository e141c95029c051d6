using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What staff answered for everybody to read.</summary>
public sealed record PublicAnswer(Guid Id, Guid Case, string Words, DateTimeOffset At);

/// <summary>The rows of public answers.</summary>
public static class PublicAnswerTable
{
    /// <summary>The same id writes it once.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, PublicAnswer answer, Actor actor, CancellationToken stop)
    {
        const string sql = """
            insert into damage_answer (town_id, answer_id, case_id, words, said_at, staff_id, staff_home)
            values (@town, @Id, @Case, @Words, @At, @staff, @Home)
            on conflict (town_id, answer_id) do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, answer.Id, answer.Case, answer.Words, answer.At, staff = actor.Id, actor.Home }, tx, cancellationToken: stop));
    }

    /// <returns>Whether there was one to take back.</returns>
    public static async Task<bool> Withdraw(NpgsqlTransaction tx, TownId town, Guid @case, Guid id, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update damage_answer set withdrawn_at = @now where town_id = @town and case_id = @case and answer_id = @id and withdrawn_at is null
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, @case, id, now }, tx, cancellationToken: stop)) == 1;
    }

    /// <summary>Those of these cases that were not taken back, oldest first.</summary>
    public static async Task<IReadOnlyList<PublicAnswer>> Of(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> cases, CancellationToken stop)
    {
        const string sql = """
            select answer_id as id, case_id as "case", words, said_at as at from damage_answer
             where town_id = @town and case_id = any (@cases) and withdrawn_at is null
             order by said_at, answer_id
            """;

        return [.. await tx.Connection!.QueryAsync<PublicAnswer>(new CommandDefinition(sql, new { town, cases = cases.ToArray() }, tx, cancellationToken: stop))];
    }
}
