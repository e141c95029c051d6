using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>
/// Which messages a department gets now: follows from its rules, its open cases with what was told of each, and the hour. Whoever asks again after the marks
/// were written gets nothing; so it does not matter how often it is asked, or by how many.
/// </summary>
public static class MessagePlan
{
    public const string NewMark = "new";

    /// <summary>What comes so soon after a message waits for the next one, however much it is.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMinutes(10);

    /// <summary>The same for danger.</summary>
    public static readonly TimeSpan GatherDanger = TimeSpan.FromMinutes(3);

    /// <param name="cases">Open cases of the department, oldest first.</param>
    /// <param name="since">Since when the department has rules: what is older is not news.</param>
    /// <param name="isHoliday">Japan's national holidays.</param>
    public static Items<StaffMessage> Of(
        NoticeRules rules, Items<WaitingCase> cases, LastMessages last, DateTimeOffset since, DateTimeOffset now, Func<DateOnly, bool> isHoliday)
    {
        var quiet = rules.IsQuiet(now, isHoliday);
        List<WaitingCase> pressing = [.. cases.Where(c => rules.TellDanger && c.OpenedAt >= since && IsUntoldDanger(c))];
        List<WaitingCase> fresh = [.. cases.Where(c => rules.TellNew && c is { IsUnanswered: true } && c.OpenedAt >= since && !c.Has(NewMark) && !pressing.Contains(c))];
        var messages = new List<StaffMessage>();
        if (pressing.Count > 0 && (!quiet || rules.DangerBreaksThrough) && IsOver(last.Danger, GatherDanger, now))
        {
            messages.Add(Danger(rules, pressing, quiet, now));
        }

        if (fresh.Count > 0 && !quiet && IsOver(last.New, Gather, now))
        {
            messages.Add(new StaffMessage(MessageReason.New, 0, Department(rules), [.. fresh], [.. fresh.Select(_ => (Items<string>)[NewMark])])
            {
                WasKept = fresh.Any(c => rules.IsQuiet(c.OpenedAt, isHoliday)),
            });
        }

        messages.AddRange(Unread(rules, cases, quiet, now));
        if (Overdue(rules, cases, last, quiet, now) is { } late)
        {
            messages.Add(late);
        }

        return [.. messages];
    }

    /// <summary>Everywhere the department is told.</summary>
    public static Items<Recipient> Department(NoticeRules rules) => [.. Mails(rules.Mails), new Recipient.Groups(), new Recipient.Hook()];

    /// <summary>The mark of what was told of danger.</summary>
    public static string MarkOf(Pressure pressure) => pressure == Pressure.Life ? "life" : "danger";

    private static StaffMessage Danger(NoticeRules rules, List<WaitingCase> cases, bool quiet, DateTimeOffset now)
    {
        var onCall = rules.OnCallAt(now) is { } turn ? Mails([turn.Mail]) : [];
        // At night whoever is on call, and programs, which do not sleep; the others read of it in the morning. With nobody on call the department must do.
        Items<Recipient> to = (quiet, onCall.Count) switch
        {
            (true, > 0) => [.. onCall, new Recipient.Hook()],
            _ => [.. Department(rules).Concat(onCall).Distinct()],
        };
        return new StaffMessage(
            MessageReason.Danger, 0, to, [.. cases],
            [.. cases.Select(c => quiet && onCall.Count > 0 ? (Items<string>)[MarkOf(c.Pressure)] : [MarkOf(c.Pressure), NewMark])]);
    }

    private static IEnumerable<StaffMessage> Unread(NoticeRules rules, Items<WaitingCase> cases, bool quiet, DateTimeOffset now)
    {
        foreach (var (i, step) in rules.Steps.Index())
        {
            var mark = UnreadMark(i + 1);
            List<WaitingCase> left =
            [
                .. cases.Where(c => c.IsUnread && !c.Has(mark) && ToldBefore(c, i) is { } at && now - at >= TimeSpan.FromMinutes(step.AfterMinutes)
                    && (!quiet || (rules.DangerBreaksThrough && c.Pressure > Pressure.Usual))),
            ];
            if (left.Count > 0)
            {
                yield return new StaffMessage(
                    MessageReason.Unread, i + 1, step.Mails.Count > 0 ? Mails(step.Mails) : Department(rules), [.. left], [.. left.Select(_ => (Items<string>)[mark])]);
            }
        }
    }

    private static StaffMessage? Overdue(NoticeRules rules, Items<WaitingCase> cases, LastMessages last, bool quiet, DateTimeOffset now)
    {
        var today = JapanTime.Day(now);
        if (!rules.TellOverdue || quiet || last.Overdue == today || now < JapanTime.At(today, rules.DigestAt))
        {
            return null;
        }

        List<WaitingCase> late = [.. cases.Where(c => IsLate(rules, c, today))];
        return late.Count == 0 ? null : new StaffMessage(MessageReason.Overdue, 0, Department(rules), [.. late], [.. late.Select(_ => (Items<string>)[])]);
    }

    /// <summary>Work was planned for a day that is over, or nobody has answered for too long.</summary>
    public static bool IsLate(NoticeRules rules, WaitingCase c, DateOnly today) =>
        c.PlannedOn < today || (c.IsUnanswered && rules.AnswerDays is { } days && JapanTime.Day(c.OpenedAt).AddDays(days) <= today);

    /// <summary>The moment from which a step counts: that of the message before it.</summary>
    private static DateTimeOffset? ToldBefore(WaitingCase c, int step) => step > 0
        ? c.Told.FirstOrDefault(t => t.Mark == UnreadMark(step))?.At
        : c.Told.Where(t => !t.Mark.StartsWith("unread", StringComparison.Ordinal)).Select(t => (DateTimeOffset?)t.At).Min();

    private static bool IsUntoldDanger(WaitingCase c) => c.Pressure switch
    {
        Pressure.Life => !c.Has(MarkOf(Pressure.Life)),
        Pressure.Danger => !c.Has(MarkOf(Pressure.Danger)) && !c.Has(MarkOf(Pressure.Life)),
        _ => false,
    };

    private static string UnreadMark(int step) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"unread-{step}");

    private static bool IsOver(DateTimeOffset? last, TimeSpan gather, DateTimeOffset now) => last is not { } at || now - at >= gather;

    private static Items<Recipient> Mails(Items<string> addresses) => [.. addresses.Distinct(StringComparer.OrdinalIgnoreCase).Select(a => new Recipient.Mail(a))];
}
