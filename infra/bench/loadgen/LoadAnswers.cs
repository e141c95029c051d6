using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LineBench;

/// <summary>What came of what was sent, and the run itself.</summary>
internal sealed partial class Load
{
    // ---------------------------------------------------------------- results

    void OnAck(Post p, int status)
    {
        long now = Clock.Now;
        if (p.Dup)
        {
            if (status is >= 200 and < 300) _redeliverAcked++; else _redeliverFailed++;
            _free.Push(p); return;
        }
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_statuses, status, out _)++;
        bool ok = status is >= 200 and < 300;
        if (ok) _consecutiveFails = 0;
        else if (++_consecutiveFails > 2000 && _acks == 0) { _abort = $"no webhook was acknowledged (last status {status})"; L.Stop = true; }
        for (int i = 0; i < p.N; i++)
        {
            ref var e = ref E(p.Evs[i]);
            if (ok) { e.Ack = now; e.Flags |= Ev.Acked; _acks++; Gate(ref e); }
            else { e.Flags |= Ev.Failed; _fails++; if ((e.Flags & Ev.Delivered) == 0 || true) Abandon(ref e); }
        }
        if (p.RedeliverLater > 0 && _later.Remove(p, out var d)) { if (ok && _sending) { _redelivered++; P.Send(d); } }
        _free.Push(p);
    }

    bool IReplySink.OnReply(ReadOnlySpan<byte> token, ReadOnlySpan<byte> body, long now, out long ev)
    {
        ev = -1;
        if (token.Length != 32 || !token[..8].SequenceEqual(_tagBytes) || !Utf8Parser.TryParse(token[16..], out long id, out _, 'x') || id >= _count) { _unknown++; return false; }
        ref var e = ref E(id);
        if ((e.Flags & Ev.Replied) != 0) { _dupReplies++; return false; }
        Replied(ref e, body, now); ev = id; return true;
    }

    void IReplySink.OnPush(ReadOnlySpan<byte> body, long now, out long ev)
    {
        ev = -1;
        if (!FakeLine.Str(body, "\"to\""u8, out var to) || to.Length != 33 || !to.Slice(1, 8).SequenceEqual(_tagBytes)) return;
        if (!Utf8Parser.TryParse(to[25..], out int ui, out _, 'x') || ui >= _users.Length) return;
        long id = _users[ui].Ev; if (id < 0) return;
        ref var e = ref E(id);
        if ((e.Flags & Ev.Replied) != 0) return;
        e.Flags |= Ev.ViaPush; _pushMatched++;
        Replied(ref e, body, now); ev = id;
    }

    void Replied(ref Ev e, ReadOnlySpan<byte> body, long now)
    {
        e.Reply = now; e.Flags |= Ev.Replied;
        var step = D.Steps[e.Step];
        if (step.Expect != null)
        {
            bool hit = false; foreach (var x in step.Expect) if (body.IndexOf(x) >= 0) { hit = true; break; }
            if (!hit) { _mismatch++; e.Flags |= Ev.Mismatch; _mismatchSample ??= $"step {e.Step}: expected \"{step.ExpectText}\" in {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 400)])}"; }
        }
        if (e.Step + 1 < D.Steps.Count && D.Steps[e.Step + 1].NeedsPreviousReply) _users[e.User].LastReply = body.ToArray();
    }

    void IReplySink.OnDelivered(long id)
    {
        ref var e = ref E(id); e.Flags |= Ev.Delivered; Gate(ref e);
    }

    /// <summary>The user goes on once the webhook was acknowledged and the reply was delivered.</summary>
    void Gate(ref Ev e)
    {
        if (!O.NoReply && (e.Flags & (Ev.Acked | Ev.Delivered)) != (Ev.Acked | Ev.Delivered)) return;
        if ((e.Flags & (Ev.Failed | Ev.Abandoned)) != 0) { if ((e.Flags & Ev.Abandoned) != 0) _lateReplies++; return; }
        _outstanding--;
        int ui = e.User; var u = _users[ui];
        u.Ev = -1;
        if (++u.Step >= D.Steps.Count)
        {
            u.Step = 0; u.LastReply = null; _dialogues++; _rest.Enqueue(ui);
            Next(-1);
            return;
        }
        var st = D.Steps[u.Step];
        if (st.NeedsPreviousReply)
        {
            u.NextTap = Dialogue.Tap(st, u.LastReply, 444573844083572737L + _count);
            if (u.NextTap == null) { _tapFailed++; _mismatchSample ??= $"step {u.Step}: no button \"{st.TapLabel}\" in the previous reply"; u.Step = 0; _rest.Enqueue(ui); Next(-1); return; }
        }
        if (O.ThinkMs > 0) L.At(Clock.Now + (long)(O.ThinkMs * 1e6), () => Next(ui));
        else Next(ui);
    }

    void Abandon(ref Ev e)
    {
        if ((e.Flags & Ev.Abandoned) != 0) return;
        e.Flags |= Ev.Abandoned; _outstanding--;
        _users[e.User].Ev = -1; _users[e.User].Step = 0;     // the user is not used again in this run
        if (O.Mode == "closed") L.At(Clock.Now + 100_000_000, () => Next(-1));
    }

    /// <summary>A user (or, for -1, any rested one) may act.</summary>
    void Next(int ui)
    {
        if (!_sending) return;
        if (O.Mode == "closed")
        {
            if (ui < 0) { if (_rest.Count == 0) return; ui = _rest.Dequeue(); }
            Dispatch(ui, Clock.Now);
            return;
        }
        if (_backlog.Count > 0) { if (ui < 0) { if (_rest.Count == 0) return; ui = _rest.Dequeue(); } Dispatch(ui, _backlog.Dequeue()); }
        else if (ui >= 0) _ready.Enqueue(ui);
    }

    // ---------------------------------------------------------------- the run

    long Tick(long now)
    {
        if (!_started)
        {
            _started = true; _t0 = now; _warmEnd = now + (long)(O.Warmup * 1e9); _end = _warmEnd + (long)(O.Duration * 1e9); _nextArrival = now;
            if (O.Mode == "closed") for (int i = 0; i < O.Concurrency && _rest.Count > 0; i++) Dispatch(_rest.Dequeue(), Clock.Now);
            L.At(_warmEnd, () => { _cpu0 = Cpu.Trees(O.Pids.Select(p => p.pid).ToArray()); _m0 = Cpu.Machine(); _own0 = Process.GetCurrentProcess().TotalProcessorTime; _gen0Events = _count; L.MaxIterationNs = 0; });
            L.At(_end, () =>
            {
                _cpu1 = Cpu.Trees(O.Pids.Select(p => p.pid).ToArray()); _m1 = Cpu.Machine(); _own1 = Process.GetCurrentProcess().TotalProcessorTime;
                _sending = false;
                long limit = _end + (long)(O.Drain * 1e9);
                void Check() { if (_outstanding <= 0 || Clock.Now >= limit) { L.At(Clock.Now + 200_000_000, () => L.Stop = true); return; } L.At(Clock.Now + 20_000_000, Check); }
                Check();
            });
        }
        if (!_sending) return now + 50_000_000;
        if (O.Mode == "open")
        {
            while (_nextArrival <= now)
            {
                if (_ready.Count > 0) Dispatch(_ready.Dequeue(), _nextArrival);
                else if (_rest.Count > 0) Dispatch(_rest.Dequeue(), _nextArrival);
                else { _backlog.Enqueue(_nextArrival); if (_backlog.Count > _backlogMax) _backlogMax = _backlog.Count; }
                double gap = 1e9 / O.Rate;
                if (O.Arrival == "poisson") gap *= -Math.Log(1 - _rnd.NextDouble());
                _nextArrival += (long)gap;
            }
            if (P.Queued > _queuedMax) _queuedMax = P.Queued;
            return _nextArrival;
        }
        // closed loop: give up on users whose reply never comes, so that the concurrency is kept up
        if (now > _nextSweep)
        {
            _nextSweep = now + 1_000_000_000; long old = now - (long)(O.ReplyTimeout * 1e9);
            foreach (var u in _users) if (u.Ev >= 0) { ref var e = ref E(u.Ev); if (e.Intended < old) Abandon(ref e); }
        }
        return now + 50_000_000;
    }
    long _nextSweep;

    public int Run()
    {
        GC.Collect(); GC.WaitForPendingFinalizers();
        System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.SustainedLowLatency;
        long rows0 = Verify();
        double speed0 = Cpu.Speed();
        L.Run(Tick);
        double speed1 = Cpu.Speed();
        long rows1 = Verify();
        var json = Result();
        json["machine"]!["speed"] = Math.Round(Math.Min(speed0, speed1), 1);
        if (rows0 >= 0 && rows1 >= 0)
        {
            // every finished dialogue left one row; a row without its reply is possible only for an abandoned event
            long rows = rows1 - rows0, open = _count - _acks + _outstanding + _fails;
            json["verify"] = new JsonObject { ["rows"] = rows, ["dialogues"] = _dialogues, ["ok"] = rows >= _dialogues && rows <= _dialogues + Math.Max(0, open) };
        }
        var text = json.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (O.Out != null) { Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(O.Out))!); File.WriteAllText(O.Out, text); }
        else Console.WriteLine(text);
        return _abort != null || (_count > 0 && _acks == 0) ? 2 : 0;   // 2: nothing was acknowledged
    }

    long Verify()
    {
        if (O.VerifyCmd == null) return -1;
        using var p = Process.Start(new ProcessStartInfo("bash") { ArgumentList = { "-c", O.VerifyCmd }, RedirectStandardOutput = true })!;
        var t = p.StandardOutput.ReadToEnd(); p.WaitForExit();
        return long.TryParse(t.Trim(), out var n) ? n : -1;
    }
}
