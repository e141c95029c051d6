using Bot.Domain.Kernel;
using Microsoft.Extensions.Configuration;

namespace Bot.Infrastructure.Stripe;

/// <summary>Where Stripe is and which of its versions we speak.</summary>
/// <param name="MethodsParameter">What that version calls the list of ways to pay when a checkout is made.</param>
public sealed record StripeSettings(Uri ApiBaseUrl, string Version, string MethodsParameter)
{
    public static StripeSettings From(IConfiguration settings) => new(
        new Uri((settings["Stripe:ApiBaseUrl"] ?? "https://api.stripe.com").TrimEnd('/') + "/"),
        settings["Stripe:Version"] ?? "2026-10-28.endive",
        settings["Stripe:MethodsParameter"] ?? "allowed_payment_method_types");
}

/// <summary>A town's own account with Stripe. Printing one never shows its key.</summary>
public sealed class StripeAccount
{
    public StripeAccount(TownId town, string secretKey, string webhookSecret, string? nextWebhookSecret = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(secretKey);
        Town = town;
        SecretKey = secretKey;
        Signature = new StripeSignature(nextWebhookSecret is null ? [webhookSecret] : [webhookSecret, nextWebhookSecret]);
    }

    public TownId Town { get; }

    public StripeSignature Signature { get; }

    internal string SecretKey { get; }

    /// <summary>Whether real money moves on this account.</summary>
    public bool IsLive => SecretKey.Contains("_live_", StringComparison.Ordinal);

    public override string ToString() => $"Stripe account of {Town}";
}

/// <summary>The accounts of all towns that take money online.</summary>
public sealed class StripeAccounts(IEnumerable<StripeAccount> accounts)
{
    private readonly Dictionary<TownId, StripeAccount> _byTown = accounts.ToDictionary(account => account.Town);

    public Items<TownId> Towns => [.. _byTown.Keys];

    public StripeAccount? Of(TownId town) => _byTown.GetValueOrDefault(town);

    /// <summary>Reads <c>Towns:{slug}:Stripe</c>; a town with a key and no webhook secret is a mistake that must not start.</summary>
    public static StripeAccounts From(IConfiguration settings) => new(
        from town in settings.GetSection("Towns").GetChildren()
        let stripe = town.GetSection("Stripe")
        where stripe["SecretKey"] is not null || stripe["WebhookSecret"] is not null
        select new StripeAccount(
            new TownId(town.Key), stripe["SecretKey"] ?? "", stripe["WebhookSecret"] ?? "", stripe["NextWebhookSecret"]));
}
