using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>What was told of which case; nothing personal, kept as long as the cases are.</summary>
internal static class ToldTable
{
    /// <summary>What was told of these cases, by department, service and case.</summary>
    public static async Task<ILookup<(string Department, string Module, string Subject), Told>> Of(
        NpgsqlTransaction tx, TownId town, IReadOnlyCollection<(string Department, WaitingCase Case)> cases, CancellationToken stop)
    {
        const string sql = """
            select t.department, t.module, t.subject, t.mark, t.told_at
              from unnest(@departments, @modules, @subjects) as c(department, module, subject)
              join staff_told t on t.town_id = @town and (t.department, t.module, t.subject) = (c.department, c.module, c.subject)
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(
            sql,
            new
            {
                town, departments = cases.Select(c => c.Department).ToArray(), modules = cases.Select(c => c.Case.Module).ToArray(),
                subjects = cases.Select(c => c.Case.Subject).ToArray(),
            },
            tx,
            cancellationToken: stop));
        return rows.ToLookup(r => (r.Department, r.Module, r.Subject), r => new Told(r.Mark, r.ToldAt));
    }

    public static Task Add(
        NpgsqlTransaction tx, TownId town, string department, Guid batch, IReadOnlyCollection<(WaitingCase Case, string Mark)> marks, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into staff_told (town_id, department, module, subject, mark, batch, told_at)
            select @town, @department, m.module, m.subject, m.mark, @batch, @now from unnest(@modules, @subjects, @marks) as m(module, subject, mark)
            on conflict do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, department, batch, now, modules = marks.Select(m => m.Case.Module).ToArray(), subjects = marks.Select(m => m.Case.Subject).ToArray(),
                marks = marks.Select(m => m.Mark).ToArray(),
            },
            tx,
            cancellationToken: stop));
    }

    /// <summary>The cases of which a batch told.</summary>
    public static async Task<IReadOnlyList<(string Module, string Subject)>> Of(NpgsqlTransaction tx, TownId town, Guid batch, CancellationToken stop)
    {
        const string sql = """
            select distinct module, subject from staff_told where town_id = @town and batch = @batch
            """;

        return [.. await tx.Connection!.QueryAsync<(string, string)>(new CommandDefinition(sql, new { town, batch }, tx, cancellationToken: stop))];
    }

    private sealed record Row(string Department, string Module, string Subject, string Mark, DateTimeOffset ToldAt);
}
