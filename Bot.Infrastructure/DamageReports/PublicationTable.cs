using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What staff said of a case for the public.</summary>
/// <param name="Words">Staff's own description, which stands in the place of the kind's name; <c>null</c> for none.</param>
/// <param name="WasShown">Since when the public knew of it.</param>
/// <param name="Version">Raised by every change; 0 stands for "nothing said yet".</param>
public sealed record StoredPublication(bool Shown, string? Words, DateTimeOffset? WasShown, DateTimeOffset ChangedAt, int Version);

/// <summary>The rows of what staff said of cases for the public.</summary>
public static class PublicationTable
{
    public static Task<StoredPublication?> Read(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = """
            select shown, words, was_shown, changed_at, version from damage_publication where town_id = @town and case_id = @id
            """;

        return tx.Connection!.QuerySingleOrDefaultAsync<StoredPublication>(new CommandDefinition(sql, new { town, id }, tx, cancellationToken: stop));
    }

    /// <param name="said">Its <see cref="StoredPublication.Version"/> is the one that the writer saw.</param>
    /// <returns>Whether nobody was quicker.</returns>
    public static async Task<bool> Save(NpgsqlTransaction tx, TownId town, Guid id, StoredPublication said, Actor actor, CancellationToken stop)
    {
        const string sql = """
            insert into damage_publication as p (town_id, case_id, shown, words, was_shown, changed_at, staff_id, staff_home)
            select @town, @id, @Shown, @Words, @WasShown, @ChangedAt, @staff, @Home
             where @Version = 0 or exists (select from damage_publication where town_id = @town and case_id = @id)
            on conflict (town_id, case_id) do update
               set shown = excluded.shown, words = excluded.words, was_shown = excluded.was_shown, changed_at = excluded.changed_at,
                   staff_id = excluded.staff_id, staff_home = excluded.staff_home, version = p.version + 1
             where p.version = @Version
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql, new { town, id, said.Shown, said.Words, said.WasShown, said.ChangedAt, said.Version, staff = actor.Id, actor.Home }, tx, cancellationToken: stop)) == 1;
    }
}
