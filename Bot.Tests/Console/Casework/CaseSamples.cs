using Dapper;
using Bot.Domain.Kernel;

namespace Bot.Tests.Console.Casework;

/// <summary>Calls for a person, as talks leave them.</summary>
internal static class CaseSamples
{
    public static Task<Guid> Call(ConsoleHost host, string town, string citizen, string? form = "bulky-waste") => host.Database.InTown(new TownId(town), async tx =>
    {
        var id = Guid.NewGuid();
        await tx.Connection!.ExecuteAsync(
            "insert into staff_call (town_id, call_id, citizen_id, form_id, asked_at) values (@town, @id, @citizen, @form, @now)",
            new { town, id, citizen, form, now = TimeProvider.System.GetUtcNow().AddMinutes(-90) }, tx);
        return id;
    }, default);
}
