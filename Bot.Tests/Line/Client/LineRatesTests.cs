using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Outbox;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Line.Client;

public sealed class LineRatesTests
{
    private static readonly LineSettings Settings = new(new Uri("http://x/"), new Uri("http://x/")) { LongestQueue = TimeSpan.FromMilliseconds(50) };
    private static readonly LineEndpoint Slow = new("slow", 20, TimeSpan.FromHours(1), Again.Never);

    [Test]
    public async Task Bulk_and_notices_leave_room_for_answers_and_alerts()
    {
        using var rates = new LineRates(Settings);
        (await Taken(rates, Lane.Bulk)).ShouldBe(5);
        (await Taken(rates, Lane.Notice)).ShouldBe(2);
        (await Taken(rates, Lane.Reply)).ShouldBe(3);
        (await Taken(rates, Lane.Alert)).ShouldBe(0);
    }

    [Test]
    public async Task Each_town_and_endpoint_has_a_limit_of_its_own()
    {
        using var rates = new LineRates(Settings);
        (await Taken(rates, Lane.Reply)).ShouldBe(10);
        (await rates.Enter(new("kawabe"), Slow, Lane.Reply, CancellationToken.None)).ShouldBeNull();
        (await rates.Enter(LineStandIn.Town, Slow with { Name = "other" }, Lane.Reply, CancellationToken.None)).ShouldBeNull();
        (await rates.Enter(LineStandIn.Town, Slow, Lane.Reply, CancellationToken.None)).ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Test]
    public async Task A_share_of_the_limits_is_kept_when_several_processes_send()
    {
        using var rates = new LineRates(Settings with { RateShare = 0.5 });
        (await Taken(rates, Lane.Reply)).ShouldBe(5);
    }

    [Test]
    public async Task A_call_that_finds_no_room_says_so_and_does_not_reach_LINE()
    {
        await using var line = await LineStandIn.Start(settings => settings with { RateShare = 0.04 });
        line.Then(202);
        (await Broadcast(line)).ShouldBeOfType<SendResult.Sent>();
        (await Broadcast(line)).ShouldBeOfType<SendResult.RateLimited>().After.ShouldBeGreaterThan(TimeSpan.Zero);
        line.Calls.Count.ShouldBe(1);
    }

    private static Task<SendResult> Broadcast(LineStandIn line) =>
        line.Line.Broadcast(line.Channel, "[]"u8.ToArray(), Guid.Empty, Lane.Reply, CancellationToken.None);

    private static async Task<int> Taken(LineRates rates, Lane lane)
    {
        var taken = 0;
        while (await rates.Enter(LineStandIn.Town, Slow, lane, CancellationToken.None) is null)
        {
            taken++;
        }

        return taken;
    }
}
