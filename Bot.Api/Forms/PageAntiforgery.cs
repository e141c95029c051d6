using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;

namespace Bot.Api.Forms;

/// <summary>Ties the framework's antiforgery token to the browser that the page was made for; elsewhere it adds nothing.</summary>
internal sealed class PageAntiforgery : IAntiforgeryAdditionalDataProvider
{
    private static readonly object Key = new();

    public static void Bind(HttpContext context, string browser) =>
        context.Items[Key] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(browser)).AsSpan(0, 16));

    public string GetAdditionalData(HttpContext context) => context.Items[Key] as string ?? "";

    public bool ValidateAdditionalData(HttpContext context, string additionalData) =>
        additionalData == GetAdditionalData(context);
}
