using Bot.Api.Forms;
using Bot.Api.Payments;
using Bot.Api.Webhooks;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Wording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bot.Tests.Payments;

/// <summary>The webhook and the pay page on a real server, over a rig.</summary>
internal sealed class PaymentHouse : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PaymentHouse(WebApplication app)
    {
        _app = app;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    /// <param name="database">Another one than the rig's, such as one that is away.</param>
    public static async Task<PaymentHouse> Open(PaymentsRig rig, Database? database = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var words = WordingFiles.Load();
        var look = new TownLook(
            PaymentsRig.Town, new("星見町", "星見町（ほしみまち）", "Hoshimi Town"), new("環境課"), "0999-00-0001", new("平日 8:30から17:15まで"), "#1f5a8a", "#ffffff", "@000hoshi");
        builder.Services
            .AddSingleton(new Faces(new Dictionary<TownId, TownFace> { [PaymentsRig.Town] = new(look, new Dictionary<FormId, Form>(), words) }, words))
            .AddSingleton(database ?? rig.Store.Database)
            .AddSingleton(rig.Store.Sealer)
            .AddSingleton<TimeProvider>(rig.Clock)
            .AddSingleton<IPaymentAgent>(rig.Agent)
            .AddSingleton<PaymentBell>()
            .AddSingleton(FailPoints.None)
            .AddSingleton(rig.Desk)
            .AddRazorComponents();
        var app = builder.Build();
        app.MapStripeWebhook();
        app.MapPayPages();
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
