using System.Diagnostics;
using System.Text;
using Bot.Tests.Postgres;
using Npgsql;

namespace Bot.Tests.Sealing;

/// <summary>Looks for a text in everything that a thief of the database could carry away: a dump, and the write-ahead log.</summary>
internal static class CanaryDump
{
    /// <summary>A plain dump of the whole database, as text.</summary>
    internal static async Task<string> Of(TestDatabase db)
    {
        var to = new NpgsqlConnectionStringBuilder(db.SuperuserConnectionString);
        var start = new ProcessStartInfo(Path.Combine(ScratchCluster.Programs!, "pg_dump"))
        {
            RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8, UseShellExecute = false, WorkingDirectory = "/",
        };
        foreach (var word in (string[])["-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "--column-inserts", to.Database!])
        {
            start.ArgumentList.Add(word);
        }

        start.Environment["PGPASSWORD"] = to.Password ?? "";
        using var dump = Process.Start(start)!;
        var text = await dump.StandardOutput.ReadToEndAsync();
        await dump.WaitForExitAsync();
        return dump.ExitCode == 0 ? text : throw new InvalidOperationException($"pg_dump ended with {dump.ExitCode}");
    }

    /// <summary>The bytes of a text as a dump writes a column of bytes.</summary>
    internal static string AsBytes(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the write-ahead log of the server holds the bytes.</summary>
    internal static async Task<bool> InLog(TestDatabase db, string text)
    {
        await db.Peek<string>("select pg_switch_wal()::text");
        var wanted = Encoding.UTF8.GetBytes(text);
        foreach (var file in await db.Peek<string>("select name from pg_ls_waldir() order by modification desc limit 40"))
        {
            var bytes = (await db.Peek<byte[]>("select pg_read_binary_file('pg_wal/' || @file, 0, 67108864, true)", new { file }))[0];
            if (bytes is not null && bytes.AsSpan().IndexOf(wanted) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
