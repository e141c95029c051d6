using Bot.Domain.Kernel;

namespace Bot.Domain.Payments;

/// <summary>How long the agent's page and a voucher may live, and by which methods this amount can be paid before the time to pay ends.</summary>
/// <param name="VoucherDays">Days until a voucher ends, counted from the day on which it is issued; null when there is no time for one.</param>
public sealed record CheckoutTerms(Items<string> Methods, DateTimeOffset PageUntil, int? VoucherDays)
{
    public const string Card = "card";
    public const string Konbini = "konbini";
    public const string PayPay = "paypay";

    private const int LongestVoucher = 60;
    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    // The agent allows 30 minutes to 24 hours; an hour leaves room for a call that is tried again for a while.
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(1);

    /// <summary>Follows from its arguments alone, so that a call tried again says the same again.</summary>
    public static CheckoutTerms For(Yen amount, IEnumerable<string> methods, DateTimeOffset now, DateTimeOffset payBy)
    {
        var payable = methods.Where(method => Takes(method, amount)).ToList();
        var longest = Within(now, payBy - now);

        // A voucher ends at the end of a day in Japan, counted from the day of its issue, so the last moment of the page decides.
        // Where a page of full life leaves no day for a voucher, one that closes tonight may.
        DateTimeOffset[] lives = payable.Contains(Konbini, StringComparer.Ordinal) ? [longest, Within(now, EndOfDay(now) - now)] : [];
        foreach (var until in lives.Where(until => WholeDays(until, payBy) >= 1))
        {
            return new([.. payable], until, Math.Min(WholeDays(until, payBy), LongestVoucher));
        }

        return new([.. payable.Where(method => method != Konbini)], longest, null);
    }

    private static bool Takes(string method, Yen amount) => method switch
    {
        Konbini => amount.Amount is >= 120 and <= 300_000,
        PayPay => amount.Amount is >= 50 and <= 1_000_000,
        _ => amount.Amount >= 50,
    };

    private static DateTimeOffset Within(DateTimeOffset now, TimeSpan left) =>
        now + (left < Shortest ? Shortest : left > Longest ? Longest : left);

    private static DateTimeOffset EndOfDay(DateTimeOffset at) =>
        new(at.ToOffset(Japan).Date.AddDays(1).AddSeconds(-1), Japan);

    /// <summary>Whole days after <paramref name="from"/>'s day whose end is not after <paramref name="payBy"/>.</summary>
    private static int WholeDays(DateTimeOffset from, DateTimeOffset payBy)
    {
        var last = EndOfDay(payBy) <= payBy.AddSeconds(1) ? payBy : payBy.AddDays(-1);
        return (last.ToOffset(Japan).Date - from.ToOffset(Japan).Date).Days;
    }
}
