using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>Takes the files that staff put with a letter while writing it. What a file is, its first bytes say; its name and what the browser calls it count for nothing.</summary>
internal sealed class LetterUploads(Database database, Sealer sealer, PictureCleaner cleaner)
{
    /// <summary>So that even ten files of the largest size are answered in words.</summary>
    public const long MostPosted = ((long)LetterFile.Most * LetterFile.MostBytes) + (1024 * 1024);

    /// <summary>Takes away what was to be removed and adds what was chosen.</summary>
    /// <returns>What could not be taken, in words; the other files are kept.</returns>
    public async Task<IReadOnlyList<string>> Take(Visit visit, School school, Guid letter)
    {
        foreach (var id in visit.Fields("remove").Select(f => Guid.TryParseExact(f, "n", out var file) ? file : Guid.Empty))
        {
            await database.InTown(visit.TownId, tx => LetterFileTable.Remove(tx, visit.TownId, school.Code, letter, id, visit.Stop), visit.Stop);
        }

        var chosen = visit.Http.Request.HasFormContentType ? visit.Http.Request.Form.Files.GetFiles("files").Where(f => f.Length > 0).ToList() : [];
        var wrong = new List<string>();
        foreach (var (n, file) in chosen.Index())
        {
            if (await Take(visit, school, letter, n, file) is { } why)
            {
                wrong.Add(why);
            }
        }

        return wrong;
    }

    private async Task<string?> Take(Visit visit, School school, Guid letter, int n, IFormFile file)
    {
        var name = LetterFile.Cleaned(file.FileName, isPdf: false);
        if (file.Length > LetterFile.MostBytes)
        {
            return $"「{name}」は大きすぎます。1つ{LetterFile.MostBytes / 1024 / 1024}MBまでです。";
        }

        var there = await database.ReadInTown(visit.TownId, tx => LetterFileTable.Of(tx, sealer, visit.TownId, school.Code, letter, visit.Stop), visit.Stop);
        if (there.Count >= LetterFile.Most)
        {
            return $"「{name}」は付けられません。ファイルは{LetterFile.Most}個までです。";
        }

        if (there.Sum(f => (long)f.Size) + file.Length > LetterFile.MostTogether)
        {
            return $"「{name}」は付けられません。ファイルは合わせて{LetterFile.MostTogether / 1024 / 1024}MBまでです。";
        }

        var bytes = new byte[file.Length];
        await using (var from = file.OpenReadStream())
        {
            await from.ReadExactlyAsync(bytes, visit.Stop);
        }

        var (made, trouble) = await Made(Guid.CreateVersion7(visit.Now.AddMilliseconds(n)), file.FileName, bytes, visit.Stop);
        return made is null ? $"「{name}」：{trouble}"
            : await database.InTown(visit.TownId, tx => LetterFileTable.Add(tx, sealer, visit.TownId, letter, school.Code, made, visit.Actor, visit.Now, visit.Stop), visit.Stop) ? null
            : $"「{name}」は付けられません。このお知らせは、もう送られています。";
    }

    private async Task<(NewLetterFile? Made, string Trouble)> Made(Guid id, string name, byte[] bytes, CancellationToken stop)
    {
        if (bytes.AsSpan().StartsWith("%PDF-"u8))
        {
            return (new NewLetterFile(new LetterFile(id, LetterFile.Cleaned(name, isPdf: true), LetterFile.Pdf, bytes.Length), bytes, Small: null), "");
        }

        return await cleaner.Clean(bytes, stop) switch
        {
            PictureArrival.Arrived(var picture) => (
                new NewLetterFile(new LetterFile(id, LetterFile.Cleaned(name, isPdf: false), picture.ContentType, picture.Bytes.Length), picture.Bytes, picture.Thumbnail), ""),
            PictureArrival.Lost(PictureLoss.TooManyPixels) => (null, "写真の画素の数が多すぎます。小さくしてから付けてください。"),
            PictureArrival.Lost(PictureLoss.NotAPicture) => (null, "PDFか写真（JPEG・PNG・WebP・HEIC）ではないか、壊れています。WordやExcelの文書は、PDFにしてから付けてください。"),
            PictureArrival.Lost => (null, "この写真は読み取れませんでした。"),
            _ => (null, "いま写真を処理できません。少し待ってから、もう一度付けてください。"),
        };
    }
}
