using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Payments;

public sealed class PaymentClerkLoopTests
{
    [Test]
    public async Task Before_the_hour_is_known_nothing_is_worked_at_and_nothing_lapses()
    {
        // Nobody listens there: the database cannot tell its time.
        await using var away = Database.Open("Host=127.0.0.1;Port=9;Username=nobody;Database=none");
        var asked = 0;
        using var bell = new PaymentBell();
        using var loop = new PaymentClerkLoop(
            null!, () => { asked++; return []; }, bell, new DatabaseClock(away, TimeProvider.System), TimeProvider.System, NullLogger<PaymentClerkLoop>.Instance);
        await loop.StartAsync(default);
        for (var i = 0; i < 5; i++)
        {
            bell.Ring();
            await Task.Delay(60);
        }

        await loop.StopAsync(default);
        asked.ShouldBe(0);
    }

    [Test]
    public async Task Once_it_is_known_the_towns_are_gone_round()
    {
        TestDatabase.SkipWithoutPrograms();
        await using var db = await TestDatabase.New();
        await using var database = Database.Open(db.AppConnectionString);
        var asked = new TaskCompletionSource();
        using var bell = new PaymentBell();
        using var loop = new PaymentClerkLoop(
            null!, () => { asked.TrySetResult(); return []; }, bell, new DatabaseClock(database, TimeProvider.System), TimeProvider.System, NullLogger<PaymentClerkLoop>.Instance);
        await loop.StartAsync(default);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await loop.StopAsync(default);
    }
}
