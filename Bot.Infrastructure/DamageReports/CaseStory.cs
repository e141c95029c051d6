using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Writes a case's timeline: codes, days and numbers, nothing personal.</summary>
internal static class CaseStory
{
    /// <param name="cause">The same cause is written once, however often it is carried out.</param>
    public static Task Write(
        NpgsqlTransaction tx, StoredCase after, string kind, IReadOnlyDictionary<string, string>? detail, Actor by, string cause, DateTimeOffset now, CancellationToken stop) =>
        TimelineTable.Add(
            tx,
            after.Town,
            DamageReportsModule.Name,
            after.Subject,
            new TimelineEntry(now, NamedGuid.From(after.Id, $"{kind}/{cause}"), by, kind, detail is null ? null : JsonSerializer.Serialize(detail)),
            stop);
}
