using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>Takes subjects, hands them over and lays them back, with a line in the timeline and in the audit log.</summary>
public static class CaseDesks
{
    public const string Kind = "desk";

    /// <returns>Whether nobody was quicker; if so nothing has changed.</returns>
    public static async Task<bool> Put(NpgsqlTransaction tx, CaseSubject at, Actor actor, CaseDesk desk, DateTimeOffset now, CancellationToken stop)
    {
        if (!await CaseDeskTable.Put(tx, at, desk, now, stop))
        {
            return false;
        }

        var detail = JsonSerializer.Serialize(new { home = desk.Home.Value, department = desk.Department, assignee = desk.Assignee?.Value.ToString("n") });
        var id = NamedGuid.From($"{at.Owner.Value}/{at.Name}", $"desk/{desk.Version + 1}");
        await TimelineTable.Add(tx, at.Owner, at.Module, at.Subject, new TimelineEntry(now, id, actor, Kind, detail), stop);
        await AuditTable.Add(tx, at.Owner, actor, new AuditEntry(desk.IsFree ? "desk/free" : "desk/put", [at.Name], detail), now, stop);
        return true;
    }
}
