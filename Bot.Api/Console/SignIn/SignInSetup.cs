using Bot.Api.Hosting;
using Bot.Domain.Staff;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bot.Api.Console.SignIn;

/// <summary>Sets up how staff sign in, and how an administrator looks after them.</summary>
internal static class SignInSetup
{
    /// <summary>What OWASP advises for PBKDF2 with SHA-512.</summary>
    private const int HashRounds = 210_000;

    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration, HouseSettings settings)
    {
        services.AddOptions<PasswordHasherOptions>().Configure(o => o.IterationCount = HashRounds);
        services.TryAddSingleton<IPasswordHasher<StaffUser>, PasswordHasher<StaffUser>>();
        services.AddOptions<IdentityOptions>();
        services.AddOptions<IdentityPasskeyOptions>().Configure(passkeys =>
        {
            passkeys.ServerDomain = settings.PublicBaseUrl.Host;
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
            passkeys.AuthenticatorTimeout = TimeSpan.FromMinutes(3);
            var origin = settings.PublicBaseUrl.GetLeftPart(UriPartial.Authority);
            passkeys.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.Origin == origin);
        });
        services.AddSingleton(StepCookie.For(configuration));
        services.AddSingleton<TotpDesk>();
        services.AddSingleton<ProofDesk>();
        services.AddSingleton<PasskeyDesk>();
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<Factors>();
        services.AddSingleton<InvitationDesk>();
        services.AddSingleton<StaffDesk>();
        services.AddSingleton(new ConsoleModule("staff", "職員", [new("職員の一覧", "staff", Rights.StaffSee), new("自分の設定", "account", Rights.Home)]));
        services.AddSingleton<Enrolment>();
        services.AddSingleton(OidcProviders.From(configuration, settings.PublicBaseUrl, settings.IsDevelopment));
        services.AddSingleton<OidcDesk>();
        services.AddHttpClient(OidcDesk.HttpClientName, wire => wire.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers();
        return services;
    }

    /// <param name="app">For the first page, which belongs to no town.</param>
    public static void MapSignInPages(this IEndpointRouteBuilder app, RouteGroupBuilder console)
    {
        app.MapSignIn(console);
        console.MapEnrol();
        console.MapProve();
        console.MapSignOut();
        console.MapInvitation();
        console.MapAccount();
        console.MapStaff();
        console.MapOidc();
    }
}
