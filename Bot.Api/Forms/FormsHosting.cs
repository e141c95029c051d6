using System.Text.Encodings.Web;
using System.Text.Unicode;
using Bot.Infrastructure.Forms;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bot.Api.Forms;

/// <summary>Sets up the pages for residents. Hosting brings <see cref="Faces"/>, the database and the settings <c>Links__Key</c> and <c>PublicBaseUrl</c>.</summary>
public static class FormsHosting
{
    public static IServiceCollection AddForms(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => LinksKey.Parse(
            provider.GetRequiredService<IConfiguration>()["Links:Key"] ?? throw new InvalidOperationException("the setting Links__Key is missing")));
        services.TryAddSingleton<PageLinks>();
        services.TryAddSingleton<PageSeal>();
        services.TryAddSingleton<PageIntake>();
        services.TryAddSingleton<FormView>();
        services.TryAddSingleton(provider => BrowserCookie.For(provider.GetRequiredService<IConfiguration>()));

        // Japanese as it is, instead of entities that make each page four times as long.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));

        services.AddDataProtection().SetApplicationName("linebot").DisableAutomaticKeyGeneration();
        services.AddOptions<KeyManagementOptions>().Configure<LinksKey>((options, key) => options.XmlRepository = new KeyRing(key));
        services.AddAntiforgery();
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, PageAntiforgery>();
        services.AddOptions<AntiforgeryOptions>().Configure<BrowserCookie>((options, cookie) =>
        {
            options.FormFieldName = "check";
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie.Name = cookie.AntiforgeryName;
            options.Cookie.SecurePolicy = cookie.Secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.HttpOnly = true;
            options.Cookie.Path = "/";
        });
        return services;
    }

    /// <summary>Headers, and pages for what goes wrong anywhere in the house. Stands first in the pipeline.</summary>
    public static IApplicationBuilder UseForms(this IApplicationBuilder app)
    {
        app.Use(SiteHeaders.Add);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = SiteErrors.Failed });
        app.UseStatusCodePages(SiteErrors.Bare);
        return app;
    }

    public static IEndpointRouteBuilder MapForms(this IEndpointRouteBuilder app)
    {
        app.MapStyle();
        app.MapSite();
        app.MapFormPages();
        return app;
    }
}
