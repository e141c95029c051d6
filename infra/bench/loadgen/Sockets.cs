using System.Diagnostics;
using System.Net;
using System.Text;
using static LineBench.Native;

namespace LineBench;

internal abstract class Pollable
{
    public int Fd = -1, Id; public uint Interest;
    public abstract void OnEvent(uint events);
}

internal sealed unsafe class Listener : Pollable
{
    readonly Loop _loop; readonly Func<ServerConn> _make;
    public Listener(Loop loop, IPAddress ip, int port, Func<ServerConn> make)
    {
        _loop = loop; _make = make;
        Fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        int one = 1; setsockopt(Fd, SOL_SOCKET, SO_REUSEADDR, &one, 4);
        var a = Addr(ip, port);
        if (bind(Fd, &a, 16) < 0) throw new IOException($"bind {ip}:{port} errno {Errno}");
        if (listen(Fd, 4096) < 0) throw new IOException("listen " + Errno);
        loop.Add(this, EPOLLIN);
    }
    public override void OnEvent(uint events)
    {
        for (; ; )
        {
            int fd = accept4(Fd, null, null, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (fd < 0) return;
            int one = 1; setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, 4);
            var c = _make(); c.Fd = fd; _loop.Add(c, EPOLLIN);
        }
    }
}

/// <summary>Buffered non-blocking TCP connection.</summary>
internal abstract unsafe class Conn : Pollable
{
    protected readonly Loop L;
    protected byte[] In = new byte[4096]; protected int InStart, InEnd;
    byte[]? _out; int _outPos, _outLen;
    protected bool Connecting;
    protected Conn(Loop l) { L = l; }
    public bool Closed => Fd < 0;

    public override void OnEvent(uint ev)
    {
        if (Connecting)
        {
            int err = 0; uint len = 4;
            getsockopt(Fd, SOL_SOCKET, SO_ERROR, &err, &len);
            if (err != 0 || (ev & (EPOLLERR | EPOLLHUP)) != 0) { Close(); return; }
            Connecting = false;
            L.Modify(this, EPOLLIN);
            Flush();
            if (Closed) return;
        }
        else if ((ev & EPOLLOUT) != 0) { Flush(); if (Closed) return; }
        if ((ev & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) ReadAll();
    }

    void ReadAll()
    {
        for (; ; )
        {
            nint n;
            fixed (byte* s = L.Scratch) n = recv(Fd, s, L.Scratch.Length, 0);
            if (n > 0)
            {
                Append(L.Scratch.AsSpan(0, (int)n));
                bool full = n == L.Scratch.Length;
                OnData();
                if (Closed || !full) return;
                continue;
            }
            if (n == 0) { OnEof(); Close(); return; }
            int e = Errno;
            if (e == EAGAIN) return;
            if (e == EINTR) continue;
            Close(); return;
        }
    }

    void Append(ReadOnlySpan<byte> d)
    {
        if (InStart == InEnd) InStart = InEnd = 0;
        if (InEnd + d.Length > In.Length)
        {
            int have = InEnd - InStart;
            if (have + d.Length > In.Length)
            {
                var nb = new byte[Math.Max(In.Length * 2, have + d.Length)];
                Buffer.BlockCopy(In, InStart, nb, 0, have); In = nb;
            }
            else Buffer.BlockCopy(In, InStart, In, 0, have);
            InStart = 0; InEnd = have;
        }
        d.CopyTo(In.AsSpan(InEnd)); InEnd += d.Length;
    }

    protected void Send(ReadOnlySpan<byte> d)
    {
        if (Closed) return;
        int sent = 0;
        if (!Connecting && _outLen == _outPos)
        {
            nint n;
            fixed (byte* p = d) n = send(Fd, p, d.Length, MSG_NOSIGNAL);
            if (n == d.Length) return;
            if (n < 0) { if (Errno is not (EAGAIN or EINTR)) { Close(); return; } n = 0; }
            sent = (int)n;
        }
        var rest = d[sent..];
        if (_out == null || _outLen + rest.Length > _out.Length)
        {
            var nb = new byte[Math.Max(8192, (_outLen - _outPos + rest.Length) * 2)];
            if (_out != null) Buffer.BlockCopy(_out, _outPos, nb, 0, _outLen - _outPos);
            _outLen -= _outPos; _outPos = 0; _out = nb;
        }
        rest.CopyTo(_out.AsSpan(_outLen)); _outLen += rest.Length;
        L.Modify(this, EPOLLIN | EPOLLOUT);
    }

    void Flush()
    {
        while (_outPos < _outLen)
        {
            nint n;
            fixed (byte* p = _out) n = send(Fd, p + _outPos, _outLen - _outPos, MSG_NOSIGNAL);
            if (n < 0)
            {
                if (Errno == EAGAIN) { L.Modify(this, EPOLLIN | EPOLLOUT); return; }
                if (Errno == EINTR) continue;
                Close(); return;
            }
            _outPos += (int)n;
        }
        _outPos = _outLen = 0;
        L.Modify(this, EPOLLIN);
    }

    protected abstract void OnData();
    protected virtual void OnEof() { }
    public virtual void Close() { L.Remove(this); }
}
