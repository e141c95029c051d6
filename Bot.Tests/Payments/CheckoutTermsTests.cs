using Bot.Domain.Kernel;
using Bot.Domain.Payments;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Payments.PaymentSamples;

namespace Bot.Tests.Payments;

public sealed class CheckoutTermsTests
{
    private static readonly string[] All = [CheckoutTerms.Card, CheckoutTerms.Konbini, CheckoutTerms.PayPay];

    [Test]
    public void A_voucher_issued_at_the_last_moment_of_the_page_still_ends_in_time()
    {
        // Page until tomorrow noon, so a voucher is issued on the 23rd at the latest; three days on is the 26th.
        var terms = CheckoutTerms.For(new(600), All, Noon, At(26, 23, 59, 59));
        terms.VoucherDays.ShouldBe(3);
        terms.PageUntil.ShouldBe(Noon.AddHours(24).AddMinutes(-1));
        terms.Methods.ShouldBe(All);
    }

    [Test]
    public void A_short_time_to_pay_closes_the_page_tonight_so_that_a_voucher_fits()
    {
        var terms = CheckoutTerms.For(new(600), All, Noon, At(23, 23, 59, 59));
        terms.PageUntil.ShouldBe(At(22, 23, 59, 59));
        terms.VoucherDays.ShouldBe(1);
    }

    [Test]
    public void A_voucher_that_would_outlive_the_time_to_pay_is_not_offered()
    {
        var terms = CheckoutTerms.For(new(600), All, Noon, At(22, 17, 0, 0));
        terms.Methods.ShouldBe([CheckoutTerms.Card, CheckoutTerms.PayPay]);
        terms.VoucherDays.ShouldBeNull();
        terms.PageUntil.ShouldBe(At(22, 17, 0, 0));
    }

    [TestCase(49, "")]
    [TestCase(50, "card,paypay")]
    [TestCase(119, "card,paypay")]
    [TestCase(120, "card,konbini,paypay")]
    [TestCase(300_000, "card,konbini,paypay")]
    [TestCase(300_001, "card,paypay")]
    [TestCase(1_000_001, "card")]
    public void Each_method_takes_its_own_amounts(int amount, string methods) =>
        string.Join(',', CheckoutTerms.For(new(amount), All, Noon, Noon.AddDays(10)).Methods).ShouldBe(methods);

    [Test]
    public void No_voucher_ever_outlives_the_time_to_pay_and_no_page_its_bounds()
    {
        var times = Gen.Choose(0, 60 * 24 * 90).Two().Select(pair => (Now: Noon.AddMinutes(pair.Item1), PayBy: Noon.AddMinutes(pair.Item1 + pair.Item2)));
        Prop.ForAll(Arb.From(times), time =>
        {
            var terms = CheckoutTerms.For(new(600), All, time.Now, time.PayBy);
            var life = terms.PageUntil - time.Now;
            var lastDay = terms.PageUntil.ToOffset(TimeSpan.FromHours(9)).Date.AddDays(terms.VoucherDays ?? 0);
            var voucherEnd = new DateTimeOffset(lastDay.AddDays(1).AddSeconds(-1), TimeSpan.FromHours(9));
            return life >= TimeSpan.FromMinutes(30) && life <= TimeSpan.FromHours(24)
                && terms.VoucherDays is null or (>= 1 and <= 60)
                && terms.VoucherDays is null != terms.Methods.Contains(CheckoutTerms.Konbini)
                && (terms.VoucherDays is null || voucherEnd <= time.PayBy.AddSeconds(1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static DateTimeOffset At(int day, int hour, int minute, int second) => new(2026, 11, day, hour, minute, second, TimeSpan.FromHours(9));
}
