using Bot.Infrastructure.Postgres;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Postgres;

/// <summary>The hour is the database's, however wrong the machine's own clock is.</summary>
public sealed class DatabaseTimeTests
{
    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Start() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask End() => _db.DisposeAsync();

    [TestCase(4_500)]
    [TestCase(-0.5)]
    public async Task A_wrong_clock_is_put_right_by_the_database(double days)
    {
        var clock = new DatabaseClock(_db.Database, new ForwardClock { Ahead = TimeSpan.FromDays(days) });
        var time = new DatabaseTime(clock);
        clock.IsSet.ShouldBeFalse();

        (await clock.Set(TimeSpan.FromSeconds(10), default)).ShouldBeTrue();

        clock.IsSet.ShouldBeTrue();
        time.GetUtcNow().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5));
    }

    [Test]
    public void A_reading_that_took_long_to_come_does_not_move_the_clock()
    {
        var clock = new DatabaseClock(_db.Database, TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        clock.Saw(now.UtcDateTime, TimeProvider.System.GetTimestamp());

        // As when this process was stopped between the answer and its reading, or the server before it answered.
        clock.Saw(now.UtcDateTime.AddMinutes(-3), TimeProvider.System.GetTimestamp() - 180 * TimeProvider.System.TimestampFrequency);

        clock.Now.ShouldBe(now, TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task A_database_that_is_away_leaves_the_clock_unset()
    {
        await using var away = Database.Open("Host=127.0.0.1;Port=1;Username=linebot_app;Database=none;Timeout=2");
        (await new DatabaseClock(away, TimeProvider.System).Set(TimeSpan.FromMilliseconds(400), default)).ShouldBeFalse();
    }
}
