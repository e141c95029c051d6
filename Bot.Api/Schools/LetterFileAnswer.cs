using Bot.Api.Photos;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Photos;
using Microsoft.Net.Http.Headers;

namespace Bot.Api.Schools;

/// <summary>How a letter's file leaves the house: a photo as photos do, a document as a download that may do nothing by itself and that nobody keeps on the way.</summary>
internal static class LetterFileAnswer
{
    /// <param name="content"><c>null</c> when it is not there, or not for this reader.</param>
    public static IResult Of(HttpContext context, LetterFile? file, byte[]? content)
    {
        if (file is null || content is null)
        {
            return TypedResults.NotFound();
        }

        if (file.IsPhoto)
        {
            return PhotoAnswer.Of(context, new StoredPhoto(file.MediaType, content));
        }

        var name = new ContentDispositionHeaderValue("attachment");
        name.SetHttpFileName(file.Name);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        headers.CacheControl = "no-store, private";
        headers.ContentDisposition = name.ToString();
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return TypedResults.Bytes(content, LetterFile.Pdf);
    }

    /// <summary>The small picture that stands for a photo on a page.</summary>
    public static IResult Small(HttpContext context, byte[]? small) => PhotoAnswer.Of(context, small is null ? null : new StoredPhoto("image/jpeg", small));
}
