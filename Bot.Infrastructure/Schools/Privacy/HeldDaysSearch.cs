using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>Where a child was from when until when.</summary>
internal static class HeldDaysSearch
{
    public static async Task<IReadOnlyList<JsonNode>> Classes(NpgsqlTransaction tx, TownId town, Guid child, CancellationToken stop)
    {
        const string sql = """
            select k.year, k.grade, k.name, m.seat, m.from_day, m.until_day from class_member m
              join school_class k on k.town_id = m.town_id and k.class_id = m.class_id
             where m.town_id = @town and m.child_id = @child order by m.from_day
            """;

        var rows = await tx.Connection!.QueryAsync<(int Year, int Grade, string Name, int Seat, DateOnly From, DateOnly? Until)>(new CommandDefinition(sql, new { town, child }, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new JsonObject
            {
                ["年度"] = r.Year,
                ["クラス"] = new SchoolClass(default, "", new SchoolYear(r.Year), r.Grade, r.Name).Title,
                ["出席番号"] = r.Seat > 0 ? r.Seat : null,
                ["最初の日"] = $"{r.From:yyyy-MM-dd}",
                ["最後の日"] = r.Until is { } until ? $"{until.AddDays(-1):yyyy-MM-dd}" : null,
            }),
        ];
    }

    public static async Task<IReadOnlyList<(DateOnly Day, ScanKind Kind, DateTimeOffset At)>> Scans(NpgsqlTransaction tx, TownId town, Guid child, CancellationToken stop)
    {
        const string sql = """
            select day, kind, made_at from arrival_scan
             where town_id = @town and child_id = @child and run = '00000000-0000-0000-0000-000000000000' order by made_at, scan_id
            """;

        return
        [
            .. (await tx.Connection!.QueryAsync<(DateOnly Day, string Kind, DateTimeOffset At)>(new CommandDefinition(sql, new { town, child }, tx, cancellationToken: stop)))
                .Select(r => (r.Day, Enum.Parse<ScanKind>(r.Kind), r.At)),
        ];
    }
}
