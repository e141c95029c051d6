using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Microsoft.Extensions.Logging;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>Notes in each case's timeline that staff were told of it, once the message is out.</summary>
public sealed partial class ToldStory(Database database, TimeProvider clock, ILogger<ToldStory> log)
{
    public const string Kind = "staff-told";

    /// <summary>What was sent stays sent, also when this cannot be written now.</summary>
    public async Task Note(OutboxJob job, Guid batch, string channel, CancellationToken stop)
    {
        try
        {
            await database.InTown(job.Town, async tx =>
            {
                foreach (var (module, subject) in await ToldTable.Of(tx, job.Town, batch, stop))
                {
                    var entry = new TimelineEntry(
                        clock.GetUtcNow(), NamedGuid.From(batch, $"{channel}/{module}/{subject}"), Actor.System, Kind, JsonSerializer.Serialize(new { channel }));
                    await TimelineTable.Add(tx, job.Town, module, subject, entry, stop);
                }
            }, stop);
        }
#pragma warning disable CA1031 // a line in a timeline is not worth a second copy of the message
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Log.NotNoted(log, thrown, job.Town.Value);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Staff of {Town} were told, but it could not be noted in the cases")]
        internal static partial void NotNoted(ILogger logger, Exception thrown, string town);
    }
}
