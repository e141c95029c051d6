using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Bot.Api.Hosting;

/// <summary>Logs to the console: JSON lines in production, readable lines in Development.</summary>
internal static class HouseLogging
{
    internal static void AddLogging(this WebApplicationBuilder builder)
    {
        var logs = new LoggerConfiguration()
            .MinimumLevel.Information()
            // Addresses carry the tokens of one-time links and pay pages, so requests are not logged by address.
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            // Statements carry residents' words as parameters.
            .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
            .Enrich.FromLogContext();
        var logger = (builder.Environment.IsDevelopment()
            ? logs.WriteTo.Console(formatProvider: CultureInfo.InvariantCulture)
            : logs.WriteTo.Console(new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture))).CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger, dispose: true);
    }
}
