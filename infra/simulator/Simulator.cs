using Bot.Simulator.Faults;
using Bot.Simulator.Line;

namespace Bot.Simulator;

/// <summary>Builds the stand-ins for LINE and Stripe as one web application, for the command line and, in process, for tests.</summary>
public static class Simulator
{
    /// <summary>The application, not yet started. Its services hold <see cref="FakeLine"/>, <see cref="Ledger"/>, <see cref="FaultPlan"/> and <see cref="SimulatorClock"/>.</summary>
    public static WebApplication Build(string[] args, Action<SimulatorSettings>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
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
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        var app = builder.Build();
        var line = app.Services.GetRequiredService<FakeLine>();
        var gate = app.Services.GetRequiredService<LineGate>();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/line-api", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/line-data", StringComparison.Ordinal),
            branch => branch.Use(gate.Pass));

        var api = app.MapGroup("/line-api");
        ChannelEndpoints.Map(api, line);
        SendEndpoints.Map(api);
        UserEndpoints.Map(api);
        RichMenuEndpoints.Map(api);
        var data = app.MapGroup("/line-data");
        RichMenuEndpoints.MapData(data);
        ContentEndpoints.Map(data);
        api.MapFallback("/{**path}", () => LineAnswer.NotFound);
        data.MapFallback("/{**path}", () => LineAnswer.NotFound);
        return app;
    }
}
