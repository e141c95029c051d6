using Bot.Api.Forms;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Photos;

/// <summary>Pictures in messages: LINE fetches them from here, by addresses that <see cref="PhotoAddresses"/> made.</summary>
internal static class PhotoEndpoints
{
    public static void MapPhotos(this IEndpointRouteBuilder app) => app.MapMethods("/{town}/picture/{token}", [HttpMethods.Get, HttpMethods.Head], Show);

    /// <summary>What is unknown, over, taken back or of another town is answered alike.</summary>
    private static async Task<IResult> Show(string town, string token, HttpContext context, Faces faces, PhotoAddresses addresses, Database database, Sealer sealer, TimeProvider clock)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        if (faces.Find(town) is not { Look.Id: var id } || addresses.Read(id, token, clock.GetUtcNow()) is not { } shown)
        {
            return TypedResults.NotFound();
        }

        var stop = context.RequestAborted;
        var photo = await database.ReadInTown(id, async tx => shown switch
        {
            // LINE draws pictures in bubbles up to 1,024 pixels wide.
            ShownPhoto.Published(var publicId) => await PublishedPhotoTable.ReadSmall(tx, sealer, id, publicId, stop),
            ShownPhoto.Small(var content) => await PhotoTable.ReadThumbnail(tx, sealer, id, content, stop) ?? await PhotoTable.Read(tx, sealer, id, content, stop),
            ShownPhoto.Whole(var content) => await PhotoTable.Read(tx, sealer, id, content, stop),
            _ => null,
        }, stop);
        return PhotoAnswer.Of(context, photo, mayEmbed: true);
    }
}
