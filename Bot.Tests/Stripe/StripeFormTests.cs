using Bot.Infrastructure.Stripe;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Stripe;

public sealed class StripeFormTests
{
    [Test]
    public void Nested_parameters_are_written_as_Stripe_reads_them()
    {
        var form = StripeForm.Encode(new Dictionary<string, object?>
        {
            ["mode"] = "payment",
            ["line_items"] = new object[]
            {
                new Dictionary<string, object?>
                {
                    ["quantity"] = 2,
                    ["price_data"] = new Dictionary<string, object?> { ["currency"] = "jpy", ["unit_amount"] = 300 },
                },
            },
            ["allowed_payment_method_types"] = new[] { "card", "konbini" },
            ["expires_at"] = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000),
            ["nothing"] = null,
            ["unset"] = "",
            ["flag"] = true,
        });
        form.ShouldBe("mode=payment&line_items[0][quantity]=2&line_items[0][price_data][currency]=jpy&line_items[0][price_data][unit_amount]=300"
            + "&allowed_payment_method_types[0]=card&allowed_payment_method_types[1]=konbini&expires_at=1795000000&unset=&flag=true");
    }

    [Test]
    public void Any_text_arrives_as_it_was() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>().Filter(t => !t.Get.Any(char.IsSurrogate)), text =>
                QueryHelpers.ParseQuery(StripeForm.Encode(new Dictionary<string, object?>
                {
                    ["a"] = new Dictionary<string, object?> { ["b"] = text.Get },
                }))["a[b]"] == text.Get)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Test]
    public void Text_cannot_smuggle_in_a_parameter() =>
        StripeForm.Encode(new Dictionary<string, object?> { ["name"] = "x&amount=1", ["a&b"] = "あ" }).ShouldBe("name=x%26amount%3D1&a%26b=%E3%81%82");

    [Test]
    public void What_has_no_plain_text_is_a_defect() =>
        Should.Throw<ArgumentException>(() => StripeForm.Encode(new Dictionary<string, object?> { ["x"] = 1.5 }));
}
