using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LineBench;

/// <summary>Sends scripted LINE webhooks and measures acks and replies.</summary>
internal sealed partial class Load : IReplySink
{
    struct Ev
    {
        public long Intended, Sent, Ack, Reply; public int User; public short Step; public byte Flags;
        public const byte Acked = 1, Replied = 2, Delivered = 4, Failed = 8, ViaPush = 16, Abandoned = 32, Mismatch = 64;
    }

    sealed class User
    {
        public byte[] Id = null!; public int Step; public long Ev = -1; public byte[]? LastReply; public byte[]? NextTap;
    }

    sealed class Post : HttpPool.Req
    {
        public long[] Evs = new long[1]; public int N; public bool Dup; public int BodyAt; public double RedeliverLater;
    }

    readonly LoadOptions O; readonly Loop L = new(); readonly FakeLine F; readonly HttpPool P; readonly Dialogue D;
    readonly byte[] _secret, _headA, _headB; readonly string _runTag; readonly byte[] _tagBytes;
    readonly List<Ev[]> _chunks = new(); long _count; const int ChunkBits = 16, Chunk = 1 << ChunkBits;
    readonly User[] _users; readonly Queue<int> _rest = new(), _ready = new(); readonly Queue<long> _backlog = new();
    readonly List<(int user, long intended)> _pending = new();
    readonly Stack<Post> _free = new();
    readonly Random _rnd; byte[] _body = new byte[8192];
    long _t0, _warmEnd, _end, _nextArrival; bool _sending = true, _started;
    long _outstanding, _acks, _fails, _dupReplies, _unknown, _dialogues, _lateReplies, _mismatch, _redelivered, _redeliverAcked, _redeliverFailed, _tapFailed, _pushMatched;
    int _consecutiveFails; string? _abort; string? _mismatchSample; readonly Dictionary<int, long> _statuses = new();
    double[]? _cpu0, _cpu1; TimeSpan _own0, _own1; (double busy, double steal, double total) _m0, _m1; long _gen0Events;
    int _backlogMax, _queuedMax;

    public Load(LoadOptions o)
    {
        O = o;
        D = o.Script != null ? Dialogue.Load(o.Script) : throw new ArgumentException("--script FILE is required");
        F = new FakeLine(L) { Sink = this, LatencyMs = o.ApiLatencyMs, JitterMs = o.ApiJitterMs, ErrorPct = o.ApiErrorPct, MulticastLimit = o.MulticastLimit };
        if (o.ApiListen != "none") F.Listen(o.ApiListen);
        var (ip, port, host, path) = Util.Url(o.Url);
        P = new HttpPool(L, ip, port, o.MaxConns);
        _secret = Util.U8(o.Secret);
        _headA = Util.U8($"POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: LineBotWebhook/2.0\r\nContent-Type: application/json; charset=utf-8\r\nX-Line-Signature: ");
        _headB = Util.U8("\r\nContent-Length: ");
        uint tag = (uint)Random.Shared.Next() ^ (uint)Environment.TickCount64;
        _runTag = tag.ToString("x8"); _tagBytes = Util.U8(_runTag);
        _rnd = new Random(o.Seed);
        _users = new User[o.Users];
        for (int i = 0; i < o.Users; i++) { _users[i] = new User { Id = Util.U8($"U{_runTag}{(uint)(i * 2654435761u):x8}{0xb07c0deu:x8}{i:x8}") }; _rest.Enqueue(i); }
    }

    ref Ev E(long i) => ref _chunks[(int)(i >> ChunkBits)][i & (Chunk - 1)];

    long NewEv()
    {
        if (_count >> ChunkBits == _chunks.Count) _chunks.Add(new Ev[Chunk]);
        return _count++;
    }

    // ---------------------------------------------------------------- dispatch

    void Dispatch(int user, long intended)
    {
        if (O.PerRequest <= 1) { SendPost(user, intended); return; }
        _pending.Add((user, intended));
        if (_pending.Count < O.PerRequest) return;
        var p = NewPost(_pending.Count);
        int n = 0; BodyStart(ref n);
        for (int i = 0; i < _pending.Count; i++) { if (i > 0) _body[n++] = (byte)','; p.Evs[i] = AppendEvent(ref n, _pending[i].user, _pending[i].intended); }
        _pending.Clear();
        Finish(p, n);
    }

    void SendPost(int user, long intended)
    {
        var p = NewPost(1); int n = 0;
        BodyStart(ref n); p.Evs[0] = AppendEvent(ref n, user, intended);
        Finish(p, n);
    }

    Post NewPost(int n)
    {
        Post p;
        if (_free.Count > 0) p = _free.Pop();
        else
        {
            p = new Post(); var pp = p;
            p.Done = s => OnAck(pp, s);
            p.OnSent = () => { if (!pp.Dup) { long now = Clock.Now; for (int i = 0; i < pp.N; i++) { ref var e = ref E(pp.Evs[i]); if (e.Sent == 0) e.Sent = now; } } };
        }
        if (p.Evs.Length < n) p.Evs = new long[n];
        p.N = n; p.Tries = 0; p.Dup = false; p.RedeliverLater = 0; return p;
    }

    void Put(ref int n, ReadOnlySpan<byte> s)
    {
        if (n + s.Length > _body.Length) Array.Resize(ref _body, Math.Max(_body.Length * 2, n + s.Length));
        s.CopyTo(_body.AsSpan(n)); n += s.Length;
    }
    void PutNum(ref int n, long v) { Span<byte> t = stackalloc byte[20]; Utf8Formatter.TryFormat(v, t, out int w); Put(ref n, t[..w]); }
    void PutHex16(ref int n, ulong v) { Span<byte> t = stackalloc byte[16]; Utf8Formatter.TryFormat(v, t, out int w, new System.Buffers.StandardFormat('x', 16)); Put(ref n, t[..w]); }

    void BodyStart(ref int n) { Put(ref n, "{\"destination\":\""u8); Put(ref n, Util.U8(O.Destination)); Put(ref n, "\",\"events\":["u8); }

    static ReadOnlySpan<byte> B32 => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"u8;

    long AppendEvent(ref int n, int ui, long intended)
    {
        var u = _users[ui]; long id = NewEv();
        ref var e = ref E(id);
        e = new Ev { Intended = intended, User = ui, Step = (short)u.Step };
        u.Ev = id; _outstanding++;
        var step = D.Steps[u.Step];
        if (step.Event != null)
            foreach (var p in step.Event)
                switch (p.Kind)
                {
                    case Dialogue.Kind.Literal: Put(ref n, p.Bytes); break;
                    case Dialogue.Kind.User: Put(ref n, u.Id); break;
                    case Dialogue.Kind.Seq: PutNum(ref n, id); break;
                    case Dialogue.Kind.MessageId: PutNum(ref n, 444573844083572737L + id); break;
                    case Dialogue.Kind.Pick: Put(ref n, p.Choices![_rnd.Next(p.Choices.Length)]); break;
                    case Dialogue.Kind.Int: PutNum(ref n, _rnd.Next(p.Lo, p.Hi + 1)); break;
                }
        else { Put(ref n, u.NextTap!); u.NextTap = null; }

        Put(ref n, ",\"webhookEventId\":\"01"u8);                  // 26 characters, as a ULID
        Span<byte> w = stackalloc byte[24]; ulong x = (ulong)id;
        for (int i = 23; i >= 12; i--) { w[i] = B32[(int)(x & 31)]; x >>= 5; }
        uint tag = Convert.ToUInt32(_runTag, 16); ulong y = tag;
        for (int i = 11; i >= 0; i--) { w[i] = B32[(int)(y & 31)]; y >>= 5; }
        Put(ref n, w);
        Put(ref n, "\",\"deliveryContext\":{\"isRedelivery\":false},\"timestamp\":"u8);
        PutNum(ref n, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Put(ref n, ",\"source\":{\"type\":\"user\",\"userId\":\""u8); Put(ref n, u.Id);
        Put(ref n, "\"},\"replyToken\":\""u8); Put(ref n, _tagBytes); Put(ref n, "b07c0de0"u8); PutHex16(ref n, (ulong)id);
        Put(ref n, "\",\"mode\":\"active\"}"u8);
        return id;
    }

    void Finish(Post p, int n)
    {
        Put(ref n, "]}"u8);
        Pack(p, _body.AsSpan(0, n));
        if (O.RedeliverPct > 0 && p.N == 1 && _rnd.NextDouble() * 100 < O.RedeliverPct)
        {
            bool now = (_rnd.Next() & 1) == 0;
            var d = Copy(p);
            P.Send(p);
            if (now) { _redelivered++; P.Send(d); } else { p.RedeliverLater = 1; _later[p] = d; }
            return;
        }
        P.Send(p);
    }
    readonly Dictionary<Post, Post> _later = new();

    Post Copy(Post p)
    {
        var d = NewPost(1); d.Evs[0] = p.Evs[0];
        var body = p.Data.AsSpan(p.BodyAt, p.Len - p.BodyAt).ToArray();
        int i = body.AsSpan().IndexOf("\"isRedelivery\":false"u8);
        "\"isRedelivery\":true "u8.CopyTo(body.AsSpan(i));
        Pack(d, body); d.Dup = true; return d;
    }

    void Pack(Post p, ReadOnlySpan<byte> body)
    {
        Span<byte> mac = stackalloc byte[32]; HMACSHA256.HashData(_secret, body, mac);
        int need = _headA.Length + 44 + _headB.Length + 12 + body.Length;
        if (p.Data.Length < need) p.Data = new byte[Math.Max(need, 2048)];
        var o = p.Data.AsSpan(); int n = 0;
        _headA.CopyTo(o); n += _headA.Length;
        Base64.EncodeToUtf8(mac, o[n..], out _, out int w); n += w;
        _headB.CopyTo(o[n..]); n += _headB.Length;
        Utf8Formatter.TryFormat(body.Length, o[n..], out w); n += w;
        "\r\n\r\n"u8.CopyTo(o[n..]); n += 4;
        p.BodyAt = n; body.CopyTo(o[n..]); p.Len = n + body.Length;
    }
}
