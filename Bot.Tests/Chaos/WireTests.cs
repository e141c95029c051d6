using System.Net;
using System.Net.Sockets;
using Bot.Chaos.Faults;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Chaos;

/// <summary>The wire that fails on purpose fails as it is told, and the same again from the same seed.</summary>
public sealed class WireTests
{
    [Test]
    public void The_lots_follow_from_the_seed_and_come_as_often_as_they_should()
    {
        var habits = new WireHabits(Refused: 0.1, Cut: 0.3, Silent: 0.1, Deaf: 0.1, Late: 0.1, LatestBy: TimeSpan.FromSeconds(1));
        WireFault[] lots = [.. Enumerable.Range(0, 5000).Select(n => habits.Of(3, n))];

        lots.ShouldBe(Enumerable.Range(0, 5000).Select(n => habits.Of(3, n)));
        lots.ShouldNotBe(Enumerable.Range(0, 5000).Select(n => habits.Of(4, n)));
        (lots.Count(l => l is WireFault.Cut) / 5000.0).ShouldBe(0.3, 0.03);
        (lots.Count(l => l is WireFault.None) / 5000.0).ShouldBe(0.3, 0.03);
    }

    [Test]
    public async Task A_sound_wire_carries_all_a_cut_one_so_many_bytes_and_a_silent_one_keeps_the_connection()
    {
        (await Read(new())).ShouldBe((1000, "end"));
        var (cut, how) = await Read(new(Cut: 1, LongestCut: 900));
        (cut is >= 0 and < 900, how).ShouldBe((true, "broken"));
        var (silent, still) = await Read(new(Silent: 1, LongestCut: 900));
        (silent is >= 0 and < 900, still).ShouldBe((true, "waiting"));
        (await Read(new(Refused: 1))).ShouldBe((0, "broken"));
        (await Read(new(Deaf: 1))).ShouldBe((0, "waiting"));
    }

    /// <summary>Asks a server that answers a thousand bytes and hangs up; tells how many came, and how it ended.</summary>
    private static async Task<(int Bytes, string End)> Read(WireHabits habits)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = Task.Run(async () =>
        {
            using var caller = await server.AcceptSocketAsync();
            if (await caller.ReceiveAsync(new byte[10]) > 0)
            {
                await caller.SendAsync(new byte[1000]);
            }
        });
        await using var wire = ChaosProxy.Start(((IPEndPoint)server.LocalEndpoint).Port, seed: 1, habits);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        var bytes = 0;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, wire.Port, patience.Token);
            await socket.SendAsync(new byte[] { 1 }, patience.Token);
            for (int count; (count = await socket.ReceiveAsync(new byte[4096], patience.Token)) > 0;)
            {
                bytes += count;
            }

            return (bytes, "end");
        }
        catch (SocketException)
        {
            return (bytes, "broken");
        }
        catch (OperationCanceledException)
        {
            return (bytes, "waiting");
        }
    }
}
