using System.Text;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>Pictures follow a case into the next town: its own copies, drawn anew, tried again after a failure, and called back with the original.</summary>
[TestFixture]
internal sealed class PhotoHandOverTests
{
    private DamageRig _rig = null!;
    private Queue<PictureArrival> _fails = null!;
    private List<string> _drawn = null!;
    private PhotoHandOver _photos = null!;

    [SetUp]
    public async Task Open()
    {
        _rig = await DamageRig.New();
        (_fails, _drawn) = (new(), []);
        _photos = new PhotoHandOver(_rig.Store.Database, _rig.Store.Sealer, Clean, _rig.Clock);
    }

    [TearDown]
    public async Task Close() => await _rig.DisposeAsync();

    /// <summary>Stands for the gate: says what it was given and gives something else, as drawing anew does.</summary>
    private Task<PictureArrival> Clean(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        lock (_drawn)
        {
            if (_fails.TryDequeue(out var fails))
            {
                return Task.FromResult(fails);
            }

            _drawn.Add(Encoding.UTF8.GetString(bytes.Span));
            return Task.FromResult<PictureArrival>(new PictureArrival.Arrived(Picture($"anew {_drawn[^1]}")));
        }
    }

    private static Picture Picture(string text) => new(PictureKind.Jpeg, 1, 1, Encoding.UTF8.GetBytes(text), "small"u8.ToArray());

    /// <summary>A case in Kawabe that was reported in Hoshimi with these pictures, which have come from LINE; the case there.</summary>
    private async Task<(Guid Given, Guid Taken)> Handed(params string[] photos)
    {
        var id = await _rig.Reported("pothole", DamageWorld.Yakubamae, photos: photos);
        foreach (var photo in photos)
        {
            await In(DamageRig.Hoshimi, tx => PhotoTable.Add(tx, _rig.Store.Sealer, DamageRig.Hoshimi, photo, DamageRig.Resident(1), Picture(photo), _rig.Clock.Now, default));
        }

        await _rig.Collects(DamageRig.Kawabe);
        return (id, (await _rig.Store.Peek<Guid>("select case_id from damage_case where town_id = 'kawabe'")).Single());
    }

    private Task In(TownId town, Func<Npgsql.NpgsqlTransaction, Task> work) => _rig.Store.Database.InTown(town, work, default);

    private async Task Rounds()
    {
        await _photos.Round(DamageRig.Hoshimi, default);
        await _photos.Round(DamageRig.Kawabe, default);
    }

    private Task<IReadOnlyList<HandedPhoto>> Here(Guid @case) => _rig.In(DamageRig.Kawabe, tx => HandedPhotoTable.Of(tx, DamageRig.Kawabe, @case, default));

    private Task<StoredPhoto?> Read(string content, TownId? town = null) => _rig.In(town ?? DamageRig.Kawabe, tx => PhotoTable.Read(tx, _rig.Store.Sealer, town ?? DamageRig.Kawabe, content, default));

    [Test]
    public async Task The_taking_town_has_its_own_copies_and_the_givers_stay()
    {
        var (given, taken) = await Handed("p1", "p2");
        await Rounds();
        await Rounds();
        var here = await Here(taken);
        here.Count.ShouldBe(2);
        (await Task.WhenAll(here.Select(async h => Encoding.UTF8.GetString((await Read(h.ContentId!))!.Picture)))).ShouldBe(["anew p1", "anew p2"], ignoreOrder: true);
        (await Read("p1", DamageRig.Hoshimi)).ShouldNotBeNull();
        (await Read("p1")).ShouldBeNull();
        _drawn.Count.ShouldBe(2, "each once");
        (await _rig.In(DamageRig.Hoshimi, tx => HandedPhotoTable.Sent(tx, DamageRig.Hoshimi, given, default))).ShouldAllBe(h => h.ContentId != null);
        (await _rig.Store.Peek<long>("select count(*) from damage_sent_photo where picture is not null")).ShouldBe([0], "on the way nothing is left");
        // What comes later follows as well.
        await In(DamageRig.Hoshimi, async tx => await ReportTable.AddPhotos(tx, DamageRig.Hoshimi, given, DamageRig.Resident(1), ["p3"], default));
        await Rounds();
        (await Here(taken)).Count.ShouldBe(2, "it has not come from LINE");
        await In(DamageRig.Hoshimi, tx => PhotoTable.Add(tx, _rig.Store.Sealer, DamageRig.Hoshimi, "p3", DamageRig.Resident(1), Picture("p3"), _rig.Clock.Now, default));
        await Rounds();
        (await Here(taken)).Count.ShouldBe(3);
    }

    [Test]
    public async Task One_that_fails_is_tried_again_and_shown_meanwhile()
    {
        var (given, taken) = await Handed("p1", "p2");
        _fails.Enqueue(new PictureArrival.NotNow("the tool is busy"));
        await Rounds();
        (await Here(taken)).Select(h => (h.ContentId is null, h.Tries)).ShouldBe([(true, 1), (false, 1)], ignoreOrder: true);
        (await _rig.In(DamageRig.Hoshimi, tx => HandedPhotoTable.Sent(tx, DamageRig.Hoshimi, given, default))).Count(h => h.ContentId is null).ShouldBe(1, "the giver sees it too");
        await Rounds();
        (await Here(taken)).Count(h => h.ContentId is null).ShouldBe(1, "not at once again");
        _rig.Clock.Now = _rig.Clock.Now.AddMinutes(1);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _photos.Round(DamageRig.Kawabe, default)));
        (await Here(taken)).ShouldAllBe(h => h.ContentId != null);
        (await _rig.Store.Peek<long>("select count(*) from timeline where kind = 'photo-handed'")).ShouldBe([2]);
    }

    [Test]
    public async Task A_crash_between_drawing_and_keeping_loses_nothing()
    {
        var (_, taken) = await Handed("p1");
        var dies = new PhotoHandOver(_rig.Store.Database, _rig.Store.Sealer, (_, _) => throw new InvalidOperationException("the process dies here"), _rig.Clock);
        await _photos.Round(DamageRig.Hoshimi, default);
        await Should.ThrowAsync<InvalidOperationException>(() => dies.Round(DamageRig.Kawabe, default));
        (await Here(taken)).Single().ContentId.ShouldBeNull();
        await Rounds();
        (await Here(taken)).Single().ContentId.ShouldNotBeNull();
    }

    [Test]
    public async Task What_cannot_be_read_is_given_up_and_said()
    {
        var (_, taken) = await Handed("p1");
        _fails.Enqueue(new PictureArrival.Lost(PictureLoss.Unreadable));
        await Rounds();
        _rig.Clock.Now = _rig.Clock.Now.AddDays(1);
        await Rounds();
        (await Here(taken)).ShouldBe([new HandedPhoto(null, 1, PictureLoss.Unreadable)]);
        _drawn.ShouldBeEmpty();
    }

    [Test]
    public async Task What_was_veiled_goes_veiled_and_what_is_taken_back_is_gone_there_too()
    {
        var (_, taken) = await Handed("p1");
        await In(DamageRig.Hoshimi, async tx => await PublishedPhotoTable.Publish(
            tx, _rig.Store.Sealer, DamageRig.Hoshimi, "p1", new VeiledPicture("veiled p1"u8.ToArray(), "small"u8.ToArray()), DamageRig.Clerk.Actor, _rig.Clock.Now, default));
        await Rounds();
        _drawn.ShouldBe(["veiled p1"]);
        var content = (await Here(taken)).Single().ContentId!;
        (await Read(content)).ShouldNotBeNull();
        await In(DamageRig.Hoshimi, tx => PhotoTable.Erase(tx, DamageRig.Hoshimi, "p1", _rig.Clock.Now, default));
        await Rounds();
        (await Read(content)).ShouldBeNull();
        (await Here(taken)).ShouldBeEmpty();
    }

    [Test]
    public async Task A_picture_on_the_way_is_sealed_and_read_by_its_receiver_alone()
    {
        await Handed("p1");
        await _photos.Round(DamageRig.Hoshimi, default);
        (await _rig.Store.Peek<bool>("select position('p1'::bytea in picture) > 0 from damage_sent_photo")).ShouldBe([false]);
        (await _rig.In(DamageRig.Kawabe, tx => HandedPhotoTable.Due(tx, _rig.Store.Sealer, DamageRig.Kawabe, _rig.Clock.Now, 9, default))).Count.ShouldBe(1);
        (await _rig.In(new TownId("mizuho-union"), tx => HandedPhotoTable.Due(tx, _rig.Store.Sealer, DamageRig.Kawabe, _rig.Clock.Now, 9, default))).ShouldBeEmpty();
        (await _rig.In(DamageRig.Kawabe, tx => SentPhotoTable.Unsent(tx, DamageRig.Hoshimi, _rig.Clock.Now.AddDays(-1), 9, default))).ShouldBeEmpty();
    }
}
