namespace Bot.Domain.Schools.Absences;

/// <summary>What a guardian reports. The names are stored in small letters.</summary>
public enum AbsenceKind
{
    /// <summary>欠席.</summary>
    Absent,

    /// <summary>遅刻.</summary>
    Late,

    /// <summary>早退.</summary>
    Early,

    /// <summary>出席停止.</summary>
    Suspended,
}

/// <summary>How a report stands. The names are stored in small letters.</summary>
public enum AbsenceState
{
    Sent,
    Seen,

    /// <summary>Another report of the same guardian has taken its place.</summary>
    Corrected,
    Withdrawn,
}

public static class AbsenceNames
{
    public static string Text(this AbsenceKind kind) => kind.ToString().ToLowerInvariant();

    public static string Text(this AbsenceState state) => state.ToString().ToLowerInvariant();

    public static AbsenceKind? Kind(string? text) => Enum.GetValues<AbsenceKind>().Select(k => (AbsenceKind?)k).FirstOrDefault(k => k!.Value.Text() == text);

    public static bool IsLive(this AbsenceState state) => state is AbsenceState.Sent or AbsenceState.Seen;

    /// <summary>Whether the child is away the whole day.</summary>
    public static bool IsAway(this AbsenceKind kind) => kind is AbsenceKind.Absent or AbsenceKind.Suspended;
}
