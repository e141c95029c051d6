using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Stripe;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>Puts the payments engine together with Stripe as its agent.</summary>
internal static class PaymentsSetup
{
    internal static void AddPayments(this IServiceCollection services, IConfiguration configuration, HouseSettings settings)
    {
        services.AddSingleton(StripeSettings.From(configuration));
        services.AddSingleton(StripeAccounts.From(configuration));
        services.AddHttpClient(StripeClient.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
            .RemoveAllLoggers();
        services.AddSingleton<StripeRetry>();
        services.AddSingleton<StripeClient>();
        services.AddSingleton<IPaymentAgent, StripeAgent>();
        services.AddSingleton(s => new PaymentCodes(s.GetRequiredService<LinksKey>().For("payment-code")));
        services.AddSingleton(new PaymentLinks(settings.PublicBaseUrl));
        services.AddSingleton<PaymentDesk>();
        services.AddSingleton<PaymentBell>();
        services.AddSingleton<PaymentClerk>();
        services.AddSingleton<Reconciliation>();
        services.AddSingleton<PaymentMethods>(s => town => [.. s.GetRequiredService<Region>().Find(town)?.Payment?.Methods ?? []]);
        services.AddSingleton(s => new PaymentLedger(
            module => s.GetRequiredService<IReadOnlyDictionary<string, PaymentSettled>>().GetValueOrDefault(module), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CheckoutOrders>();
        services.AddSingleton<CheckoutHandler>();
        services.AddSingleton<RefundHandler>();
        services.AddSingleton<ExpireHandler>();
        if (settings.Does("worker"))
        {
            services.AddHostedService(s => new PaymentClerkLoop(
                s.GetRequiredService<PaymentClerk>(), () => [.. s.GetRequiredService<StripeAccounts>().Towns], s.GetRequiredService<PaymentBell>(),
                s.GetRequiredService<DatabaseClock>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<PaymentClerkLoop>>()));
            services.AddHostedService<NightlyReconciliation>();
        }
    }
}
