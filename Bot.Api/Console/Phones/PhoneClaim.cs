using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Api.Console.Phones;

/// <summary>What a phone says of when something was done on it. Its clock is not trusted; how long ago it was, is.</summary>
/// <param name="Phone">Which phone.</param>
/// <param name="Count">Counts up on that phone.</param>
/// <param name="PhoneAt">What its clock said.</param>
/// <param name="At">When that was by our own clock.</param>
internal sealed record PhoneClaim(Guid Phone, long Count, DateTimeOffset PhoneAt, DateTimeOffset At)
{
    /// <summary>A plain form knows no phone: then the server's clock and the person stand for it.</summary>
    public static PhoneClaim Of(Visit visit)
    {
        var (made, sends) = (Moment(visit.Field("made")) ?? visit.Now, Moment(visit.Field("sends")) ?? visit.Now);
        return new PhoneClaim(
            Guid.TryParse(visit.Field("phone"), out var given) ? given : visit.Staff.Id.Value,
            long.TryParse(visit.Field("count"), CultureInfo.InvariantCulture, out var number) ? number : visit.Now.ToUnixTimeMilliseconds(),
            made,
            PhoneClock.MadeAt(made, sends, visit.Now));
    }

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is > 1990 and < 2200 ? at : null;
}
