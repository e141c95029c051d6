using Bot.Domain.BulkyWaste;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Photos;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste.Crews;

/// <summary>Marks of crews come late, twice, in any order and from two phones; each counts once and the last made wins.</summary>
public sealed class MarkTests
{
    private static readonly Guid Phone = Guid.Parse("00000000-0000-0000-0000-0000000000a1");
    private static readonly Guid OtherPhone = Guid.Parse("00000000-0000-0000-0000-0000000000b2");
    private static readonly Actor Driver = new("staff", "d1", "mizuho-union");

    private BulkyRig _rig = null!;

    [OneTimeSetUp]
    public async Task Start() => _rig = await BulkyRig.New();

    [OneTimeTearDown]
    public ValueTask End() => _rig.DisposeAsync();

    [Test]
    public async Task A_mark_that_arrives_twice_counts_and_is_told_once()
    {
        var id = await Paid();
        var told = (await _rig.Told()).Count;
        var mark = Mark(id, new Finding.Collected());
        var heard = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Take(mark)));
        heard.ShouldAllBe(h => h.Outcome == MarkOutcome.Counts && h.Mark.Id == mark.Id);
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.Collected>();
        (await _rig.Told()).Count.ShouldBe(told + 1);
        (await Marks(id)).ShouldHaveSingleItem();
    }

    [Test]
    public async Task On_one_phone_the_later_mark_wins_however_late_the_earlier_comes()
    {
        var id = await Paid();
        (await Take(Mark(id, new Finding.Left(Obstacle.NothingThere), count: 1))).Outcome.ShouldBe(MarkOutcome.Counts);
        (await Take(Mark(id, new Finding.Collected(), count: 3, ago: 60))).Outcome.ShouldBe(MarkOutcome.Counts);
        (await Take(Mark(id, new Finding.Left(Obstacle.OutOfReach), count: 2))).Outcome.ShouldBe(MarkOutcome.Overtaken);
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.Collected>();
        (await Marks(id)).Count.ShouldBe(3, "what was overtaken is kept too");
    }

    [Test]
    public async Task A_slip_is_taken_back_and_another_reason_is_told()
    {
        var id = await Paid();
        await Take(Mark(id, new Finding.Collected(), count: 1));
        (await Take(Mark(id, new Finding.TakenBack(), count: 2))).Outcome.ShouldBe(MarkOutcome.Counts);
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.Paid>();
        (await Take(Mark(id, new Finding.Collected(), count: 3))).Outcome.ShouldBe(MarkOutcome.Counts);
        (await Take(Mark(id, new Finding.Left(Obstacle.NothingThere), count: 4))).Outcome.ShouldBe(MarkOutcome.Counts);
        (await Take(Mark(id, new Finding.Left(Obstacle.NoNumber), count: 5))).Outcome.ShouldBe(MarkOutcome.Counts);
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.NotCollected>().Why.ShouldBe(Obstacle.NoNumber);
        (await _rig.Told())[^1].ShouldContain("番号");
        (await Take(Mark(id, new Finding.Left(Obstacle.NoNumber), count: 6))).Outcome.ShouldBe(MarkOutcome.SaidAlready);
    }

    [Test]
    public async Task Two_phones_that_mark_one_stop_at_once_tell_the_resident_once()
    {
        var id = await Paid();
        var told = (await _rig.Told()).Count;
        var outcomes = (await Task.WhenAll(Take(Mark(id, new Finding.Collected())), Take(Mark(id, new Finding.Collected(), phone: OtherPhone)))).Select(h => h.Outcome).Order().ToList();
        outcomes[0].ShouldBe(MarkOutcome.Counts);
        outcomes[1].ShouldBeOneOf(MarkOutcome.SaidAlready, MarkOutcome.Overtaken);
        (await _rig.Told()).Count.ShouldBe(told + 1);
    }

    [Test]
    public async Task Of_two_phones_the_mark_that_was_made_later_wins()
    {
        var id = await Paid();
        (await Take(Mark(id, new Finding.Collected(), phone: OtherPhone, ago: 5))).Outcome.ShouldBe(MarkOutcome.Counts);
        (await Take(Mark(id, new Finding.Left(Obstacle.NothingThere), count: 900, ago: 40))).Outcome.ShouldBe(MarkOutcome.Overtaken);
        (await _rig.Request(id)).State.ShouldBeOfType<RequestState.Collected>();
    }

    [Test]
    public async Task What_was_cancelled_or_moved_meanwhile_is_said_to_the_crew_and_stays()
    {
        var (cancelled, moved, never) = (await Paid(), await Paid(), await _rig.Accepted());
        await _rig.In(BulkyRig.Hoshimi, tx => _rig.Service.Staff.Cancel(tx, BulkyRig.Hoshimi, cancelled, BulkyRig.Clerk, true, "resident", default));
        (await Take(Mark(cancelled, new Finding.Collected()))).Outcome.ShouldBe(MarkOutcome.Cancelled);
        (await _rig.Request(cancelled)).State.ShouldBeOfType<RequestState.Cancelled>();
        (await Take(Mark(moved, new Finding.Collected()), BulkyRig.Day.AddDays(-14))).Outcome.ShouldBe(MarkOutcome.Moved);
        (await _rig.Request(moved)).State.ShouldBeOfType<RequestState.Paid>();
        (await Take(Mark(never, new Finding.Collected()))).Outcome.ShouldBe(MarkOutcome.Closed);
        (await _rig.In(BulkyRig.Hoshimi, tx => _rig.Service.Crews.Take(tx, BulkyRig.Hoshimi, BulkyRig.Day, Mark(Guid.NewGuid(), new Finding.Collected()), null, Driver, default))).ShouldBeNull();
    }

    [Test]
    public async Task A_phone_with_a_wrong_clock_is_believed_about_how_long_ago_and_both_times_are_kept()
    {
        var now = _rig.Clock.Now;
        var phone = now.AddYears(-3);
        PhoneClock.MadeAt(phone.AddMinutes(-20), phone, now).ShouldBe(now.AddMinutes(-20));
        PhoneClock.MadeAt(phone.AddMinutes(20), phone, now).ShouldBe(now, "nothing is made after it is sent");
        PhoneClock.MadeAt(phone.AddYears(-1), phone, now).ShouldBe(now - PhoneClock.Longest);

        var id = await Paid();
        var mark = Mark(id, new Finding.Collected(), ago: 20) with { PhoneAt = phone };
        await Take(mark);
        var kept = (await Marks(id)).ShouldHaveSingleItem();
        kept.Mark.ShouldBe(mark);
        kept.HeardAt.ShouldBe(now);
        (await _rig.Store.Peek<string>("select detail->>'phoneAt' from timeline where kind = 'crew.collected' and subject = @s", new { s = id.ToString("n") })).ShouldHaveSingleItem().ShouldStartWith($"{phone.Year}-");
    }

    [Test]
    public async Task A_photo_comes_with_its_mark_and_is_the_crews()
    {
        var id = await Paid();
        var picture = new Picture(PictureKind.Jpeg, 1, 1, new byte[9], new byte[3]);
        var mark = Mark(id, new Finding.Left(Obstacle.OtherThanAsked));
        await _rig.In(BulkyRig.Hoshimi, tx => _rig.Service.Crews.Take(tx, BulkyRig.Hoshimi, BulkyRig.Day, mark, picture, Driver, default));
        var photo = (await Marks(id)).ShouldHaveSingleItem().Photo.ShouldNotBeNull();
        photo.ShouldStartWith(CrewDesk.PhotoPrefix);
        (await _rig.Store.Peek<string[]>("select photos from bulky_request where request_id = @id", new { id })).ShouldHaveSingleItem().ShouldBe([photo]);
        (await _rig.Store.Peek<int>("select length(picture) from photo where content_id = @photo", new { photo })).ShouldHaveSingleItem().ShouldBeGreaterThan(0);
    }

    [Test]
    public async Task Every_mark_stands_in_the_audit_log_and_on_the_timeline_without_a_name()
    {
        var id = await Paid();
        await Take(Mark(id, new Finding.Left(Obstacle.NoNumber)));
        (await _rig.Store.Peek<string>("select action || ' ' || actor_home || ' ' || array_to_string(subjects, ',') from audit_entry where subjects @> array[@s]", new { s = $"bulky-waste/{id:n}" }))
            .ShouldHaveSingleItem().ShouldBe($"bulky-waste.crew/left mizuho-union bulky-waste/{id:n}");
        (await _rig.Store.Peek<string>("select detail->>'why' from timeline where subject = @s and kind = 'crew.left'", new { s = id.ToString("n") })).ShouldBe(["no-number"]);
    }

    [Test]
    public async Task Whoever_collects_sees_the_marks_and_a_neighbouring_town_does_not()
    {
        var id = await Paid();
        await Take(Mark(id, new Finding.Collected()));
        foreach (var (who, sees) in new[] { (BulkyRig.Union, 1), (BulkyRig.Hoshimi, 1), (BulkyRig.Kawabe, 0) })
        {
            (await _rig.In(who, tx => MarkTable.Of(tx, [(BulkyRig.Hoshimi, id)], default)))[id].Count().ShouldBe(sees, who.Value);
        }
    }

    private CrewMark Mark(Guid request, Finding finding, long count = 1, int ago = 0, Guid? phone = null) =>
        new(Guid.NewGuid(), request, finding, phone ?? Phone, count, _rig.Clock.Now.AddMinutes(-ago), _rig.Clock.Now.AddMinutes(-ago));

    private async Task<HeardMark> Take(CrewMark mark, DateOnly? day = null) =>
        (await _rig.In(BulkyRig.Hoshimi, tx => _rig.Service.Crews.Take(tx, BulkyRig.Hoshimi, day ?? BulkyRig.Day, mark, null, Driver, default))).ShouldNotBeNull();

    private async Task<List<HeardMark>> Marks(Guid id) => [.. (await _rig.In(BulkyRig.Hoshimi, tx => MarkTable.Of(tx, [(BulkyRig.Hoshimi, id)], default)))[id]];

    private async Task<Guid> Paid()
    {
        var id = await _rig.Accepted();
        await _rig.Pays(id);
        return id;
    }
}
