using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bot.Domain.Kernel;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Bot.Api.Console.SignIn;

/// <summary>Talks to a town's own provider: authorization code with PKCE, and the check of what comes back.</summary>
internal sealed class OidcDesk(IHttpClientFactory wires, TimeProvider clock)
{
    public const string HttpClientName = "oidc";

    private readonly ConcurrentDictionary<TownId, ConfigurationManager<OpenIdConnectConfiguration>> _known = [];

    /// <summary>Where the browser goes, and what we must remember meanwhile.</summary>
    public async Task<(string Address, OidcAsked Asked)> Ask(OidcProvider provider, bool again, CancellationToken stop)
    {
        var asked = new OidcAsked(Fresh(), Fresh(), Fresh(), again, clock.GetUtcNow().ToUnixTimeSeconds());
        var message = new OpenIdConnectMessage
        {
            IssuerAddress = (await Configuration(provider, stop)).AuthorizationEndpoint,
            ClientId = provider.ClientId,
            ResponseType = "code",
            Scope = "openid profile email",
            RedirectUri = provider.Back.ToString(),
            State = asked.State,
            Nonce = asked.Nonce,
        };
        message.SetParameter("code_challenge", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(asked.Verifier))));
        message.SetParameter("code_challenge_method", "S256");
        if (again)
        {
            message.Prompt = "login";
            message.MaxAge = "0";
        }

        return (message.CreateAuthenticationRequestUrl(), asked);
    }

    /// <summary>Turns the code that the browser brought into who it is; <c>null</c> when anything about it is not right.</summary>
    public async Task<OidcPerson?> Answered(OidcProvider provider, OidcAsked asked, string code, CancellationToken stop)
    {
        var configuration = await Configuration(provider, stop);
        using var wire = wires.CreateClient(HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint) { Content = new FormUrlEncodedContent(Exchange(provider, configuration, asked, code)) };
        if (provider.ClientSecret is { } secret)
        {
            var pair = $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        using var answer = await wire.SendAsync(request, stop);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        using var tokens = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
        if (Text(tokens.RootElement, "id_token") is not { } written || await Check(written, configuration, provider, asked, clock.GetUtcNow()) is not { } identity)
        {
            return null;
        }

        var person = new OidcPerson(configuration.Issuer, identity.FindFirst("sub")!.Value, identity.FindFirst("preferred_username")?.Value, VerifiedMail(identity));
        return person.Login is null && person.Mail is null && Text(tokens.RootElement, "access_token") is { } access && configuration.UserInfoEndpoint is { Length: > 0 } about
            ? await Asked(wire, about, access, person, stop)
            : person;
    }

    /// <summary>Who a token names, if the provider made it for us, lately, in answer to this very question.</summary>
    public static async Task<ClaimsIdentity?> Check(string token, OpenIdConnectConfiguration configuration, OidcProvider provider, OidcAsked asked, DateTimeOffset now)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = provider.ClientId,
            IssuerSigningKeys = configuration.SigningKeys,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidAlgorithms = ["RS256", "PS256", "ES256", "ES384"],
            LifetimeValidator = (from, until, _, _) => until > now.UtcDateTime.AddMinutes(-1) && (from is null || from < now.UtcDateTime.AddMinutes(1)),
        });
        var identity = result.IsValid ? result.ClaimsIdentity : null;
        var azp = identity?.FindFirst("azp")?.Value;
        var isFresh = !asked.Again || (long.TryParse(identity?.FindFirst("auth_time")?.Value, CultureInfo.InvariantCulture, out var at) && at >= asked.At - 60);
        return identity?.FindFirst("sub") is not null && identity.FindFirst("nonce")?.Value == asked.Nonce && (azp is null || azp == provider.ClientId) && isFresh ? identity : null;
    }

    private static async Task<OidcPerson?> Asked(HttpClient wire, string about, string access, OidcPerson person, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, about) { Headers = { Authorization = new("Bearer", access) } };
        using var answer = await wire.SendAsync(request, stop);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        using var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
        var verified = told.RootElement.TryGetProperty("email_verified", out var flag) && flag.ValueKind == JsonValueKind.True;
        return Text(told.RootElement, "sub") == person.Subject
            ? person with { Login = Text(told.RootElement, "preferred_username"), Mail = verified ? Text(told.RootElement, "email") : null }
            : null;
    }

    private Dictionary<string, string> Exchange(OidcProvider provider, OpenIdConnectConfiguration configuration, OidcAsked asked, string code)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = provider.Back.ToString(),
            ["code_verifier"] = asked.Verifier,
        };
        if (provider.PrivateKey is { } pem)
        {
            form["client_id"] = provider.ClientId;
            form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            form["client_assertion"] = ClientAssertion.Of(provider, pem, configuration.TokenEndpoint, clock.GetUtcNow());
        }

        return form;
    }

    private Task<OpenIdConnectConfiguration> Configuration(OidcProvider provider, CancellationToken stop) => _known.GetOrAdd(provider.Town, _ => new(
        $"{provider.Authority.AbsoluteUri.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(wires.CreateClient(HttpClientName)) { RequireHttps = provider.Authority.Scheme == Uri.UriSchemeHttps })).GetConfigurationAsync(stop);

    private static string? VerifiedMail(ClaimsIdentity identity) => identity.FindFirst("email_verified")?.Value is "true" or "True" ? identity.FindFirst("email")?.Value : null;

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Fresh() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}

/// <summary>What we remember while the browser is at the provider.</summary>
/// <param name="Again">Whether somebody must show anew who they are.</param>
internal sealed record OidcAsked(string State, string Nonce, string Verifier, bool Again, long At);

/// <summary>Who somebody is at the provider.</summary>
/// <param name="Mail">Only when the provider has verified it.</param>
internal sealed record OidcPerson(string Issuer, string Subject, string? Login, string? Mail);
