using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bot.Api.Console.SignIn;

/// <summary>Shows a provider who we are by a signature instead of a shared secret (private_key_jwt).</summary>
internal static class ClientAssertion
{
    public static string Of(OidcProvider provider, string pem, string audience, DateTimeOffset now)
    {
        using var ec = pem.Contains("RSA", StringComparison.Ordinal) ? null : Ec(pem);
        using var rsa = ec is null ? RSA.Create() : null;
        rsa?.ImportFromPem(pem);
        SecurityKey key = ec is not null ? new ECDsaSecurityKey(ec) : new RsaSecurityKey(rsa);
        key.KeyId = provider.KeyId;
        key.CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false };
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = provider.ClientId,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.UtcDateTime.AddMinutes(1),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = provider.ClientId, ["jti"] = Guid.NewGuid().ToString("n") },
            SigningCredentials = new SigningCredentials(key, ec is not null ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>An EC key, or <c>null</c> when the PEM holds another kind.</summary>
    private static ECDsa? Ec(string pem)
    {
        var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(pem);
            return ec;
        }
        catch (CryptographicException)
        {
            ec.Dispose();
            return null;
        }
    }
}
