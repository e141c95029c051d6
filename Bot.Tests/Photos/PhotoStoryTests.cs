using System.Text.Json.Nodes;
using Bot.Infrastructure.Photos;
using Bot.Simulator.Line;
using Bot.Tests.Story;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>Photos from the talk to the table in the whole house: whatever is sent, the talk goes on, and each ends with a picture or with the reason why there is none.</summary>
[TestFixture]
internal sealed class PhotoStoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private StoryHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await StoryHost.Start();

    [OneTimeTearDown]
    public async Task Close() => await _host.DisposeAsync();

    [Test]
    [CancelAfter(180_000)]
    public async Task Ten_at_once_and_out_of_order_one_of_which_LINE_never_has_ready()
    {
        var hanako = await AtThePhotoQuestion("hanako");
        _host.Line.PreparePhotosAfter(1000);
        var stuck = hanako.DraftPhotos((PictureStudio.Draw("jpg", 64, 32), "image/jpeg"))[0];
        _host.Line.PreparePhotosAfter(1);
        var others = hanako.DraftPhotos([.. Enumerable.Range(1, 9).Select(n => (PictureStudio.Draw("jpg", 64 + (8 * n), 32), "image/jpeg"))]);
        await hanako.Town.Send(stuck);
        await Task.WhenAll(others.Reverse().Chunk(3).Select(together => hanako.Town.Send(together)));
        // A talk takes five; the rest is not asked for.
        var ids = await Asked(hanako, 5);
        ids.ShouldContain(Id(stuck));
        await StoryHost.Until(async () => (await Standings(ids)).Count(s => s.State == PhotoState.Here) == 4, "one that is not ready held up the others", seconds: 40);
        (await Standings([Id(stuck)])).Single().State.ShouldBe(PhotoState.Waiting);
        foreach (var (photo, n) in others.Select((o, n) => (o, n)).Where(o => ids.Contains(Id(o.o))))
        {
            var kept = (await _host.Database.Database.InTown(new("hoshimi"), tx => PhotoTable.Read(tx, _host.Database.Sealer, new("hoshimi"), Id(photo), default), default)).ShouldNotBeNull();
            PictureHead.Read(kept.Picture)!.Value.Width.ShouldBe(64 + (8 * (n + 1)), "each stands under its own message");
        }

        await hanako.Says("000-0101");
        await Hears(hanako, "収集日");
        await hanako.Unsends(Id(stuck));
        await hanako.Unsends(ids.First(i => i != Id(stuck)));
        await StoryHost.Until(async () => (await Standings(ids)).Count(s => s.State == PhotoState.Erased) == 2, "what was taken back stayed");
        (await _host.Database.Peek<long>("select count(*) from photo where erased_at is not null and (length(picture) > 0 or thumbnail is not null)")).ShouldBe([0]);
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task Whatever_is_sent_the_talk_goes_on_and_each_photo_comes_to_an_end()
    {
        var taro = await AtThePhotoQuestion("taro");
        _host.Line.PreparePhotosAfter(0);
        (byte[] Bytes, string Type, PhotoStanding Comes)[] all =
        [
            (PictureStudio.Write(PictureStudio.Draw("heic"), "heic", "-EXIF:GPSLatitude=35.6591"), "image/heic", new(PhotoState.Here)),
            (PictureStudio.Write(PictureStudio.Draw("png"), "png", "-PNG:Comment=35.6591N 139.7037E"), "image/jpeg", new(PhotoState.Here)),
            (PictureSamples.PackedPng(9000, 9000, 9000L * 27001), "image/png", new(PhotoState.Lost, PictureLoss.TooManyPixels)),
            ("<svg onload=alert(1)>"u8.ToArray(), "image/jpeg", new(PhotoState.Lost, PictureLoss.NotAPicture)),
            ([], "image/jpeg", new(PhotoState.Waiting)),
        ];
        var drafts = taro.DraftPhotos([.. all.Select(a => (a.Bytes, a.Type))]);
        foreach (var draft in drafts)
        {
            await taro.Town.Send(draft);
        }

        string[] ids = [.. drafts.Select(Id)];
        await StoryHost.Until(async () => (await Standings(ids)).SequenceEqual(all.Select(a => a.Comes)), "a photo came to no end", seconds: 60);
        await taro.Says("000-0101");
        await Hears(taro, "収集日");
        foreach (var bytes in (byte[][])[.. await Kept(ids[0]), .. await Kept(ids[1])])
        {
            PictureStudio.Left(bytes).ShouldBeEmpty();
        }
    }

    /// <summary>The picture and its thumbnail.</summary>
    private async Task<IReadOnlyList<byte[]>> Kept(string id) => await _host.Database.Database.InTown<IReadOnlyList<byte[]>>(new("hoshimi"), async tx =>
    [
        (await PhotoTable.Read(tx, _host.Database.Sealer, new("hoshimi"), id, default))!.Picture,
        (await PhotoTable.ReadThumbnail(tx, _host.Database.Sealer, new("hoshimi"), id, default))!.Picture,
    ], default);

    private Task<IReadOnlyList<PhotoStanding>> Standings(IReadOnlyList<string> ids) =>
        _host.Database.Database.ReadInTown(new("hoshimi"), tx => PhotoTable.Standings(tx, new("hoshimi"), ids, default), default);

    /// <summary>The photos that the bot asks LINE for, as soon as there are so many.</summary>
    private async Task<IReadOnlyList<string>> Asked(Resident resident, int count)
    {
        IReadOnlyList<string> ids = [];
        await StoryHost.Until(async () =>
        {
            var rows = await _host.Database.Peek<string>(
                """
                select convert_from(body, 'UTF8')::jsonb->>'message' from outbox where kind = 'line.content' and sent_at is null
                union select content_id from photo where citizen_id = @UserId
                """, new { resident.UserId });
            return (ids = rows).Count >= count;
        }, "the photos were not asked for", seconds: 40);
        ids.Count.ShouldBe(count);
        return ids;
    }

    private async Task<Resident> AtThePhotoQuestion(string who)
    {
        var resident = _host.Line.Town("hoshimi").Resident(who);
        await resident.AddsFriend();
        foreach (var (says, hears) in ((string, string)[])
            [("粗大ごみ", "捨てたい物の名前"), ("古い木の道具", "わからない"), ("わからない", "いくつ"), ("1", "これで全部"), ("これで全部", "写真を送ってください")])
        {
            var heard = resident.Talk.Last;
            await resident.Says(says);
            await Hears(resident, hears, heard);
        }

        return resident;
    }

    private static Task<TalkEntry> Hears(Resident resident, string words, int after = 0) =>
        resident.Talk.Next(e => e.Author == Author.Bot && ($"{e.Text}{e.Message?.ToJsonString(Readable)}").Contains(words, StringComparison.Ordinal), after, Patience);

    private static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Id(JsonObject photo) => (string)photo["message"]!["id"]!;
}
