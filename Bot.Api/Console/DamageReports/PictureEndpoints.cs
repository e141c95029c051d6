using Bot.Api.Photos;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.DamageReports;

/// <summary>The pictures of a case: looking at one, veiling it by hand, making the veiled copy public and taking it back.</summary>
internal static class PictureEndpoints
{
    private const string Path = $"/{CaseLists.Path}/{{id:guid}}/pictures/{{picture:guid}}";

    public static void MapPictures(this RouteGroupBuilder console)
    {
        console.MapGet(Path, Original).Needs(Rights.DamageReportsSee).WithMetadata(new ShutOff());
        console.MapGet($"{Path}/published", Published).Needs(Rights.DamageReportsSee).WithMetadata(new ShutOff());
        console.MapGet($"{Path}/veil", Show).Needs(Rights.DamageReportsChange);
        console.MapPost($"{Path}/veil", Veiled).Needs(Rights.DamageReportsChange);
        console.MapPost($"{Path}/withdraw", Withdraw).Needs(Rights.DamageReportsChange);
        console.MapPost($"{Path}/remove", Remove).Needs(Rights.DamageReportsChange);
    }

    /// <param name="small">Anything: the thumbnail, as long as there is one.</param>
    private static async Task<IResult> Original(Visit visit, Guid id, Guid picture, string? small, CasePages pages) =>
        await pages.Picture(visit, id, picture) is var (found, _, one) && await pages.Read(visit, found, one, small is not null) is { } photo
            ? PhotoAnswer.Of(visit.Http, photo)
            : visit.NotFound();

    private static async Task<IResult> Published(Visit visit, Guid id, Guid picture, CasePages pages, Database database, Sealer sealer) =>
        await pages.Picture(visit, id, picture) is (_, _, { Public: { } shown })
        && await database.ReadInTown(visit.TownId, tx => PublishedPhotoTable.ReadSmall(tx, sealer, visit.TownId, shown.PublicId, visit.Stop), visit.Stop) is { } photo
            ? PhotoAnswer.Of(visit.Http, photo)
            : visit.NotFound();

    private static async Task<IResult> Show(Visit visit, Guid id, Guid picture, CasePages pages) =>
        await pages.Picture(visit, id, picture) is var (found, _, one)
            ? visit.Page<VeilPage>(new { Case = found, Picture = one, Rows = VeilRows.Blank(VeilRows.First) })
            : visit.NotFound();

    private static async Task<IResult> Veiled(Visit visit, Guid id, Guid picture, CasePages pages, Database database, DamageReportsModule service, PictureVeil veil, Sealer sealer)
    {
        if (await pages.Picture(visit, id, picture) is not var (found, _, one))
        {
            return visit.NotFound();
        }

        var rows = VeilRows.Read(visit);
        if (visit.Field("do") == "more")
        {
            return visit.Page<VeilPage>(new { Case = found, Picture = one, Rows = (Items<VeilRow>)[.. rows, .. VeilRows.Blank(Math.Clamp(VeilRows.Most - rows.Count, 0, VeilRows.First))] });
        }

        var (boxes, wrong) = VeilRows.Parse(rows);
        if (wrong is not null)
        {
            return Again(wrong);
        }

        var publishes = visit.Field("do") == "publish";
        if (publishes && !visit.Has("looked"))
        {
            return Again("人の顔、車のナンバー、表札などが写っていないか、隠したことを確かめて、印を付けてください。");
        }

        var original = await pages.Read(visit, found, one, small: false);
        if (original is null || await veil.Blur(original, boxes, visit.Stop) is not { } copy)
        {
            return Again("いま写真を処理できません。少し待ってから、もう一度押してください。");
        }

        if (!publishes)
        {
            return visit.Page<VeilPage>(new { Case = found, Picture = one, Rows = rows, Preview = $"data:image/jpeg;base64,{Convert.ToBase64String(copy.Small.Span)}" });
        }

        var shown = await database.InTown(visit.TownId, async tx =>
        {
            var made = await PublishedPhotoTable.Publish(tx, sealer, visit.TownId, one.ContentId, copy, visit.Actor, visit.Now, visit.Stop);
            if (made is { } publicId)
            {
                await service.Work.Published(tx, found, publicId, one.ContentId, visit.Actor, visit.Stop);
            }

            return made;
        }, visit.Stop);
        return shown is null ? visit.NotFound() : visit.Go(DamageShown.Path(found.Id), "写真を公開用にしました。「完了にする」ときに、通報した人へ送る写真として選べます。");

        IResult Again(string why) => visit.Refuse<VeilPage>(new { Case = found, Picture = one, Rows = rows, Wrong = why });
    }

    private static async Task<IResult> Withdraw(Visit visit, Guid id, Guid picture, CasePages pages, Database database, DamageReportsModule service)
    {
        if (await pages.Picture(visit, id, picture) is not var (found, _, one))
        {
            return visit.NotFound();
        }

        await database.InTown(visit.TownId, async tx =>
        {
            if (await PublishedPhotoTable.Withdraw(tx, visit.TownId, one.ContentId, visit.Actor, visit.Now, visit.Stop))
            {
                await service.Work.Published(tx, found, publicId: null, one.ContentId, visit.Actor, visit.Stop);
            }
        }, visit.Stop);
        return visit.Go(DamageShown.Path(found.Id), "写真の公開をやめました。LINEで送ったものは、受け取った人の画面に残ることがあります。");
    }

    /// <summary>Staff's own only: what residents sent is theirs to take back.</summary>
    private static async Task<IResult> Remove(Visit visit, Guid id, Guid picture, CasePages pages, Database database, DamageReportsModule service)
    {
        if (await pages.Picture(visit, id, picture) is not (var found, _, { Work: { } work }))
        {
            return visit.NotFound();
        }

        await database.InTown(visit.TownId, tx => service.Work.Remove(tx, found, work, visit.Actor, visit.Stop), visit.Stop);
        return visit.Go(DamageShown.Path(found.Id), "写真を消しました。");
    }
}
