using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Bot.Chaos.Faults;

/// <summary>
/// A wire that fails: stands on a port of its own between the bot and whom it talks to, and does to each connection what the habits say.
/// Ends all that it holds when it is disposed of.
/// </summary>
public sealed class ChaosProxy : IAsyncDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _to;
    private readonly int _seed;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<int, Task> _running = new();
    private readonly ConcurrentDictionary<string, int> _struck = new(StringComparer.Ordinal);
    private readonly Task _taking;
    private readonly Lock _lock = new();
    private CancellationTokenSource _break;
    private volatile WireHabits _habits;

    private ChaosProxy(IPEndPoint to, int seed, WireHabits habits)
    {
        (_to, _seed, _habits) = (to, seed, habits);
        _break = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        _door.Start();
        _taking = Take();
    }

    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    /// <summary>Holds for connections that come from now on.</summary>
    public WireHabits Habits
    {
        get => _habits;
        set => _habits = value;
    }

    /// <summary>How many connections met with what, by the name of the fault.</summary>
    public IReadOnlyDictionary<string, int> Struck => _struck;

    /// <param name="to">A port of this machine only.</param>
    public static ChaosProxy Start(int to, int seed, WireHabits? habits = null) => new(new(IPAddress.Loopback, to), seed, habits ?? WireHabits.Sound);

    /// <summary>Breaks all connections that are open now.</summary>
    public void Break()
    {
        CancellationTokenSource broken;
        lock (_lock)
        {
            (broken, _break) = (_break, CancellationTokenSource.CreateLinkedTokenSource(_end.Token));
        }

        broken.Cancel();
        broken.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _door.Stop();
        await _taking;
        await Task.WhenAll(_running.Values);
        _door.Dispose();
        _break.Dispose();
        _end.Dispose();
    }

    private async Task Take()
    {
        for (var number = 0; !_end.IsCancellationRequested; number++)
        {
            Socket caller;
            try
            {
                caller = await _door.AcceptSocketAsync(_end.Token);
            }
            catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var (mine, fault) = (number, Habits.Of(_seed, number));
            _struck.AddOrUpdate(fault.GetType().Name, 1, (_, count) => count + 1);
            _running[mine] = Task.Run(async () =>
            {
                await Serve(caller, fault);
                _running.TryRemove(mine, out _);
            });
        }
    }

    private async Task Serve(Socket caller, WireFault fault)
    {
        using var callers = caller;
        using var called = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        callers.NoDelay = true;
        CancellationToken stop;
        lock (_lock)
        {
            stop = _break.Token;
        }

        try
        {
            if (fault is not WireFault.Refused)
            {
                await called.ConnectAsync(_to, stop);
                // Whichever way ends first ends both: half a conversation is none.
                await await Task.WhenAny(Ask(callers, called, fault, stop), Answer(called, callers, fault, stop));
            }
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // either side hung up, or we are being closed
        }

        if (stop.IsCancellationRequested || fault is WireFault.Refused or WireFault.Cut)
        {
            // Without lingering the close is a reset, as when a machine on the way forgets the connection.
            callers.LingerState = called.LingerState = new(enable: true, seconds: 0);
        }
        else if (callers.Connected)
        {
            callers.Shutdown(SocketShutdown.Send);
        }
    }

    private static async Task Ask(Socket from, Socket to, WireFault fault, CancellationToken stop)
    {
        var piece = new byte[16 * 1024];
        for (int count; (count = await from.ReceiveAsync(piece, stop)) > 0;)
        {
            if (fault is not WireFault.Deaf)
            {
                await Send(to, piece.AsMemory(0, count), stop);
            }
        }
    }

    private static async Task Answer(Socket from, Socket to, WireFault fault, CancellationToken stop)
    {
        var piece = new byte[16 * 1024];
        var left = fault switch
        {
            WireFault.Cut cut => cut.AfterBytes,
            WireFault.Silent silent => silent.AfterBytes,
            _ => int.MaxValue,
        };
        for (int count; (count = await from.ReceiveAsync(piece, stop)) > 0;)
        {
            if (fault is WireFault.Late late)
            {
                await Task.Delay(late.By, stop);
            }

            var passes = Math.Min(count, left);
            await Send(to, piece.AsMemory(0, passes), stop);
            left -= left == int.MaxValue ? 0 : passes;
            if (passes == count)
            {
                continue;
            }

            if (fault is WireFault.Cut)
            {
                return;
            }

            // Silent: we go on listening, so that whoever answers notices nothing either.
            left = 0;
        }

        if (fault is WireFault.Silent && left == 0)
        {
            // Nor does the caller hear that the other side hangs up.
            await Task.Delay(Timeout.Infinite, stop);
        }
    }

    private static async Task Send(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, stop)..];
        }
    }
}
