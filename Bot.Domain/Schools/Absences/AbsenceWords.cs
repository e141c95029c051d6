using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>What guardians are told: the nickname, the kind and the days, nothing that says who or why.</summary>
public static class AbsenceWords
{
    public static Button Start => new Button.Wish("start:school-absence", Words.Of("school-absence.button.start"));

    public static Button Mine => new Button.Wish("start:school-absence-mine", Words.Of("school-absence.button.mine"));

    public static Button Fix => new Button.Wish("start:school-absence-fix", Words.Of("school-absence.button.fix"));

    public static Words Kind(AbsenceKind kind) => Words.Of($"school-absence.kind.{kind.Text()}");

    public static Words Reason(string code) => Words.Of($"school-absence.told.{code}");

    public static Words Around(TimeOnly hour) => Words.Of("school-absence.around", ("time", new Words.Plain(hour.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture))));

    public static Words Days(DaySpan days) => days.First == days.Last
        ? new Words.Day(days.First)
        : Words.Of("school-absence.days", ("first", new Words.Day(days.First)), ("last", new Words.Day(days.Last)));

    public static Words Trouble(DayTrouble trouble, DateOnly day) => Words.Of($"school-absence.day.{trouble.ToString().ToLowerInvariant()}", ("day", new Words.Day(day)));

    /// <summary>The answer to a report.</summary>
    /// <param name="isLate">Past the hour until which the school reads what comes for the day: it is asked to telephone as well.</param>
    /// <param name="differs">Another guardian has reported otherwise.</param>
    /// <param name="closed">Days of it on which there is no school.</param>
    public static Effect Received(string nickname, AbsenceKind kind, DaySpan days, School school, bool isLate, bool differs, Items<DateOnly> closed = default) => new Effect.Say(
        new Words.Lines(
        [
            Words.Of("school-absence.received", ("name", new Words.Plain(nickname)), ("kind", Kind(kind)), ("days", Days(days))),
            .. closed.Count > 0 ? [Words.Of("school-absence.closed-days", ("count", new Words.Plain($"{closed.Count}")), ("first", new Words.Day(closed[0])))] : Array.Empty<Words>(),
            .. differs ? [Words.Of("school-absence.differs", ("name", new Words.Plain(nickname)))] : Array.Empty<Words>(),
            .. isLate ? [Words.Of("school-absence.late", ("time", new Words.Plain(school.CutOff.ToString("H:mm", System.Globalization.CultureInfo.InvariantCulture))))] : Array.Empty<Words>(),
        ]),
        isLate ? [Call(school), Mine] : [Mine]);

    /// <summary>What the other guardian hears.</summary>
    public static Effect Differs(string nickname, School school) =>
        new Effect.Say(Words.Of("school-absence.differs", ("name", new Words.Plain(nickname))), [Mine, Call(school)]);

    public static Effect Seen(string nickname, AbsenceKind kind, DaySpan days) =>
        new Effect.Say(Words.Of("school-absence.seen", ("name", new Words.Plain(nickname)), ("kind", Kind(kind)), ("days", Days(days))), [Mine]);

    /// <summary>It cannot be changed here any more.</summary>
    public static Effect AfterSeen(School school) => new Effect.Say(Words.Of("school-absence.after-seen"), [Call(school), Mine]);

    public static Effect Simply(string what) => new Effect.Say(Words.Of($"school-absence.{what}"), what == "correct-how" ? [Fix] : [Start, Mine]);

    internal static Items<string> Troubles { get; } = ["school-absence.day.past", "school-absence.day.far", "school-absence.day.closed"];

    private static Button.Call Call(School school) => new(school.Telephone, Words.Of("school-absence.button.call"));
}
