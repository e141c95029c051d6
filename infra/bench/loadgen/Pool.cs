using System.Diagnostics;
using System.Net;
using System.Text;
using static LineBench.Native;

namespace LineBench;

/// <summary>Server side of a keep-alive connection: one request at a time.</summary>
internal abstract class ServerConn : Conn
{
    protected bool Busy;                 // a delayed response is pending
    bool _closeAfter;
    protected ServerConn(Loop l) : base(l) { }

    protected override void OnData() => Pump();

    protected void Pump()
    {
        while (!Busy && !Closed && InEnd > InStart)
        {
            int r = Http.Parse(In.AsSpan(InStart, InEnd - InStart), false, out var h);
            if (r == 0) return;
            if (r < 0) { Close(); return; }
            if (h.WantsClose) _closeAfter = true;
            InStart += h.Consumed;       // h still views the same bytes: nothing is appended meanwhile
            Handle(ref h);
        }
    }

    protected abstract void Handle(ref Http h);

    protected void Respond(ReadOnlySpan<byte> whole)
    {
        Send(whole);
        if (_closeAfter) Close();
    }
}

/// <summary>Keep-alive HTTP/1.1 client pool on the loop. One request in flight per connection.</summary>
internal sealed class HttpPool
{
    internal readonly Loop L; internal readonly IPAddress Ip; internal readonly int Port;
    readonly int _max;
    readonly Stack<ClientConn> _idle = new();
    readonly Queue<Req> _queue = new();
    int _open;
    public long Connects, Retries, ConnectErrors;
    public int Open => _open;
    public int Queued => _queue.Count;

    internal class Req
    {
        public byte[] Data = Array.Empty<byte>(); public int Len;
        public Action<int>? Done;        // HTTP status, or 0 when the connection failed
        public int Tries;
        public Action? OnSent;
    }

    public HttpPool(Loop l, IPAddress ip, int port, int max) { L = l; Ip = ip; Port = port; _max = max; }

    public void Send(Req r)
    {
        while (_idle.Count > 0)
        {
            var c = _idle.Pop();
            if (c.Closed) continue;
            c.Start(r); return;
        }
        if (_open < _max)
        {
            var c = new ClientConn(this);
            _open++; Connects++;
            if (!c.Connect()) { _open--; ConnectErrors++; r.Done!(0); return; }
            c.Start(r);
            return;
        }
        _queue.Enqueue(r);
    }

    internal void Release(ClientConn c)
    {
        if (_queue.Count > 0) c.Start(_queue.Dequeue());
        else _idle.Push(c);
    }

    internal void Gone(ClientConn c, Req? inFlight, bool reused, bool gotBytes)
    {
        _open--;
        if (inFlight != null)
        {
            // A kept-alive connection the server closed while idle: send once more on a new one.
            if (reused && !gotBytes && inFlight.Tries < 2) { Retries++; Send(inFlight); }
            else { ConnectErrors++; inFlight.Done!(0); }
        }
        if (_queue.Count > 0 && _open < _max) Send(_queue.Dequeue());
    }
}

internal sealed unsafe class ClientConn : Conn
{
    readonly HttpPool _pool; HttpPool.Req? _req; bool _used, _got;
    public ClientConn(HttpPool p) : base(p.L) { _pool = p; }

    public bool Connect()
    {
        Fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (Fd < 0) return false;
        int one = 1; setsockopt(Fd, IPPROTO_TCP, TCP_NODELAY, &one, 4);
        var a = Addr(_pool.Ip, _pool.Port);
        int r = connect(Fd, &a, 16);
        if (r < 0 && Errno != EINPROGRESS) { close(Fd); Fd = -1; return false; }
        Connecting = r < 0;
        L.Add(this, Connecting ? EPOLLOUT : EPOLLIN);
        return true;
    }

    public void Start(HttpPool.Req r)
    {
        _req = r; _got = false; r.Tries++;
        r.OnSent?.Invoke();
        Send(r.Data.AsSpan(0, r.Len));
    }

    protected override void OnData()
    {
        _got = true;
        while (InEnd > InStart)
        {
            int r = Http.Parse(In.AsSpan(InStart, InEnd - InStart), true, out var h);
            if (r == 0) return;
            if (r < 0) { Close(); return; }
            int status = h.Status; bool close = h.WantsClose;
            InStart += h.Consumed;
            if (status is >= 100 and < 200) continue;
            var q = _req; _req = null; _used = true;
            if (close) { base.Close(); q?.Done!(status); _pool.Gone(this, null, false, true); return; }
            q?.Done!(status);
            if (!Closed && _req == null) _pool.Release(this);
            return;
        }
    }

    public override void Close()
    {
        if (Closed) return;
        base.Close();
        var q = _req; _req = null;
        _pool.Gone(this, q, _used, _got);
    }
}
