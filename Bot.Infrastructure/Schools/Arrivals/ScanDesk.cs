using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Audit;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>What came of a scan.</summary>
public enum ScanOutcome
{
    /// <summary>It counts; the same one sent again counted before.</summary>
    Counts,

    /// <summary>No child or bus of this school, or of another day's list.</summary>
    Unknown,

    /// <summary>The code behind the last seat is not that of the sheet.</summary>
    WrongCode,
}

/// <summary>Takes what phones noted: one child, or one last seat, at a time.</summary>
public static class ScanDesk
{
    /// <param name="code">What was read behind the last seat; nothing for a child.</param>
    public static async Task<ScanOutcome> Take(
        NpgsqlTransaction tx, TownId town, School school, DateOnly day, Guid run, Scan scan, DateTimeOffset phoneAt, string code, Actor by, CancellationToken stop)
    {
        var rules = await ArrivalRuleTable.Of(tx, town, school.Code, stop) ?? new ArrivalRules();
        if (scan.Kind == ScanKind.RearSeat)
        {
            if (scan.Bus is < 1 || scan.Bus > rules.Buses)
            {
                return ScanOutcome.Unknown;
            }

            if (code != rules.RearCode(scan.Bus))
            {
                return ScanOutcome.WrongCode;
            }
        }
        else if (scan.Child is not { } child || !(await ExpectedSearch.Roll(tx, town, school.Code, day, stop)).Contains(child))
        {
            return ScanOutcome.Unknown;
        }

        if (await ScanTable.Add(tx, town, school.Code, day, run, scan, phoneAt, by, stop))
        {
            var subject = scan.Child is { } id ? new Watched.Pupil(id).Code : new Watched.Bus(scan.Bus).Code;
            await AuditTable.Add(tx, town, by, new AuditEntry($"schools.bus/{scan.Kind}", [$"school/{school.Code}", subject], run == Guid.Empty ? null : "訓練"), scan.HeardAt, stop);
        }

        return ScanOutcome.Counts;
    }
}
