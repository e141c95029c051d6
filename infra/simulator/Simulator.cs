using Bot.Simulator.Control;
using Bot.Simulator.Faults;
using Bot.Simulator.Line;
using Bot.Simulator.Mail;
using Bot.Simulator.Phone;
using Bot.Simulator.Stripe;
using Bot.Simulator.Weather;

namespace Bot.Simulator;

/// <summary>Builds the stand-ins for LINE, Stripe, a mail server and the weather agency as one web application, for the command line and, in process, for tests.</summary>
public static class Simulator
{
    /// <summary>The application, not yet started. Its services hold <see cref="FakeLine"/>, <see cref="FakeStripe"/>, <see cref="Ledger"/>, <see cref="FaultPlan"/> and <see cref="SimulatorClock"/>.</summary>
    public static WebApplication Build(string[] args, Action<SimulatorSettings>? configure = null)
    {
        // settings never change while it runs, and a watcher on files for each test's simulator is dear
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        var settings = new SimulatorSettings();
        builder.Configuration.Bind(settings);
        configure?.Invoke(settings);

        var clock = new SimulatorClock(settings.Clock);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(new Ledger(clock));
        builder.Services.AddSingleton<FaultPlan>();
        builder.Services.AddSingleton(services => new FakeLine(settings, clock, services.GetRequiredService<Ledger>()));
        builder.Services.AddSingleton<LineGate>();
        builder.Services.AddSingleton(services => new FakeStripe(settings, clock, services.GetRequiredService<Ledger>()));
        builder.Services.AddSingleton<StripeGate>();
        builder.Services.AddHostedService<StripeHeartbeat>();
        builder.Services.AddSingleton<MailBox>();
        builder.Services.AddHostedService<MailSink>();
        builder.Services.AddSingleton(new FakeWeather(clock));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        var app = builder.Build();
        MapLine(app);
        MapStripe(app);
        WeatherEndpoints.Map(app, settings, app.Services.GetRequiredService<FakeWeather>());
        PhoneEndpoints.Map(app, app.Services.GetRequiredService<FakeLine>(), app.Services.GetRequiredService<FakeStripe>());
        MailPage.Map(app, app.Services.GetRequiredService<MailBox>());
        ControlEndpoints.Map(
            app,
            app.Services.GetRequiredService<Ledger>(),
            app.Services.GetRequiredService<FaultPlan>(),
            app.Services.GetRequiredService<SimulatorClock>(),
            app.Services.GetRequiredService<FakeLine>(),
            app.Services.GetRequiredService<FakeStripe>());
        Assets.Map(app);
        return app;
    }

    private static void MapLine(WebApplication app)
    {
        var gate = app.Services.GetRequiredService<LineGate>();
        app.UseWhen(context => Under(context, "/line-api") || Under(context, "/line-data"), branch => branch.Use(gate.Pass));
        var api = app.MapGroup("/line-api");
        ChannelEndpoints.Map(api, app.Services.GetRequiredService<FakeLine>());
        SendEndpoints.Map(api);
        UserEndpoints.Map(api);
        RichMenuEndpoints.Map(api);
        api.MapFallback("/{**path}", () => LineAnswer.NotFound);
        var data = app.MapGroup("/line-data");
        RichMenuEndpoints.MapData(data);
        ContentEndpoints.Map(data);
        data.MapFallback("/{**path}", () => LineAnswer.NotFound);
    }

    private static void MapStripe(WebApplication app)
    {
        var gate = app.Services.GetRequiredService<StripeGate>();
        app.UseWhen(context => Under(context, "/stripe/v1"), branch => branch.Use(gate.Pass));
        var api = app.MapGroup("/stripe/v1");
        SessionEndpoints.Map(api);
        RefundEndpoints.Map(api);
        api.MapFallback("/{**path}", (HttpContext context) =>
        {
            var problem = StripeProblem.With(404, "invalid_request_error", $"Unrecognized request URL ({context.Request.Method}: {context.Request.Path}).");
            return Results.Json(problem.Body, Wire.Json, statusCode: problem.Status);
        });
        CheckoutEndpoints.Map(app, app.Services.GetRequiredService<FakeStripe>());
    }

    private static bool Under(HttpContext context, string path) => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal);
}
