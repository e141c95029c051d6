using Bot.Api.Forms;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Photos;

/// <summary>
/// Pictures that staff have veiled and made public, under addresses that nobody can guess and that die when the copy is taken back. LINE and its users'
/// phones fetch them without any session, so the address is all that is asked for.
/// </summary>
internal static class PublicPhotoEndpoints
{
    public static void MapPublicPhotos(this IEndpointRouteBuilder app)
    {
        string[] reading = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/{town}/photo/{id:guid}", reading, (string town, Guid id, HttpContext context, Faces faces, Database database, Sealer sealer) =>
            Give(town, id, small: false, context, faces, database, sealer));
        app.MapMethods("/{town}/photo/{id:guid}/small", reading, (string town, Guid id, HttpContext context, Faces faces, Database database, Sealer sealer) =>
            Give(town, id, small: true, context, faces, database, sealer));
    }

    private static async Task<IResult> Give(string town, Guid id, bool small, HttpContext context, Faces faces, Database database, Sealer sealer)
    {
        var stop = context.RequestAborted;
        var photo = faces.Find(town) is not { } face ? null : await database.ReadInTown(
            face.Look.Id,
            tx => small ? PublishedPhotoTable.ReadSmall(tx, sealer, face.Look.Id, id, stop) : PublishedPhotoTable.Read(tx, sealer, face.Look.Id, id, stop),
            stop);
        return PhotoAnswer.Of(context, photo, mayEmbed: true);
    }
}
