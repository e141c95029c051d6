using Bot.Domain.Kernel;
using Bot.Infrastructure.Payments;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

public sealed class PaymentCodesTests
{
    private static readonly TownId Hoshimi = new("hoshimi");

    [Test]
    public void A_code_is_the_same_for_the_same_purpose_and_another_for_any_other()
    {
        var codes = new PaymentCodes(new byte[32]);
        var code = codes.For(Hoshimi, "bulky-waste", "R-1");
        code.ShouldBe(new PaymentCodes(new byte[32]).For(Hoshimi, "bulky-waste", "R-1"));
        PaymentCodes.IsShaped(code).ShouldBeTrue();
        string[] others =
        [
            codes.For(new TownId("kawabe"), "bulky-waste", "R-1"), codes.For(Hoshimi, "bulky", "R-1"), codes.For(Hoshimi, "bulky-waste", "R-2"),
            new PaymentCodes([.. new byte[31], 1]).For(Hoshimi, "bulky-waste", "R-1"),
        ];
        others.ShouldNotContain(code);
        others.ShouldBeUnique();
    }

    [Test]
    public void A_short_key_does_not_start() => Should.Throw<ArgumentException>(() => new PaymentCodes(new byte[31]));

    [TestCase("")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAA=")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAA\0")]
    [TestCase("ああああああああああああああああああああああ")]
    public void What_is_not_shaped_like_a_code_is_not_looked_for(string code) => PaymentCodes.IsShaped(code).ShouldBeFalse();
}
