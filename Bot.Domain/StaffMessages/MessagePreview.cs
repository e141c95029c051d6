using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>What would become of a case that came at a moment.</summary>
/// <param name="To">Whom the first message would go to; nobody when none would be sent.</param>
/// <param name="At">When; <c>null</c> when never.</param>
/// <param name="Later">Who is told at that moment, when at first only some are.</param>
public sealed record MessagePreview(DateTimeOffset? At, Items<Recipient> To, DateTimeOffset? Later)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(14);

    /// <summary>Plays the rules from that moment on with one case.</summary>
    public static MessagePreview Of(NoticeRules rules, Pressure pressure, DateTimeOffset at, Func<DateOnly, bool> isHoliday)
    {
        var sample = new WaitingCase { Module = "sample", Subject = "sample", Number = "", Title = "", Pressure = pressure, OpenedAt = at, IsUnanswered = true, Path = "" };
        StaffMessage? first = null;
        var told = at;
        for (var now = at; now - at < Longest; now = Next(now))
        {
            foreach (var message in MessagePlan.Of(rules with { TellOverdue = false }, [sample], new LastMessages(null, null, null), at, now, isHoliday))
            {
                if (first is not null)
                {
                    return new MessagePreview(told, first.To, now);
                }

                (first, told) = (message, now);
                sample = sample with { Told = [.. message.Marks[0].Select(m => new Told(m, now))] };
            }

            if (first is not null && sample.Has(MessagePlan.NewMark))
            {
                break;
            }
        }

        return new MessagePreview(first is null ? null : told, first?.To ?? [], null);
    }

    /// <summary>On the full five minutes, since rules are written so.</summary>
    private static DateTimeOffset Next(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % Step.Ticks + Step.Ticks, TimeSpan.Zero);
}
