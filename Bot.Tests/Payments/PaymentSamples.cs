using Bot.Domain.Kernel;
using Bot.Domain.Payments;

namespace Bot.Tests.Payments;

/// <summary>Payments and facts to try things on.</summary>
internal static class PaymentSamples
{
    public static readonly TownId Town = new("hoshimi");
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.FromHours(9));
    public static readonly Settlement ByCard = new("card", Noon, "pi_1");
    public static readonly Checkout Page = new("cs_1", "https://checkout.example/cs_1", Noon.AddHours(3));

    public static Payment Fresh { get; } = new()
    {
        Id = PaymentId.For(Town, "bulky-waste", "R-1", 1),
        Town = Town,
        Citizen = new("Uffffffffffffffffffffffffffffffff"),
        Module = "bulky-waste",
        Subject = "R-1",
        Attempt = 1,
        Lines = [new("粗大ごみ処理券", new(300), 2), new("特大", new(600), 1)],
        Language = Language.Japanese,
        Code = "code",
        RequestedAt = Noon,
        PayBy = Noon.AddDays(3),
        State = new PaymentState.Requested(),
    };

    public static Payment In(PaymentState state, Settlement? settlement = null) =>
        Fresh with { State = state, Checkout = state is PaymentState.Requested ? null : Page, Settlement = settlement };
}
