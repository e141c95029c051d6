using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Retention;
using Bot.Tests.House;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>Where pictures rest: sealed, with their small and public copies, and gone with all of them.</summary>
public sealed class PhotoTableTests
{
    private static readonly TownId Town = new("hoshimi");
    private static readonly CitizenId Resident = new("U0000000000000000000000000000000a");
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);
    private static readonly Actor Clerk = new("staff", "0123", "hoshimi");
    private static readonly Picture Sample = new(PictureKind.Jpeg, 2, 1, "whole picture of nobody"u8.ToArray(), "small picture of nobody"u8.ToArray());
    private static readonly VeiledPicture Veiled = new("public picture of nobody"u8.ToArray(), "tiny picture of nobody"u8.ToArray());

    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Open() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask Close() => _db.DisposeAsync();

    [Test]
    public async Task A_picture_and_its_thumbnail_rest_under_seal_and_open_in_their_place_alone()
    {
        await In(tx => PhotoTable.Add(tx, _db.Sealer, Town, "a1", Resident, Sample, Now, default));
        (await In(tx => PhotoTable.Read(tx, _db.Sealer, Town, "a1", default))).ShouldNotBeNull().Picture.ShouldBe(Sample.Bytes.ToArray());
        (await In(tx => PhotoTable.ReadThumbnail(tx, _db.Sealer, Town, "a1", default))).ShouldNotBeNull().Picture.ShouldBe(Sample.Thumbnail.ToArray());
        (await In(tx => PublishedPhotoTable.Publish(tx, _db.Sealer, Town, "a1", Veiled, Clerk, Now, default))).ShouldNotBeNull();
        foreach (var column in (byte[][])[.. await _db.Peek<byte[]>("select picture from photo union all select thumbnail from photo where thumbnail is not null union all select picture from photo_published union all select small from photo_published")])
        {
            column.AsSpan().IndexOf("picture of nobody"u8).ShouldBe(-1);
        }

        await _db.Peek<int>("update photo set thumbnail = picture where content_id = 'a1'");
        await Should.ThrowAsync<Infrastructure.Sealing.SealBrokenException>(() => In(tx => PhotoTable.ReadThumbnail(tx, _db.Sealer, Town, "a1", default)));
    }

    [Test]
    public async Task Staff_read_how_each_picture_stands_and_why()
    {
        await In(tx => PhotoTable.Add(tx, _db.Sealer, Town, "b1", Resident, Sample, Now, default));
        await In(tx => PhotoTable.Lose(tx, Town, "b2", Resident, PictureLoss.Unreadable, Now, default));
        await In(tx => PhotoTable.Erase(tx, Town, "b3", Now, default));
        (await In(tx => PhotoTable.Standings(tx, Town, ["b4", "b3", "b2", "b1"], default))).ShouldBe(
            [new(PhotoState.Waiting), new(PhotoState.Erased), new(PhotoState.Lost, PictureLoss.Unreadable), new(PhotoState.Here)]);
        (await In(tx => PhotoTable.Read(tx, _db.Sealer, Town, "b2", default))).ShouldBeNull();

        await In(tx => PhotoTable.Lose(tx, Town, "b1", Resident, PictureLoss.NotFound, Now, default));
        await In(tx => PhotoTable.Add(tx, _db.Sealer, Town, "b2", Resident, Sample, Now, default));
        (await In(tx => PhotoTable.Standings(tx, Town, ["b1", "b2"], default))).ShouldAllBe(s => s.State == PhotoState.Here, "what is there is not lost again, and what was lost may still be found");
    }

    [Test]
    public async Task Taken_back_before_it_came_it_never_comes_and_after_it_takes_all_copies_along()
    {
        await In(tx => PhotoTable.Erase(tx, Town, "c1", Now, default));
        await In(tx => PhotoTable.Add(tx, _db.Sealer, Town, "c1", Resident, Sample, Now, default));
        await In(tx => PhotoTable.Lose(tx, Town, "c1", Resident, PictureLoss.NotFound, Now, default));
        (await In(tx => PhotoTable.Standings(tx, Town, ["c1"], default))).ShouldBe([new(PhotoState.Erased)]);

        await In(tx => PhotoTable.Add(tx, _db.Sealer, Town, "c2", Resident, Sample, Now, default));
        var open = (await In(tx => PublishedPhotoTable.Publish(tx, _db.Sealer, Town, "c2", Veiled, Clerk, Now, default))).ShouldNotBeNull();
        (await In(tx => PublishedPhotoTable.Read(tx, _db.Sealer, Town, open, default))).ShouldNotBeNull().Picture.ShouldBe(Veiled.Bytes.ToArray());
        await In(tx => PhotoTable.Erase(tx, Town, "c2", Now, default));
        (await In(tx => PublishedPhotoTable.Read(tx, _db.Sealer, Town, open, default))).ShouldBeNull();
        (await _db.Peek<long>("select count(*) from photo where content_id in ('c1', 'c2') and (length(picture) > 0 or thumbnail is not null)")).ShouldBe([0]);
        (await _db.Peek<long>("select count(*) from photo_published where content_id = 'c2'")).ShouldBe([0]);
        (await In(tx => PublishedPhotoTable.Publish(tx, _db.Sealer, Town, "c2", Veiled, Clerk, Now, default))).ShouldBeNull("nothing is made public that was taken back");
    }

    [Test]
    public async Task Who_published_and_when_is_kept_and_a_new_copy_kills_the_old_address()
    {
        await In(tx => PhotoTable.Add(tx, _db.Sealer, Town, "d1", Resident, Sample, Now, default));
        var first = (await In(tx => PublishedPhotoTable.Publish(tx, _db.Sealer, Town, "d1", Veiled, Clerk, Now, default))).ShouldNotBeNull();
        var second = (await In(tx => PublishedPhotoTable.Publish(tx, _db.Sealer, Town, "d1", Veiled, Clerk with { Id = "4567" }, Now.AddHours(1), default))).ShouldNotBeNull();
        first.ShouldNotBe(second);
        (await In(tx => PublishedPhotoTable.Read(tx, _db.Sealer, Town, first, default))).ShouldBeNull();
        (await In(tx => PublishedPhotoTable.Of(tx, Town, "d1", default))).ShouldBe(new Publication(second, "4567", "hoshimi", Now.AddHours(1)));
        (await In(tx => PublishedPhotoTable.Withdraw(tx, Town, "d1", Clerk, Now.AddHours(2), default))).ShouldBeTrue();
        (await In(tx => PublishedPhotoTable.Withdraw(tx, Town, "d1", Clerk, Now.AddHours(2), default))).ShouldBeFalse();
        (await In(tx => PublishedPhotoTable.Read(tx, _db.Sealer, Town, second, default))).ShouldBeNull();
        (await In(tx => PhotoTable.Read(tx, _db.Sealer, Town, "d1", default))).ShouldNotBeNull("the original stays");
        (await _db.Peek<string>("select action from audit_entry where subjects @> array['photo/d1'] order by seq")).ShouldBe(["photo.publish/done", "photo.publish/done", "photo.withdraw/done"]);
    }

    [Test]
    public async Task What_an_older_version_erased_shows_nowhere_and_is_swept_up()
    {
        await In(tx => PhotoTable.Add(tx, _db.Sealer, Town, "e1", Resident, Sample, Now, default));
        var open = (await In(tx => PublishedPhotoTable.Publish(tx, _db.Sealer, Town, "e1", Veiled, Clerk, Now, default))).ShouldNotBeNull();
        await _db.Peek<int>("update photo set picture = ''::bytea, erased_at = now() where content_id = 'e1'");
        (await In(tx => PublishedPhotoTable.Read(tx, _db.Sealer, Town, open, default))).ShouldBeNull();
        (await In(tx => PhotoTable.ReadThumbnail(tx, _db.Sealer, Town, "e1", default))).ShouldBeNull();
        await In(tx => ErasureTable.Photos(tx, Town, Now.AddYears(-1), 10, default));
        (await _db.Peek<long>("select count(*) from photo where content_id = 'e1' and thumbnail is not null")).ShouldBe([0]);
        (await _db.Peek<long>("select count(*) from photo_published where content_id = 'e1'")).ShouldBe([0]);
    }

    /// <summary>There are several places where pictures are erased, and one forgotten copy would be enough.</summary>
    [Test]
    public void Whatever_empties_a_picture_empties_its_copies()
    {
        var places = Sources.All.Where(f => f.Contains("/Bot.Infrastructure/", StringComparison.Ordinal)).Select(f => (File: f, Text: File.ReadAllText(f)))
            .Where(p => p.Text.Contains("set picture = ''", StringComparison.Ordinal)).ToList();
        places.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var (file, text) in places)
        {
            text.Split("set picture = ''").Length.ShouldBe(text.Split("set picture = ''::bytea, thumbnail = null").Length, file);
            text.ShouldContain("delete from photo_published", customMessage: file);
        }
    }

    private Task<T> In<T>(Func<Npgsql.NpgsqlTransaction, Task<T>> work) => _db.Database.InTown(Town, work, default);

    private Task In(Func<Npgsql.NpgsqlTransaction, Task> work) => _db.Database.InTown(Town, work, default);
}
