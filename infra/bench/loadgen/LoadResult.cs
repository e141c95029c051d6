using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LineBench;

/// <summary>The figures of a run.</summary>
internal sealed partial class Load
{
    static double Pct(List<int> s, double p) => s.Count == 0 ? 0 : Math.Round(s[Math.Min(s.Count - 1, (int)Math.Ceiling(p / 100 * s.Count) - 1 < 0 ? 0 : (int)Math.Ceiling(p / 100 * s.Count) - 1)] / 1000.0, 3);

    JsonObject Result()
    {
        double dur = Math.Max(1e-9, (_end - _warmEnd) / 1e9);
        List<int> ack = new(), e2e = new(), lag = new(); long sentW = 0, ackW = 0, repW = 0, lost = 0, unacked = 0, ackThr = 0, repThr = 0, replies = 0;
        var perSec = new long[(int)Math.Ceiling(O.Duration)];
        for (long i = 0; i < _count; i++)
        {
            ref var e = ref E(i);
            if ((e.Flags & Ev.Replied) != 0) replies++;
            else if ((e.Flags & Ev.Acked) != 0 && !O.NoReply) lost++;
            if ((e.Flags & (Ev.Acked | Ev.Failed)) == 0) unacked++;
            if (e.Ack >= _warmEnd && e.Ack < _end) ackThr++;
            if (e.Reply >= _warmEnd && e.Reply < _end) { repThr++; int s = (int)((e.Reply - _warmEnd) / 1_000_000_000); if (s < perSec.Length) perSec[s]++; }
            if (e.Intended < _warmEnd || e.Intended >= _end) continue;
            sentW++;
            if (e.Sent > 0) lag.Add(Us(e.Sent - e.Intended));
            if ((e.Flags & Ev.Acked) != 0) { ackW++; ack.Add(Us(e.Ack - e.Intended)); }
            if ((e.Flags & Ev.Replied) != 0) { repW++; e2e.Add(Us(e.Reply - e.Intended)); }
        }
        ack.Sort(); e2e.Sort(); lag.Sort();
        var cpu = new JsonObject(); double unit = Math.Max(1, O.NoReply ? ackThr : repThr);
        if (_cpu0 != null && _cpu1 != null)
            for (int i = 0; i < O.Pids.Count; i++)
                cpu[O.Pids[i].name] = new JsonObject { ["us_per_event"] = Math.Round((_cpu1[i] - _cpu0[i]) * 1e6 / unit, 1), ["cores"] = Math.Round((_cpu1[i] - _cpu0[i]) / dur, 2), ["peak_mib"] = Math.Round(Cpu.PeakMiB(O.Pids[i].pid), 0) };
        double own = (_own1 - _own0).TotalSeconds;
        cpu["generator"] = new JsonObject { ["us_per_event"] = Math.Round(own * 1e6 / unit, 1), ["cores"] = Math.Round(own / dur, 2) };
        double measured = own + (_cpu0 != null && _cpu1 != null ? _cpu1.Zip(_cpu0, (x, y) => x - y).Sum() : 0);
        double busyCores = Environment.ProcessorCount * (_m1.busy - _m0.busy) / Math.Max(1, _m1.total - _m0.total);
        var r = new JsonObject
        {
            ["label"] = O.Label, ["dialogue"] = D.Name, ["mode"] = O.Mode,
            ["concurrency"] = O.Mode == "closed" ? O.Concurrency : null, ["rate"] = O.Mode == "open" ? O.Rate : null, ["arrival"] = O.Mode == "open" ? O.Arrival : null,
            ["api_latency_ms"] = O.ApiLatencyMs, ["warmup_s"] = O.Warmup, ["duration_s"] = O.Duration, ["users"] = O.Users, ["events_per_request"] = O.PerRequest,
            ["sent"] = sentW, ["acked"] = ackW, ["replies"] = repW,
            ["ack_per_s"] = Math.Round(ackThr / dur, 1), ["replies_per_s"] = Math.Round(repThr / dur, 1),
            ["ack_ms"] = new JsonObject { ["p50"] = Pct(ack, 50), ["p90"] = Pct(ack, 90), ["p99"] = Pct(ack, 99), ["p999"] = Pct(ack, 99.9), ["max"] = Pct(ack, 100) },
            ["e2e_ms"] = new JsonObject { ["p50"] = Pct(e2e, 50), ["p90"] = Pct(e2e, 90), ["p99"] = Pct(e2e, 99), ["p999"] = Pct(e2e, 99.9), ["max"] = Pct(e2e, 100) },
            ["duplicates"] = _dupReplies, ["lost"] = lost, ["failed"] = _fails, ["unanswered_webhooks"] = unacked,
            ["total"] = new JsonObject { ["sent"] = _count, ["acked"] = _acks, ["replies"] = replies, ["dialogues"] = _dialogues, ["via_push"] = _pushMatched, ["unknown_tokens"] = _unknown, ["late_replies"] = _lateReplies, ["expect_mismatch"] = _mismatch, ["tap_failed"] = _tapFailed, ["redelivered"] = _redelivered, ["redelivered_acked"] = _redeliverAcked, ["redelivered_failed"] = _redeliverFailed },
            ["replies_per_second_series"] = new JsonArray(perSec.Select(x => (JsonNode)JsonValue.Create(x)).ToArray()),
            ["cpu"] = cpu,
            ["machine"] = new JsonObject { ["busy_cores"] = Math.Round(busyCores, 2), ["foreign_cores"] = Math.Round(Math.Max(0, busyCores - measured / dur), 2), ["steal_pct"] = Math.Round(100 * (_m1.steal - _m0.steal) / Math.Max(1, _m1.total - _m0.total), 2) },
            ["generator"] = new JsonObject { ["send_lag_p99_ms"] = Pct(lag, 99), ["max_pass_ms"] = Math.Round(L.MaxIterationNs / 1e6, 2), ["connections"] = P.Connects, ["connect_errors"] = P.ConnectErrors, ["retries"] = P.Retries, ["queued_max"] = _queuedMax, ["backlog_max"] = _backlogMax },
            ["statuses"] = new JsonObject(_statuses.Select(k => KeyValuePair.Create(k.Key.ToString(), (JsonNode?)JsonValue.Create(k.Value)))),
            ["api"] = F.Stats(),
        };
        if (_mismatchSample != null) r["mismatch_sample"] = _mismatchSample;
        if (_abort != null) r["aborted"] = _abort;
        return r;
        static int Us(long ns) => (int)Math.Min(int.MaxValue, Math.Max(0, ns / 1000));
    }
}
