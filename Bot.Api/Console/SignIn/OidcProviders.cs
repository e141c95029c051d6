using Bot.Domain.Kernel;

namespace Bot.Api.Console.SignIn;

/// <summary>The towns' own providers of sign-in (OpenID Connect), by the settings <c>Towns__…__Oidc__…</c>.</summary>
public sealed class OidcProviders
{
    private readonly Dictionary<TownId, OidcProvider> _providers;

    private OidcProviders(Dictionary<TownId, OidcProvider> providers) => _providers = providers;

    /// <exception cref="InvalidOperationException">A provider is told in part only, or unsafely.</exception>
    public static OidcProviders From(IConfiguration settings, Uri publicBaseUrl, bool isDevelopment)
    {
        var providers = new Dictionary<TownId, OidcProvider>();
        foreach (var section in settings.GetSection("Towns").GetChildren().Where(t => t.GetSection("Oidc").Exists()))
        {
            var at = $"Towns__{section.Key}__Oidc__";
            var oidc = section.GetSection("Oidc");
            string Needed(string name) => oidc[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{at}{name} is missing");
            var town = new TownId(section.Key);
            if (!Uri.TryCreate(Needed("Authority"), UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !isDevelopment))
            {
                throw new InvalidOperationException($"{at}Authority must be an https address");
            }

            var (secret, key) = (oidc["ClientSecret"], oidc["PrivateKey"]);
            if (string.IsNullOrEmpty(secret) == string.IsNullOrEmpty(key))
            {
                throw new InvalidOperationException($"give either {at}ClientSecret or {at}PrivateKey (a PEM of an EC or RSA key)");
            }

            providers[town] = new OidcProvider(
                town, oidc["Title"] is { Length: > 0 } title ? title : "庁内アカウント", authority, Needed("ClientId"), secret, key, oidc["KeyId"],
                new Uri(publicBaseUrl, $"/console/{town.Value}/sign-in/oidc/back"));
        }

        return new(providers);
    }

    public OidcProvider? Of(TownId town) => _providers.GetValueOrDefault(town);
}

/// <summary>A town's own provider of sign-in.</summary>
/// <param name="Title">What staff call it, on the button.</param>
/// <param name="PrivateKey">Signs our requests in place of a shared secret (private_key_jwt), as PEM.</param>
/// <param name="Back">Where the provider sends the browser back to.</param>
public sealed record OidcProvider(TownId Town, string Title, Uri Authority, string ClientId, string? ClientSecret, string? PrivateKey, string? KeyId, Uri Back)
{
    /// <summary>Never the secrets.</summary>
    public override string ToString() => $"{Town.Value}: {Authority}";
}
