using System.Security.Cryptography;
using System.Text;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Retention;

/// <summary>A proof that something was erased. Whoever has the ids can check them against the hash; nothing else can be learnt from it.</summary>
public sealed record ErasureProof(string Category, int Erased, DateTimeOffset Oldest, DateTimeOffset Newest, byte[] IdsHash, DateTimeOffset At);

/// <summary>Proofs of erasure, and holds that forbid it.</summary>
public static class ErasureTable
{
    public static Task Prove(NpgsqlTransaction tx, TownId town, string category, IReadOnlyList<ErasedRow> rows, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into erasure_proof (town_id, proof_id, category, erased, oldest, newest, ids_hash, at)
            values (@town, @id, @category, @Count, @oldest, @newest, @hash, @now)
            """;

        var with = new { town, id = Guid.CreateVersion7(now), category, rows.Count, oldest = rows.Min(r => r.At), newest = rows.Max(r => r.At), hash = Hash(rows.Select(r => r.Id)), now };
        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
    }

    /// <summary>The latest proofs, newest first.</summary>
    public static async Task<IReadOnlyList<ErasureProof>> Latest(NpgsqlTransaction tx, TownId town, int most, CancellationToken stop)
    {
        const string sql = """
            select category, erased, oldest, newest, ids_hash, at from erasure_proof where town_id = @town order by at desc, proof_id desc limit @most
            """;

        return [.. await tx.Connection!.QueryAsync<ErasureProof>(new CommandDefinition(sql, new { town, most }, tx, cancellationToken: stop))];
    }

    /// <param name="setBy">The id of the member of staff.</param>
    public static Task Hold(NpgsqlTransaction tx, TownId town, string module, string subject, string why, string setBy, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into legal_hold (town_id, module, subject, why, set_by, set_at) values (@town, @module, @subject, @why, @setBy, @now)
            on conflict (town_id, module, subject) do update set why = excluded.why, set_by = excluded.set_by, set_at = excluded.set_at
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, module, subject, why, setBy, now }, tx, cancellationToken: stop));
    }

    public static Task Release(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop)
    {
        const string sql = "delete from legal_hold where town_id = @town and module = @module and subject = @subject";

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, module, subject }, tx, cancellationToken: stop));
    }

    /// <summary>Ended sessions of staff; who signed in is in the audit log.</summary>
    public static async Task<IReadOnlyList<ErasedRow>> Sessions(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            with c as materialized (
                select token_hash from staff_session where town_id = @town and (ends_at < @before or ended_at < @before) limit @most)
            delete from staff_session s using c where s.town_id = @town and s.token_hash = c.token_hash
            returning encode(s.token_hash, 'hex') as id, s.made_at as at
            """;

        return [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, new { town, before, most }, tx, cancellationToken: stop))];
    }

    /// <summary>
    /// Pictures, with their small and their public copies; the row stays, so that a late fetch does not bring one back. Copies that an older version of the bot,
    /// which does not know them, left behind when it erased the original, go as well.
    /// </summary>
    public static async Task<IReadOnlyList<ErasedRow>> Photos(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        const string sql = """
            update photo set thumbnail = null where town_id = @town and erased_at is not null and thumbnail is not null;
            delete from photo_published p using photo o
             where p.town_id = @town and o.town_id = p.town_id and o.content_id = p.content_id and (o.erased_at is not null or o.fetched_at < @before);
            with c as materialized (
                select content_id from photo where town_id = @town and erased_at is null and fetched_at < @before limit @most)
            update photo p set picture = ''::bytea, thumbnail = null, citizen_id = '', erased_at = @before from c where p.town_id = @town and p.content_id = c.content_id
            returning p.content_id as id, p.fetched_at as at
            """;

        return [.. await tx.Connection!.QueryAsync<ErasedRow>(new CommandDefinition(sql, new { town, before, most }, tx, cancellationToken: stop))];
    }

    /// <summary>SHA-256 over the sorted ids, one a line.</summary>
    public static byte[] Hash(IEnumerable<string> ids) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids.Order(StringComparer.Ordinal))));
}
