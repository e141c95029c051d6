using System.Diagnostics;
using System.Net;
using System.Text;
using static LineBench.Native;

namespace LineBench;

/// <summary>Header view over a parsed HTTP/1.1 message.</summary>
internal ref struct Http
{
    public ReadOnlySpan<byte> Head;      // start line + headers, without the final CRLFCRLF
    public ReadOnlySpan<byte> Body;      // de-chunked
    public int Consumed;                 // bytes of the input used

    static ReadOnlySpan<byte> CrLf2 => "\r\n\r\n"u8;

    /// <returns>1 complete, 0 need more, -1 malformed</returns>
    public static int Parse(Span<byte> d, bool response, out Http h)
    {
        h = default;
        int he = d.IndexOf(CrLf2);
        if (he < 0) return d.Length > 65536 ? -1 : 0;
        h.Head = d[..he];
        int bodyAt = he + 4;
        if (Header(h.Head, "transfer-encoding"u8, out var te) && te.IndexOf("chunked"u8) >= 0)
        {
            int r = bodyAt, w = bodyAt;
            // first pass: is it complete? (rewriting the buffer is only safe then)
            int q = r; bool done = false;
            while (true)
            {
                int nl = d[q..].IndexOf("\r\n"u8); if (nl < 0) break;
                if (!Hex(d.Slice(q, nl), out int sz)) return -1;
                q += nl + 2;
                if (sz == 0) { if (q + 2 <= d.Length) { done = true; } break; }
                q += sz + 2; if (q > d.Length) break;
            }
            if (!done) return 0;
            while (true)
            {
                int nl = d[r..].IndexOf("\r\n"u8); Hex(d.Slice(r, nl), out int sz); r += nl + 2;
                if (sz == 0) { r += 2; break; }
                d.Slice(r, sz).CopyTo(d[w..]); w += sz; r += sz + 2;
            }
            h.Body = d[bodyAt..w]; h.Consumed = r;
            return 1;
        }
        int len = 0;
        if (Header(h.Head, "content-length"u8, out var cl)) { if (!Dec(cl, out len)) return -1; }
        if (d.Length - bodyAt < len) return 0;
        h.Body = d.Slice(bodyAt, len); h.Consumed = bodyAt + len;
        return 1;
    }

    public static bool Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> lowerName, out ReadOnlySpan<byte> value)
    {
        int p = head.IndexOf((byte)'\n') + 1;
        while (p > 0 && p < head.Length)
        {
            int nl = head[p..].IndexOf((byte)'\n');
            var line = nl < 0 ? head[p..] : head.Slice(p, nl);
            int nlen = lowerName.Length;
            if (line.Length > nlen && line[nlen] == (byte)':' && EqualsLower(line[..nlen], lowerName))
            {
                value = Trim(line[(nlen + 1)..]); return true;
            }
            if (nl < 0) break;
            p += nl + 1;
        }
        value = default; return false;
    }

    public int Status => Dec(Head.Slice(9, 3), out int s) ? s : 0;
    public ReadOnlySpan<byte> Method => Head[..Head.IndexOf((byte)' ')];
    public ReadOnlySpan<byte> Path
    {
        get { var r = Head[(Head.IndexOf((byte)' ') + 1)..]; return r[..r.IndexOf((byte)' ')]; }
    }
    public bool WantsClose => Header(Head, "connection"u8, out var v) && EqualsLower(v, "close"u8);

    static bool EqualsLower(ReadOnlySpan<byte> a, ReadOnlySpan<byte> lower)
    {
        if (a.Length != lower.Length) return false;
        for (int i = 0; i < a.Length; i++) { byte c = a[i]; if (c >= 'A' && c <= 'Z') c |= 0x20; if (c != lower[i]) return false; }
        return true;
    }
    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> s)
    {
        while (s.Length > 0 && s[0] == ' ') s = s[1..];
        while (s.Length > 0 && (s[^1] == '\r' || s[^1] == ' ')) s = s[..^1];
        return s;
    }
    static bool Dec(ReadOnlySpan<byte> s, out int v)
    {
        v = 0; foreach (var c in s) { if (c < '0' || c > '9') return false; v = v * 10 + (c - '0'); }
        return s.Length > 0;
    }
    static bool Hex(ReadOnlySpan<byte> s, out int v)
    {
        v = 0; int n = 0;
        foreach (var c in s)
        {
            int x = c is >= (byte)'0' and <= (byte)'9' ? c - '0' : (c | 32) is >= 'a' and <= 'f' ? (c | 32) - 'a' + 10 : -1;
            if (x < 0) break; v = v * 16 + x; n++;
        }
        return n > 0;
    }
}
