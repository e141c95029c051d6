using Bot.Infrastructure.Photos;

namespace Bot.Api.Photos;

/// <summary>
/// The one way in which a picture leaves the house: as exactly what it is, shut off from everything around it, kept by nobody on the way, and under a name that
/// says nothing. The caller has seen that whoever asks may see it.
/// </summary>
internal static class PhotoAnswer
{
    /// <param name="photo"><c>null</c> for one that is not there, or not for this reader: the answer is the same.</param>
    /// <param name="mayEmbed">Whether a page of somebody else, such as LINE on a computer, may show it.</param>
    public static IResult Of(HttpContext context, StoredPhoto? photo, bool mayEmbed = false)
    {
        var ending = photo?.MediaType switch { "image/jpeg" => "jpg", "image/png" => "png", _ => null };
        if (photo is null || ending is null)
        {
            return TypedResults.NotFound();
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        headers.CacheControl = "no-store, private";
        headers.ContentDisposition = $"inline; filename=\"photo.{ending}\"";
        headers["Cross-Origin-Resource-Policy"] = mayEmbed ? "cross-origin" : "same-origin";
        return TypedResults.Bytes(photo.Picture, photo.MediaType);
    }
}
