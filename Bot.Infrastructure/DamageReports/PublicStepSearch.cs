using System.Globalization;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What happened to cases, as everybody may know it: steps by their codes, days and offices, and what staff said for the public. Notes and letters are not looked at.</summary>
public static class PublicStepSearch
{
    private static readonly string[] Kinds = ["accepted", "planned", "started", "done", "passed-on", "not-found", "merged", "reopened"];

    /// <summary>The steps and answers of these cases, oldest first.</summary>
    /// <param name="from">At that moment or later; <c>null</c> for any, as <paramref name="until"/>.</param>
    public static async Task<IReadOnlyList<PublicStep>> Of(
        NpgsqlTransaction tx, DamageTowns towns, TownId town, IReadOnlyCollection<Guid> cases, DateTimeOffset? from, DateTimeOffset? until, int most, CancellationToken stop)
    {
        const string sql = """
            select entry_id as id, subject, at, kind, detail ->> 'day' as day, detail ->> 'to' as target from timeline
             where town_id = @town and module = @Name and subject = any (@subjects) and kind = any (@Kinds)
               and (@from::timestamptz is null or at >= @from) and (@until::timestamptz is null or at <= @until)
             order by at, entry_id limit @most
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(
            sql, new { town, DamageReportsModule.Name, subjects = cases.Select(c => $"{c:n}").ToArray(), Kinds, from, until, most }, tx, cancellationToken: stop));
        var answers = (await PublicAnswerTable.Of(tx, town, cases, stop)).Where(a => (from is null || a.At >= from) && (until is null || a.At <= until));
        return
        [
            .. rows.Select(r => new PublicStep(r.Id, Guid.ParseExact(r.Subject, "n"), r.At, r.Kind, Day(r.Day), To(towns, town, r.Target)))
                .Concat(answers.Select(a => new PublicStep(a.Id, a.Case, a.At, "answer", Words: a.Words)))
                .OrderBy(s => s.At).ThenBy(s => s.Id).Take(most),
        ];
    }

    /// <summary>The public ids of the pictures that staff have looked through and veiled, by case; those of what was merged into a case belong to it.</summary>
    public static async Task<ILookup<Guid, Guid>> Pictures(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<Guid> cases, CancellationToken stop)
    {
        const string sql = """
            select case when c.case_id = any (@cases) then c.case_id else c.duplicate_of end as "case", p.public_id as picture
              from damage_case c
              join damage_report r on r.town_id = @town and r.case_id = c.case_id
              cross join unnest(r.photos) with ordinality as f (content_id, place)
              join photo_published p on p.town_id = @town and p.content_id = f.content_id
              join photo o on o.town_id = @town and o.content_id = f.content_id and o.erased_at is null
             where c.town_id = @town and (c.case_id = any (@cases) or c.duplicate_of = any (@cases))
             order by r.reported_at, r.report_id, f.place
            """;

        return (await tx.Connection!.QueryAsync<(Guid Case, Guid Picture)>(new CommandDefinition(sql, new { town, cases = cases.ToArray() }, tx, cancellationToken: stop)))
            .ToLookup(r => r.Case, r => r.Picture);
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static LocalText? To(DamageTowns towns, TownId town, string? text) =>
        text is not null && RouteTarget.Parse(text) is RouteTarget.OtherTown or RouteTarget.Outside ? towns.NameOf(town, RouteTarget.Parse(text)!) : null;

    private sealed record Row(Guid Id, string Subject, DateTimeOffset At, string Kind, string? Day, string? Target);
}
