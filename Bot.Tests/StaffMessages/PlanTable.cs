using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;

namespace Bot.Tests.StaffMessages;

/// <summary>Plays a department's rules over hours as the rounds do, writing down what was told; nothing but the rules is at work.</summary>
internal sealed class PlanTable(NoticeRules rules)
{
    /// <summary>Tuesday, 1 December 2026.</summary>
    public static DateOnly Tuesday { get; } = new(2026, 12, 1);

    private readonly List<WaitingCase> _cases = [];
    private LastMessages _last = new(null, null, null);

    public List<(DateTimeOffset At, StaffMessage Message)> Sent { get; } = [];

    public static NoticeRules Office { get; } = new() { Mails = ["roads@town.example"], Hours = DayHours.Office, AnswerDays = null };

    public static DateTimeOffset At(string time, int day = 0) => JapanTime.At(Tuesday.AddDays(day), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    public static WaitingCase Case(int n, DateTimeOffset at, Pressure pressure = Pressure.Usual) => new()
    {
        Module = "damage-reports", Subject = $"{n:d32}", Number = $"D08-{n:00000}", Title = "倒木・落石", Pressure = pressure, OpenedAt = at, IsUnread = true, IsUnanswered = true, Path = $"damage-reports/{n}",
    };

    public static bool IsHoliday(DateOnly day) => day == Tuesday.AddDays(2);

    public PlanTable Comes(WaitingCase c)
    {
        _cases.Add(c);
        return this;
    }

    public PlanTable Changes(int n, Func<WaitingCase, WaitingCase> how)
    {
        var at = _cases.FindIndex(c => c.Subject == $"{n:d32}");
        _cases[at] = how(_cases[at]);
        return this;
    }

    /// <summary>Rounds from one moment to another; what comes meanwhile comes at its time.</summary>
    public PlanTable Plays(DateTimeOffset from, DateTimeOffset until, TimeSpan? every = null)
    {
        for (var now = from; now <= until; now += every ?? TimeSpan.FromSeconds(30))
        {
            Look(now);
        }

        return this;
    }

    public List<StaffMessage> Look(DateTimeOffset now)
    {
        var plan = MessagePlan.Of(rules, [.. _cases.Where(c => c.OpenedAt <= now)], _last, At("00:00", -30), now, IsHoliday).ToList();
        foreach (var message in plan)
        {
            Sent.Add((now, message));
            foreach (var (c, marks) in message.Cases.Zip(message.Marks))
            {
                var at = _cases.FindIndex(k => k.Subject == c.Subject);
                _cases[at] = _cases[at] with { Told = [.. _cases[at].Told, .. marks.Where(m => !_cases[at].Has(m)).Select(m => new Told(m, now))] };
            }

            _last = message.Reason switch
            {
                MessageReason.New => _last with { New = now },
                MessageReason.Danger => _last with { Danger = now },
                MessageReason.Overdue => _last with { Overdue = JapanTime.Day(now) },
                _ => _last,
            };
        }

        return plan;
    }

    /// <summary>Such as <c>10:05 New 1 roads@town.example</c>.</summary>
    public List<string> Told() => [.. Sent.Select(s => $"{s.At.ToOffset(JapanTime.Offset):H:mm} {s.Message.Reason}{(s.Message.Step > 0 ? s.Message.Step : "")} {s.Message.Cases.Count} {To(s.Message)}")];

    private static string To(StaffMessage message) => string.Join(' ', message.To.OfType<Recipient.Mail>().Select(m => m.Address));
}
