using Bot.Domain.Kernel;

namespace Bot.Domain.Disasters;

/// <summary>What a town has decided about warnings.</summary>
/// <param name="Areas">The codes of its municipality; more than one where the agency parts it.</param>
/// <param name="Acts">What is not named does nothing.</param>
/// <param name="LeastIntensity">From which intensity on an earthquake counts.</param>
/// <param name="HeldAfter">What reaches us later than this is for people to judge.</param>
public sealed record WarningPolicy(Items<string> Areas, Items<(WarningKind Kind, WarningAct Act)> Acts, int LeastIntensity, TimeSpan HeldAfter)
{
    public WarningAct On(AreaWarning warning) => warning.Kind == WarningKind.Quake && warning.Level < LeastIntensity
        ? WarningAct.Off
        : Acts.FirstOrDefault(a => a.Kind == warning.Kind).Act;
}

/// <summary>A warning that holds for the town.</summary>
public sealed record StandingWarning(string Family, string Code, string Name, WarningKind Kind, int Level, DateTimeOffset Since, DateTimeOffset ReportedAt);

/// <summary>The latest report of a family that counted.</summary>
public sealed record LastReport(DateTimeOffset ReportedAt, int Serial);

/// <summary>What became of a report. The names are stored.</summary>
public enum ReportFate
{
    /// <summary>It holds.</summary>
    Counted,

    /// <summary>A drill or a test of the agency's: shown, and nothing else.</summary>
    NotMeant,

    /// <summary>A later one of the same family was here before it.</summary>
    Overtaken,

    /// <summary>It takes back what was said.</summary>
    Cancelled,

    /// <summary>It holds, but came so late that nothing happens by itself.</summary>
    Held,

    /// <summary>It says nothing of this town.</summary>
    Elsewhere,

    /// <summary>It could not be read.</summary>
    Unreadable,
}

/// <summary>What a report changes for a town.</summary>
/// <param name="Because">The warning for which something is done; <c>null</c> when nothing is.</param>
public sealed record WarningTurn(ReportFate Fate, Items<AreaWarning> Began, Items<StandingWarning> Ended, WarningAct Act, AreaWarning? Because);

/// <summary>Decides what a report means to a town. Ending disaster mode is no part of it: that is left to people.</summary>
public static class WarningBook
{
    /// <summary>What is older than this tells how it was, not how it is.</summary>
    private static readonly TimeSpan Over = TimeSpan.FromHours(24);

    /// <summary>Our clock and the agency's may differ so much.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    /// <param name="standing">Those of the report's family.</param>
    public static WarningTurn Read(WarningPolicy policy, Items<StandingWarning> standing, LastReport? last, WeatherReport report, DateTimeOffset now)
    {
        if (report.Status != ReportStatus.Real)
        {
            return Nothing(ReportFate.NotMeant);
        }

        if (last is not null && (report.ReportedAt, report.Serial).CompareTo((last.ReportedAt, last.Serial)) < 0)
        {
            return Nothing(ReportFate.Overtaken);
        }

        if (report.Change == ReportChange.Cancelled)
        {
            return standing.Count == 0 ? Nothing(ReportFate.Cancelled) : new WarningTurn(ReportFate.Cancelled, [], standing, WarningAct.Off, null);
        }

        Items<AreaWarning> ours = [.. report.Warnings.Where(w => policy.Areas.Contains(w.Area)).DistinctBy(w => w.Code)];
        Items<AreaWarning> began = [.. ours.Where(w => standing.All(s => s.Code != w.Code))];
        Items<StandingWarning> ended = [.. standing.Where(s => ours.All(w => w.Code != s.Code))];
        if (ours.Count == 0 && ended.Count == 0)
        {
            return Nothing(ReportFate.Elsewhere);
        }

        // A warning that is lowered begins as another, but it is no news that anybody must act on.
        var worst = standing.Select(s => s.Level).DefaultIfEmpty(0).Max();
        var because = began.Where(w => w.Level > worst && policy.On(w) != WarningAct.Off).OrderByDescending(policy.On).ThenByDescending(w => w.Level).FirstOrDefault();
        var act = because is null ? WarningAct.Off : policy.On(because);
        var age = now - report.ReportedAt;
        if (age <= policy.HeldAfter && age >= -Ahead)
        {
            return new WarningTurn(ReportFate.Counted, began, ended, act, because);
        }

        return age > Over
            ? new WarningTurn(ReportFate.Held, began, ended, WarningAct.Off, null)
            : new WarningTurn(ReportFate.Held, began, ended, act == WarningAct.Off ? WarningAct.Off : WarningAct.Propose, because);
    }

    private static WarningTurn Nothing(ReportFate fate) => new(fate, [], [], WarningAct.Off, null);
}
