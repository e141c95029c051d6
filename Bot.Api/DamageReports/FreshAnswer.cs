using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.DamageReports;

/// <summary>Answers that hold nothing about anybody: whoever passes them on may keep them for a minute, and who has the same already gets nothing again.</summary>
internal static class FreshAnswer
{
    private const string Kept = "public, max-age=60";

    /// <summary>A page. Its parameters come from an anonymous object.</summary>
    /// <param name="policy">What the page may load.</param>
    public static async Task<IResult> Page<TPage>(HttpContext context, object with, string policy)
        where TPage : IComponent
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (System.ComponentModel.PropertyDescriptor property in System.ComponentModel.TypeDescriptor.GetProperties(with))
        {
            parameters[property.Name] = property.GetValue(with);
        }

        await using var renderer = new HtmlRenderer(context.RequestServices, context.RequestServices.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        context.Response.Headers.ContentSecurityPolicy = policy;
        return Of(context, System.Text.Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");
    }

    /// <summary>Data, which programs of others may read from their own pages.</summary>
    public static IResult Data(HttpContext context, byte[] body, string type)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return Of(context, body, type);
    }

    private static FileContentHttpResult Of(HttpContext context, byte[] body, string type)
    {
        context.Response.Headers.CacheControl = Kept;
        context.Response.Headers.Vary = "Accept-Language";
        return TypedResults.Bytes(body, type, entityTag: new($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\""));
    }
}
