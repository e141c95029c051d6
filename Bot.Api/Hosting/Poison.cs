using System.Diagnostics;
using System.Text;
using Bot.Infrastructure.Inbox;

namespace Bot.Api.Hosting;

/// <summary>
/// For drills, in Development only: <c>Drill__Poison</c> names a text, and a turn that hears it fails; <c>Drill__Deadly</c> names one that
/// takes the process with it. Elsewhere these settings stop the start.
/// </summary>
internal static class Poison
{
    internal static readonly IReadOnlyList<string> Settings = ["Drill:Poison", "Drill:Deadly"];

    /// <summary>The turns as they are, or with a taster before them when a drill is on.</summary>
    internal static TakeTurns Taste(TakeTurns turns, IConfiguration configuration)
    {
        var (poison, deadly) = (Bytes(configuration[Settings[0]]), Bytes(configuration[Settings[1]]));
        return poison.Length + deadly.Length == 0 ? turns : (tx, town, batch, stop) =>
        {
            foreach (var heard in batch.SelectMany(pending => pending.Events))
            {
                if (Holds(heard, deadly))
                {
                    // At once and without a word, as a fault of the runtime would end it.
                    Process.GetCurrentProcess().Kill();
                }

                if (Holds(heard, poison))
                {
                    throw new InvalidOperationException("a drill: this turn is poison");
                }
            }

            return turns(tx, town, batch, stop);
        };
    }

    private static byte[] Bytes(string? text) => string.IsNullOrWhiteSpace(text) ? [] : Encoding.UTF8.GetBytes(text);

    private static bool Holds(InboxEvent heard, byte[] text) => text.Length > 0 && heard.Payload.Span.IndexOf(text) >= 0;
}
