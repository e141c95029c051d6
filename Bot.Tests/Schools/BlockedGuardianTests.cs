using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Letters;
using Bot.Tests.Console;
using Bot.Tests.Story;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools;

/// <summary>Who blocks the account is seen by the school, from LINE's own news to the roll and the letters' list of whom to telephone; who comes back is reached again.</summary>
public sealed class BlockedGuardianTests
{
    private static readonly TownId Town = new("hoshimi");
    private static readonly ChildId Child = new(Guid.NewGuid());
    private ConsoleHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await ConsoleHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    [CancelAfter(120_000)]
    public async Task A_guardian_who_blocks_is_seen_on_the_roll_and_telephoned_until_they_come_back()
    {
        var hanako = _host.Story.Line.Town("hoshimi").Resident("hanako");
        var (now, today, letter) = (TimeProvider.System.GetUtcNow(), JapanTime.Day(TimeProvider.System.GetUtcNow()), Guid.NewGuid());
        await _host.Database.InTown(Town, async tx =>
        {
            var room = new SchoolClass(new ClassId(Guid.NewGuid()), "hoshimi-school", SchoolYear.Of(today), 3, "1組");
            await ClassTable.Add(tx, Town, room, default);
            await ChildTable.Add(tx, _host.Store.Sealer, Town, new Child(Child, "hoshimi-school", "101", new ChildPerson("星野 花", "ほしの はな", new(2017, 5, 3), ""), false, null), today, now, default);
            await ChildTable.Place(tx, Town, Child, room.Id, 7, today, default);
            await GuardianTable.Link(tx, _host.Store.Sealer, Town, Guid.NewGuid(), Child, new CitizenId(hanako.UserId), "はな", false, now, default);
            return true;
        }, default);
        await hanako.AddsFriend();
        using var teacher = await _host.SignIn("hoshimi", ("hoshimi-school", Duty.School));
        var sent = new SchoolLetter(letter, "hoshimi-school", LetterKind.Letter, new LetterContent("お知らせ", "本文"), [], today.AddDays(7), now, null);
        await _host.Database.InTown(Town, tx => _host.Get<SchoolLetterDesk>().Send(tx, Town, sent, Actor.Of(teacher.Staff), default), default);
        (await Reach(sent)).ShouldBe(Reached.Sent);

        await hanako.Blocks();
        await Until(isFriend: false, hanako.UserId);
        (await Reach(sent)).ShouldBe(Reached.Nobody, "it is telephoned");
        (await teacher.Page("schools/roll/hoshimi-school")).QuerySelector("main")!.TextContent.ShouldContain("お知らせが届いていません（LINEでブロック・退会）");
        (await teacher.Page($"schools/roll/child/{Child.Value}")).QuerySelector("main")!.TextContent.ShouldContain("お知らせが届いていません（LINEでブロック・退会）");

        await hanako.AddsFriend();
        await Until(isFriend: true, hanako.UserId);
        (await Reach(sent)).ShouldBe(Reached.Sent);
        (await teacher.Page("schools/roll/hoshimi-school")).QuerySelector("main")!.TextContent.ShouldNotContain("お知らせが届いていません");
    }

    private async Task<Reached> Reach(SchoolLetter letter) =>
        (await _host.Database.InTown(Town, tx => _host.Get<SchoolLetterDesk>().Reach(tx, Town, letter, letter.SentAt, default), default)).Pupils.Single().Reached;

    private Task Until(bool isFriend, string citizen) => StoryHost.Until(
        async () => (await _host.Store.Peek<bool>("select is_friend from conversation where citizen_id = @citizen", new { citizen })) is [var known] && known == isFriend, $"is_friend is {isFriend}");
}
