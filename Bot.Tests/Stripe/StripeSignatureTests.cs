using System.Text;
using Bot.Infrastructure.Stripe;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Stripe;

public sealed class StripeSignatureTests
{
    // Made by npm stripe 23.1.0 and by Python's hmac alike.
    private const string Header = "t=1700000000,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08";
    private static readonly byte[] Body = """{"id":"evt_test_1","object":"event","type":"checkout.session.completed"}"""u8.ToArray();
    private static readonly DateTimeOffset Signed = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly StripeSignature Ours = new(["whsec_test_secret"]);

    [Test]
    public void What_Stripe_signed_is_genuine() => Ours.Verifies(Header, Body, Signed).ShouldBeTrue();

    [Test]
    public void Another_body_secret_or_time_is_not()
    {
        Ours.Verifies(Header, [.. Body, (byte)' '], Signed).ShouldBeFalse();
        new StripeSignature(["whsec_other"]).Verifies(Header, Body, Signed).ShouldBeFalse();
        Ours.Verifies(Header.Replace("t=1700000000", "t=1700000001", StringComparison.Ordinal), Body, Signed).ShouldBeFalse();
    }

    [TestCase(-301, false)]
    [TestCase(-300, true)]
    [TestCase(300, true)]
    [TestCase(301, false)]
    public void It_is_genuine_for_five_minutes_either_way(int seconds, bool genuine) =>
        Ours.Verifies(Header, Body, Signed.AddSeconds(seconds)).ShouldBe(genuine);

    [Test]
    public void While_secrets_are_rolled_either_of_ours_and_any_of_theirs_will_do()
    {
        new StripeSignature(["whsec_old", "whsec_test_secret"]).Verifies(Header, Body, Signed).ShouldBeTrue();
        var rolled = Header.Replace("v1=", $"v1={new string('0', 64)},v0=xyz,v1=", StringComparison.Ordinal);
        Ours.Verifies(rolled, Body, Signed).ShouldBeTrue();
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("t=1700000000")]
    [TestCase("v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=99999999999999999999,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=+1700000000,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=1700000000,t=1700000000,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=1700000000,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b0")]
    [TestCase("t=1700000000,v1=zz796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=1700000000,v0=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=1700000000;v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    [TestCase("t=1700000000,nonsense,v1=ca796b857b81e24d595a4c37abf88d2fafb533a32ede6ce4cfc9b0e892a35b08")]
    public void A_malformed_header_is_refused(string? header) => Ours.Verifies(header, Body, Signed).ShouldBeFalse();

    [Test]
    public void No_made_up_header_passes_or_breaks_anything()
    {
        var pieces = Gen.Elements("t=", "v1=", "v0=", ",", "=", "1700000000", "ca79", new string('a', 64), new string('0', 64), " ", "\0", "あ", "-", "9999999999999");
        var crafted = Gen.ArrayOf(pieces).Select(string.Concat);
        var any = Gen.OneOf(crafted, ArbMap.Default.ArbFor<string>().Generator);
        Prop.ForAll(Arb.From(any), header => !Ours.Verifies(header, Body, Signed)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Test]
    public void Changing_any_one_letter_of_the_signature_spoils_it()
    {
        for (var i = Header.IndexOf("v1=", StringComparison.Ordinal) + 3; i < Header.Length; i++)
        {
            var spoilt = new StringBuilder(Header) { [i] = Header[i] == '0' ? '1' : '0' };
            Ours.Verifies(spoilt.ToString(), Body, Signed).ShouldBeFalse();
        }
    }

    [Test]
    public void A_blank_secret_does_not_start()
    {
        Should.Throw<ArgumentException>(() => new StripeSignature([""]));
        Should.Throw<ArgumentException>(() => new StripeSignature([" "]));
        Should.Throw<ArgumentException>(() => new StripeSignature([]));
        Should.Throw<ArgumentException>(() => new StripeSignature(["whsec_x", ""]));
    }
}
