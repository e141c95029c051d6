using Bot.Domain.Kernel;
using Dapper;

namespace Bot.Infrastructure.Postgres;

/// <summary>What the server said of itself at start.</summary>
/// <param name="Warnings">What a production server must not have, such as <c>fsync = off</c>.</param>
public sealed record ServerReport(string Version, Items<string> Warnings);

/// <summary>Refuses to start on a server that would lose what we have promised to keep, or show one town to another.</summary>
public static class ServerChecks
{
    /// <exception cref="UnfitServerException">The server or the role must be put right first.</exception>
    public static async Task<ServerReport> Run(Database database, CancellationToken stop)
    {
        await using var connection = await database.Connect(stop);
        var seen = await connection.QuerySingleAsync<Seen>(new CommandDefinition(Ask, cancellationToken: stop));

        string[] faults =
        [
            .. Fault(!Patched(seen.VersionNumber), $"PostgreSQL {seen.Version} is too old: 15.14, 16.10, 17.6 or later (CVE-2025-8713)"),
            .. Fault(seen.SynchronousCommit is not ("on" or "remote_apply"), $"synchronous_commit is {seen.SynchronousCommit}: a crash would lose what was accepted"),
            .. Fault(seen.Superuser || seen.BypassesSecurity, $"{seen.RoleName} bypasses row-level security: connect as linebot_app"),
            .. Fault(seen.Owns > 0, $"{seen.RoleName} owns tables: connect as linebot_app"),
            .. Fault(seen.IsOwner, $"{seen.RoleName} is a member of linebot_owner: connect as linebot_app"),
        ];
        if (faults.Length > 0)
        {
            throw new UnfitServerException(string.Join("; ", faults));
        }

        return new(seen.Version,
        [
            .. Fault(seen.Fsync != "on", "fsync is off: a power cut may lose or ruin data"),
            .. Fault(seen.FullPageWrites != "on", "full_page_writes is off: a power cut may ruin data"),
            .. Fault(seen.IdleTimeout is "0", "idle_in_transaction_session_timeout is not set: run Roles.sql again"),
        ]);
    }

    private static bool Patched(int version) => (version / 10000, version % 10000) switch
    {
        (15, var minor) => minor >= 14,
        (16, var minor) => minor >= 10,
        (17, var minor) => minor >= 6,
        (var major, _) => major >= 18,
    };

    private static string[] Fault(bool there, string text) => there ? [text] : [];

    private const string Ask = """
        select current_setting('server_version') as version,
               current_setting('server_version_num')::int as version_number,
               current_setting('synchronous_commit') as synchronous_commit,
               current_setting('fsync') as fsync,
               current_setting('full_page_writes') as full_page_writes,
               current_setting('idle_in_transaction_session_timeout') as idle_timeout,
               r.rolname::text as role_name,
               r.rolsuper as superuser,
               r.rolbypassrls as bypasses_security,
               (select count(*)::int from pg_class c where c.relowner = r.oid) as owns,
               coalesce((select pg_has_role(r.oid, o.oid, 'member') from pg_roles o where o.rolname = 'linebot_owner'), false) as is_owner
          from pg_roles r
         where r.rolname = current_user
        """;

    private sealed record Seen(
        string Version, int VersionNumber, string SynchronousCommit, string Fsync, string FullPageWrites, string IdleTimeout,
        string RoleName, bool Superuser, bool BypassesSecurity, int Owns, bool IsOwner);
}

/// <summary>The server or the role is not fit to run on.</summary>
public sealed class UnfitServerException(string message) : Exception(message);
