using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Stripe;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bot.Infrastructure.Payments;

/// <summary>Puts payments together for the house.</summary>
public static class PaymentsHosting
{
    /// <param name="modules">Who hears the news of a module's payments, by the module's name; asked when there is news.</param>
    /// <param name="methods">By which methods a town takes money online.</param>
    /// <remarks><see cref="PaymentClerkLoop"/> and the nightly <see cref="Reconciliation"/> are started by whoever plays the worker.</remarks>
    public static IServiceCollection AddPayments(
        this IServiceCollection services, IConfiguration settings, Func<IServiceProvider, string, PaymentSettled?> modules, PaymentMethods methods)
    {
        var accounts = StripeAccounts.From(settings);
        services.AddHttpClient(StripeClient.HttpClientName, client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = 16 * 1024 * 1024;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        return services
            .AddSingleton(StripeSettings.From(settings))
            .AddSingleton(accounts)
            .AddSingleton<StripeRetry>()
            .AddSingleton<StripeClient>()
            .AddSingleton<IPaymentAgent, StripeAgent>()
            .AddSingleton(new PaymentCodes(Convert.FromBase64String(settings["Links:Key"] ?? "")))
            .AddSingleton(new PaymentLinks(new Uri(settings["PublicBaseUrl"] ?? throw new InvalidOperationException("PublicBaseUrl is not set"))))
            .AddSingleton(methods)
            .AddSingleton<CheckoutOrders>()
            .AddSingleton<PaymentDesk>()
            .AddSingleton<CashDesk>()
            .AddSingleton(provider => new PaymentLedger(module => modules(provider, module), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<CheckoutHandler>()
            .AddSingleton<ExpireHandler>()
            .AddSingleton<RefundHandler>()
            .AddSingleton<PaymentClerk>()
            .AddSingleton<PaymentBell>()
            .AddSingleton<Reconciliation>();
    }

    /// <summary>The kinds of outbox rows that payments deal with.</summary>
    public static IReadOnlyDictionary<string, OutboxHandler> PaymentHandlers(this IServiceProvider provider) => new Dictionary<string, OutboxHandler>
    {
        [PaymentBook.CheckoutKind] = provider.GetRequiredService<CheckoutHandler>().Handle,
        [PaymentBook.ExpireKind] = provider.GetRequiredService<ExpireHandler>().Handle,
        [PaymentBook.RefundKind] = provider.GetRequiredService<RefundHandler>().Handle,
    };
}
