using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bot.Api.Console;

/// <summary>Sets up the staff's console. Modules add a <see cref="ConsoleModule"/> and map their endpoints on the group.</summary>
public static class ConsoleHosting
{
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.TryAddSingleton(s => StaffCookie.For(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<KeptForms>();
        services.AddSingleton(s => new ConsoleGate(
            s.GetRequiredService<Database>(), s.GetRequiredService<StaffCookie>(), s.GetRequiredService<KeptForms>(), s.GetRequiredService<IAntiforgery>(),
            s.GetRequiredService<TimeProvider>(), town => s.GetRequiredService<Region>().Find(town)));
        services.AddSingleton(new ConsoleModule("console", "はじめに", [new("今日の仕事", "", Rights.Home), new("権限の一覧", "rights", Rights.StaffSee)]));
        return services;
    }

    /// <summary>The gate, for whatever lies below <c>/console</c>.</summary>
    public static IApplicationBuilder UseConsole(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(ConsoleGate.Root, StringComparison.Ordinal),
        console => console.Use((HttpContext context, RequestDelegate next) => context.RequestServices.GetRequiredService<ConsoleGate>().Pass(context, next)));

    /// <summary>The group on which every page of the console is mapped; the shell's own are mapped here.</summary>
    public static RouteGroupBuilder MapConsole(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        var console = app.MapGroup($"{ConsoleGate.Root}/{{town}}");
        console.MapHome();
        return console;
    }

    /// <summary>Refuses to start when an endpoint below <c>/console</c> says neither which right it needs nor why it is open.</summary>
    /// <exception cref="InvalidOperationException">Names the endpoints.</exception>
    public static void RefuseUnnamed(this IEndpointRouteBuilder app)
    {
        var unnamed = Endpoints(app).Where(e => e.Metadata.GetMetadata<Needs>() is null && e.Metadata.GetMetadata<OpenToAll>() is null).Select(e => e.DisplayName).ToList();
        if (unnamed.Count > 0)
        {
            throw new InvalidOperationException($"endpoints of the console that name no right: {string.Join(", ", unnamed)}");
        }
    }

    /// <summary>All endpoints below <c>/console</c>.</summary>
    internal static IEnumerable<RouteEndpoint> Endpoints(IEndpointRouteBuilder app) =>
        app.DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("console", StringComparison.Ordinal) == true);
}
