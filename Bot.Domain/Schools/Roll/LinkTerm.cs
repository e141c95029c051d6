using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Roll;

/// <summary>A link that goes on, as far as it matters for its end.</summary>
/// <param name="Confirmed">The day on which the guardian made it or last said that it shall go on.</param>
/// <param name="LeftOn">The first day on which the child is not of the school any more.</param>
/// <param name="ToldAt">Since when the guardian knows that it ends.</param>
public sealed record OpenLink(DateOnly Confirmed, DateOnly? LeftOn, DateTimeOffset? ToldAt);

/// <summary>What is to be done about the end of a link. <c>Last</c> is the last day on which it is good.</summary>
public abstract record LinkStep
{
    private LinkStep() { }

    public sealed record TellLeaving(DateOnly Last) : LinkStep;

    public sealed record TellExpiring(DateOnly Last) : LinkStep;

    public sealed record EndLeft : LinkStep;

    public sealed record EndExpired : LinkStep;
}

/// <summary>
/// Until when a link is good: until the child leaves; and where the school wants links confirmed each year, until the end of the first month of a school year.
/// No link runs out of which the guardian was not told two weeks before.
/// </summary>
public static class LinkTerm
{
    public const int NoticeDays = 14;

    /// <summary>Who was linked so shortly before, such as with the sheets for the new first class, need not say it again at once.</summary>
    private const int FreshDays = 90;

    /// <param name="yearly">The school wants links confirmed each year.</param>
    public static LinkStep? Step(OpenLink link, bool yearly, DateTimeOffset now)
    {
        var today = JapanTime.Day(now);
        if (link.LeftOn is { } left && left <= today.AddDays(NoticeDays))
        {
            return left <= today ? new LinkStep.EndLeft() : link.ToldAt is null ? new LinkStep.TellLeaving(left.AddDays(-1)) : null;
        }

        var last = Last(link.Confirmed);
        if (!yearly || today < last.AddDays(-NoticeDays))
        {
            return null;
        }

        if (link.ToldAt is not { } told || JapanTime.Day(told) < last.AddDays(-NoticeDays))
        {
            return new LinkStep.TellExpiring(Later(last, today.AddDays(NoticeDays)));
        }

        return today > Later(last, JapanTime.Day(told).AddDays(NoticeDays)) ? new LinkStep.EndExpired() : null;
    }

    /// <summary>The last day of a link that was confirmed on a day.</summary>
    public static DateOnly Last(DateOnly confirmed)
    {
        var last = new DateOnly(confirmed.Year, 4, 30);
        return last >= confirmed.AddDays(FreshDays) ? last : last.AddYears(1) >= confirmed.AddDays(FreshDays) ? last.AddYears(1) : last.AddYears(2);
    }

    /// <summary>What was confirmed before this day is due to be told about.</summary>
    public static DateOnly DueBefore(DateOnly today)
    {
        var soon = today.AddDays(NoticeDays);
        var last = new DateOnly(soon.Year, 4, 30);
        return (last <= soon ? last : last.AddYears(-1)).AddDays(1 - FreshDays);
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
