using Bot.Api.Console;
using Bot.Api.Console.Audit;
using Bot.Api.Console.BulkyWaste;
using Bot.Api.Console.BulkyWaste.Crews;
using Bot.Api.Console.BulkyWaste.Plan;
using Bot.Api.Console.Casework;
using Bot.Api.Console.DamageReports;
using Bot.Api.Console.Disasters;
using Bot.Api.Console.Residents;
using Bot.Api.Console.Schools;
using Bot.Api.Console.Schools.Absences;
using Bot.Api.Console.Schools.Arrivals;
using Bot.Api.Console.Schools.Asks;
using Bot.Api.Console.Schools.Letters;
using Bot.Api.Console.Schools.Plan;
using Bot.Api.Console.Settings;
using Bot.Api.Console.SignIn;
using Bot.Api.Console.StaffMessages;
using Bot.Api.Counter;
using Bot.Api.DamageReports;
using Bot.Api.DamageReports.Open311;
using Bot.Api.Forms;
using Bot.Api.Letters;
using Bot.Api.Payments;
using Bot.Api.Photos;
using Bot.Api.Schools;
using Bot.Api.Schools.Asks;
using Bot.Api.Webhooks;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Hosting;

/// <summary>Puts the whole house together. The only place that knows all modules.</summary>
public static class House
{
    public static async Task<int> Run(string[] args)
    {
        await using var app = Build(args);
        await app.RunAsync();
        return 0;
    }

    /// <param name="configure">For tests: settings and services of their own.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = Content() });
        configure?.Invoke(builder);
        var settings = HouseSettings.From(builder.Configuration, builder.Environment);
        builder.AddLogging();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 2 * 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });

        var services = builder.Services;
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(20);
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        services.AddDatabaseTime();
        services.AddSingleton(settings);
        services.AddSingleton<ServerCheck>();
        services.AddHostedService(s => s.GetRequiredService<ServerCheck>());
        if (settings.IsDevelopment && builder.Configuration["FailPoints:Die"] is { Length: > 0 } die)
        {
            services.AddSingleton(FailPoints.Dying(die));
        }

        services.AddSealing(settings.Database, settings.Master);
        services.AddPipeline(settings.Database, settings.AsRoles);
        services.AddLine(builder.Configuration);
        services.AddPictures(builder.Configuration);
        services.AddPayments(builder.Configuration, settings);
        services.AddForms();
        services.AddTowns(settings);
        services.AddTalks(settings);
        services.AddModules(settings);
        services.AddArrivals(settings);
        services.AddStaffMessages(builder.Configuration, settings);
        services.AddWeather(builder.Configuration, settings);
        services.AddRetention(settings);
        // In the order of the console's navigation: today's work, the services, what is set once in a while.
        services.AddConsole();
        services.AddBulkyDesk();
        services.AddCounter();
        services.AddCrews();
        services.AddPlanPages();
        services.AddDamageDesk();
        services.AddOpen311(builder.Configuration);
        services.AddDisasters();
        services.AddSchoolSheets();
        services.AddArrivalPages();
        services.AddSchoolLetters();
        services.AddSchoolPlan();
        services.AddSchoolAsks();
        services.AddSchoolRoll();
        services.AddCasework();
        services.AddSettingsPages();
        services.AddStaffMessagePages();
        services.AddOpen311Keys();
        services.AddAuditPages();
        services.AddSignIn(builder.Configuration, settings);

        var app = builder.Build();
        app.UseForms();
        app.UseConsole();
        app.MapHealth();
        if (settings.Does("web"))
        {
            app.MapLineWebhook();
            app.MapStripeWebhook();
            app.MapPayPages();
            app.MapLetters();
            app.MapSchoolLetters();
            app.MapGuardianAsks();
            app.MapSchoolReplies();
            app.MapGuardianConsents();
            app.MapPhotos();
            app.MapForms();
            app.MapPublicReports();
            app.MapOpen311();
            var console = app.MapConsole();
            console.MapCaseworkPages();
            app.MapAdoptPages();
            console.MapCounters();
            app.MapSignInPages(console);
            console.MapCrews();
            console.MapSettings();
            console.MapAudit();
            console.MapResidents();
            console.MapDepartments();
            console.MapWording();
            console.MapMove();
            console.MapPlan();
            console.MapPlanCalendar();
            console.MapBulkyDesk();
            console.MapDamageDesk();
            console.MapSchoolSheets();
            console.MapDisasters();
            console.MapArrivals();
            console.MapSchoolRoll();
            console.MapSchoolLetters();
            console.MapSchoolPlan();
            console.MapSchoolAsks();
            console.MapStaffMessages();
            app.RefuseUnnamed();
        }

        return app;
    }

    /// <summary>The settings alone, for commands that start no server.</summary>
    public static IConfiguration Settings(string[] args) =>
        new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal))]).Build();

    /// <summary>Where <c>wwwroot</c> is: beside the program when published, in the project's folder when built.</summary>
    private static string Content()
    {
        var beside = AppContext.BaseDirectory;
        return Directory.Exists(Path.Combine(beside, "wwwroot")) ? beside : Directory.GetCurrentDirectory();
    }
}
