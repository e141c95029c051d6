using System.Diagnostics;
using System.Net;
using System.Text;
using static LineBench.Native;

namespace LineBench;

/// <summary>Monotonic clock in nanoseconds.</summary>
internal static class Clock
{
    static readonly double Scale = 1e9 / Stopwatch.Frequency;
    public static long Now => Stopwatch.Frequency == 1_000_000_000 ? Stopwatch.GetTimestamp() : (long)(Stopwatch.GetTimestamp() * Scale);
}

/// <summary>One epoll loop, one thread: the generator's client side and the fake LINE API share it,
/// so "webhook sent" and "reply received" are read from one clock without locks.</summary>
internal sealed unsafe class Loop
{
    readonly int _ep;
    readonly List<Pollable?> _table = new();
    readonly Stack<int> _free = new();
    readonly PriorityQueue<Action, long> _timers = new();
    public readonly byte[] Scratch = GC.AllocateArray<byte>(1 << 18, pinned: true);
    public long MaxIterationNs;      // longest single pass: shows when the generator itself was starved
    public bool Stop;

    public Loop() { _ep = epoll_create1(0); if (_ep < 0) throw new IOException("epoll_create1 " + Errno); }

    public void Add(Pollable p, uint ev)
    {
        p.Id = _free.Count > 0 ? _free.Pop() : _table.Count;
        if (p.Id == _table.Count) _table.Add(p); else _table[p.Id] = p;
        p.Interest = ev;
        var e = new EpollEvent { Events = ev, Id = p.Id };
        if (epoll_ctl(_ep, EPOLL_CTL_ADD, p.Fd, &e) < 0) throw new IOException("epoll_ctl add " + Errno);
    }

    public void Modify(Pollable p, uint ev)
    {
        if (p.Interest == ev) return;
        p.Interest = ev;
        var e = new EpollEvent { Events = ev, Id = p.Id };
        epoll_ctl(_ep, EPOLL_CTL_MOD, p.Fd, &e);
    }

    public void Remove(Pollable p)
    {
        if (p.Fd < 0) return;
        close(p.Fd);
        p.Fd = -1;
        _table[p.Id] = null;
        _toFree.Add(p.Id);
    }
    readonly List<int> _toFree = new();

    public void At(long dueNs, Action a) => _timers.Enqueue(a, dueNs);

    /// <param name="tick">called once per pass; returns the next time (ns) it wants to run</param>
    public void Run(Func<long, long> tick)
    {
        const int max = 512;
        var evs = stackalloc EpollEvent[max];
        while (!Stop)
        {
            long now = Clock.Now, started = now;
            while (_timers.TryPeek(out var a, out var due) && due <= now) { _timers.Dequeue(); a(); }
            long next = tick(now);
            if (Stop) break;
            if (_timers.TryPeek(out _, out var d) && d < next) next = d;
            now = Clock.Now;
            if (now - started > MaxIterationNs) MaxIterationNs = now - started;
            long wait = Math.Clamp(next - now, 0, 50_000_000);
            var ts = new Timespec { Sec = 0, Nsec = wait };
            int n = epoll_pwait2(_ep, evs, max, &ts, null);
            if (n < 0) { if (Errno == EINTR) continue; throw new IOException("epoll_wait " + Errno); }
            started = Clock.Now;
            for (int i = 0; i < n; i++)
            {
                var p = _table[evs[i].Id];
                p?.OnEvent(evs[i].Events);
            }
            if (_toFree.Count > 0) { foreach (var id in _toFree) _free.Push(id); _toFree.Clear(); }
            long took = Clock.Now - started;
            if (took > MaxIterationNs) MaxIterationNs = took;
        }
    }
}
