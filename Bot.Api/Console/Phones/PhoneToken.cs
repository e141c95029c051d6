using Microsoft.AspNetCore.Antiforgery;

namespace Bot.Api.Console.Phones;

/// <summary>What a post of a phone's script must carry to be believed.</summary>
/// <param name="Name">Of the form's field.</param>
public sealed record PhoneToken(string Name, string Value)
{
    public static PhoneToken Of(HttpContext http, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(http);
        return new PhoneToken(tokens.FormFieldName, tokens.RequestToken!);
    }
}
