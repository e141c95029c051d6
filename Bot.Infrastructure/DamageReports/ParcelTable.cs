using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>A parcel from another town.</summary>
/// <param name="Kind"><c>case</c> or <c>news</c>.</param>
public sealed record Parcel(TownId From, Guid Id, string Kind, string Body);

/// <summary>The parcels that towns send each other, and which of them were taken.</summary>
public static class ParcelTable
{
    /// <summary>The same id twice sends one.</summary>
    public static Task Send(NpgsqlTransaction tx, TownId town, Guid id, TownId to, TownId via, string kind, string body, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into damage_parcel (town_id, parcel_id, to_town, via, kind, body, sent_at) values (@town, @id, @to, @via, @kind, @body::jsonb, @now)
            on conflict (town_id, parcel_id) do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, id, to, via, kind, body, now }, tx, cancellationToken: stop));
    }

    /// <summary>What has come for a town and was not taken yet, oldest first.</summary>
    public static async Task<IReadOnlyList<Parcel>> For(NpgsqlTransaction tx, TownId town, int most, CancellationToken stop)
    {
        const string sql = """
            select p.town_id as "from", p.parcel_id as id, p.kind, p.body::text as body from damage_parcel p
             where p.to_town = @town
               and not exists (select from damage_parcel_taken t where t.town_id = @town and t.from_town = p.town_id and t.parcel_id = p.parcel_id)
             order by p.sent_at, p.parcel_id limit @most
            """;

        return [.. await tx.Connection!.QueryAsync<Parcel>(new CommandDefinition(sql, new { town, most }, tx, cancellationToken: stop))];
    }

    /// <returns>Whether it is ours to open; <c>false</c> when it was taken before, or by another process in this moment.</returns>
    public static async Task<bool> Take(NpgsqlTransaction tx, TownId town, Parcel parcel, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into damage_parcel_taken (town_id, from_town, parcel_id, taken_at) values (@town, @From, @Id, @now)
            on conflict (town_id, from_town, parcel_id) do nothing
            """;

        return await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, parcel.From, parcel.Id, now }, tx, cancellationToken: stop)) == 1;
    }
}
