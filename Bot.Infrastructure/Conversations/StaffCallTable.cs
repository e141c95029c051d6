using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Conversations;

/// <summary>Residents who asked for a person.</summary>
internal static class StaffCallTable
{
    /// <param name="form">What they were filling in, if anything.</param>
    internal static async Task Add(NpgsqlTransaction tx, TownId town, Guid call, CitizenId citizen, FormId? form, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into staff_call (town_id, call_id, citizen_id, form_id, asked_at)
            values (@town, @call, @citizen, @form, @now)
            on conflict (town_id, call_id) do nothing
            """;

        await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town = town.Value, call, citizen = citizen.Value, form = form?.Value, now }, tx, cancellationToken: stop));
    }
}
