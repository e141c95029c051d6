using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bot.Api.Forms;

/// <summary>
/// What a browser posted, each field once. Read by ourselves since the framework lets bytes that are no text pass as other text.
/// </summary>
internal abstract record FormPost
{
    private FormPost() { }

    public sealed record Read(IReadOnlyDictionary<string, string> Fields) : FormPost;

    /// <param name="Status">413 for what is too large, 415 for what is no form, 400 for what is broken.</param>
    public sealed record Refused(int Status) : FormPost;

    /// <summary>Far above any honest page.</summary>
    private const int MostBytes = 64 * 1024;

    private const int MostFields = 60;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="mayRepeat">Whether a field may come several times; its values then stand under each other.</param>
    public static async Task<FormPost> From(HttpContext context, CancellationToken stop, bool mayRepeat = false)
    {
        if (context.Request.ContentLength > MostBytes)
        {
            return new Refused(StatusCodes.Status413PayloadTooLarge);
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return new Refused(StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, stop);
            if (Parse(body.GetBuffer().AsSpan(0, (int)body.Length), mayRepeat) is not { } fields)
            {
                return new Refused(StatusCodes.Status400BadRequest);
            }

            // The framework's antiforgery reads the form from here.
            context.Features.Set<IFormFeature>(new FormFeature(
                new FormCollection(fields.ToDictionary(f => f.Key, f => new StringValues(f.Value), StringComparer.Ordinal))));
            return new Read(fields);
        }
        catch (BadHttpRequestException refused)
        {
            return new Refused(refused.StatusCode);
        }
    }

    private static Dictionary<string, string>? Parse(ReadOnlySpan<byte> body, bool mayRepeat)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var range in body.Split((byte)'&'))
            {
                var field = body[range];
                var equals = field.IndexOf((byte)'=');
                if (equals < 0 || fields.Count == MostFields)
                {
                    return null;
                }

                var (name, value) = (Text(field[..equals]), Text(field[(equals + 1)..]));
                if (!fields.TryAdd(name, value))
                {
                    if (!mayRepeat)
                    {
                        return null;
                    }

                    fields[name] = $"{fields[name]}\n{value}";
                }
            }
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return fields;
    }

    private static string Text(ReadOnlySpan<byte> encoded) => Strict.GetString(WebUtility.UrlDecodeToBytes(encoded.ToArray(), 0, encoded.Length));
}
