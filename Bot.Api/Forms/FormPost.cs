using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Bot.Api.Forms;

/// <summary>What a browser posted, each field once.</summary>
internal abstract record FormPost
{
    private FormPost() { }

    public sealed record Read(IReadOnlyDictionary<string, string> Fields) : FormPost;

    /// <param name="Status">413 for what is too large, 415 for what is no form, 400 for what is broken.</param>
    public sealed record Refused(int Status) : FormPost;

    /// <summary>Far above any honest page.</summary>
    private const int MostBytes = 64 * 1024;

    private static readonly FormOptions Limits = new() { BufferBody = false, ValueCountLimit = 60, KeyLengthLimit = 200, ValueLengthLimit = 40_000 };

    public static async Task<FormPost> From(HttpContext context, CancellationToken stop)
    {
        var request = context.Request;
        if (request.ContentLength > MostBytes)
        {
            return new Refused(StatusCodes.Status413PayloadTooLarge);
        }

        if (request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is not true)
        {
            return new Refused(StatusCodes.Status415UnsupportedMediaType);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        try
        {
            var form = await request.ReadFormAsync(Limits, stop);
            return form.All(f => f.Value.Count == 1)
                ? new Read(form.ToDictionary(f => f.Key, f => Only(f.Value), StringComparer.Ordinal))
                : new Refused(StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException refused)
        {
            return new Refused(refused.StatusCode);
        }
        catch (InvalidDataException)
        {
            return new Refused(StatusCodes.Status400BadRequest);
        }
    }

    private static string Only(StringValues values) => values[0] ?? "";
}
