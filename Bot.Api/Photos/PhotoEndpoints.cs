using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Photos;

/// <summary>
/// Pictures for whoever has their address: LINE and its users' phones fetch them without any session, so the address is all that is asked for. It is either sealed
/// and good for a time (<see cref="PhotoAddresses"/>), or the id, which nobody can guess, of a copy that staff veiled and made public; both die with the picture.
/// </summary>
internal static class PhotoEndpoints
{
    public static void MapPhotos(this IEndpointRouteBuilder app)
    {
        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/{town}/picture/{token}", reading, (string town, string token, HttpContext context, Faces faces, PhotoAddresses addresses, Database database, Sealer sealer, TimeProvider clock) =>
            Give(town, context, faces, database, (tx, id) => Sealed(tx, sealer, id, addresses.Read(id, token, clock.GetUtcNow()), context.RequestAborted)));
        app.MapMethods("/{town}/photo/{id:guid}", reading, (string town, Guid id, HttpContext context, Faces faces, Database database, Sealer sealer) =>
            Give(town, context, faces, database, (tx, of) => PublishedPhotoTable.Read(tx, sealer, of, id, context.RequestAborted)));
        app.MapMethods("/{town}/photo/{id:guid}/small", reading, (string town, Guid id, HttpContext context, Faces faces, Database database, Sealer sealer) =>
            Give(town, context, faces, database, (tx, of) => PublishedPhotoTable.ReadSmall(tx, sealer, of, id, context.RequestAborted)));
    }

    /// <summary>What is unknown, over, taken back or of another town is answered alike.</summary>
    private static async Task<IResult> Give(string town, HttpContext context, Faces faces, Database database, Func<NpgsqlTransaction, TownId, Task<StoredPhoto?>> read)
    {
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        var photo = faces.Find(town) is { Look.Id: var id } ? await database.ReadInTown(id, tx => read(tx, id), context.RequestAborted) : null;
        return PhotoAnswer.Of(context, photo, mayEmbed: true);
    }

    private static async Task<StoredPhoto?> Sealed(NpgsqlTransaction tx, Sealer sealer, TownId town, ShownPhoto? shown, CancellationToken stop) => shown switch
    {
        // LINE draws pictures in bubbles up to 1,024 pixels wide.
        ShownPhoto.Published(var publicId) => await PublishedPhotoTable.ReadSmall(tx, sealer, town, publicId, stop),
        ShownPhoto.Small(var content) => await PhotoTable.ReadThumbnail(tx, sealer, town, content, stop) ?? await PhotoTable.Read(tx, sealer, town, content, stop),
        ShownPhoto.Whole(var content) => await PhotoTable.Read(tx, sealer, town, content, stop),
        _ => null,
    };
}
