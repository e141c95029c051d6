using Bot.Simulator.Delivery;

namespace Bot.Simulator.Stripe;

/// <summary>The stand-in for Stripe: one account a town.</summary>
public sealed class FakeStripe : IDisposable
{
    private readonly List<StripeAccount> accounts;

    internal FakeStripe(SimulatorSettings settings, SimulatorClock clock, Ledger ledger)
    {
        Webhooks = new Courier(settings.StripeWebhooks, clock);
        accounts = [.. settings.Towns.Where(t => t.Slug.Length > 0 && t.StripeSecretKey is { Length: > 0 }).Select(t => new StripeAccount(t, clock, ledger, Webhooks))];
    }

    /// <summary>How webhooks of all accounts are brought to the bot.</summary>
    public Courier Webhooks { get; }

    public IReadOnlyList<StripeAccount> Accounts => accounts;

    /// <summary>The account of this town.</summary>
    public StripeAccount Account(string town) => accounts.Find(a => a.Town == town) ?? throw new ArgumentException($"The simulator knows no Stripe account of {town}.", nameof(town));

    internal StripeAccount? ByKey(string key) => accounts.Find(a => a.SecretKey == key);

    internal (StripeAccount Account, StripeSession Session)? Find(string session)
    {
        foreach (var account in accounts) if (account.Session(session) is { } found) return (account, found);
        return null;
    }

    /// <summary>Lets sessions and vouchers whose time has come lapse. Runs each second by itself; tests call it after moving the clock.</summary>
    public void Tick()
    {
        foreach (var account in accounts) account.Tick();
    }

    public void Dispose() => Webhooks.Dispose();
}
