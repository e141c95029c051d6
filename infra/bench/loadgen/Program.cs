using System.Globalization;
using LineBench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 0 || args[0] is "-h" or "--help")
{
    Console.Error.WriteLine("""
    linebench load --url URL --script FILE [--secret S] [--api-listen HOST:PORT|none]
         [--mode closed --concurrency N | --mode open --rate R --arrival poisson|uniform]
         [--warmup S] [--duration S] [--drain S] [--users N] [--max-conns N] [--events-per-request N]
         [--redeliver-pct P] [--think-ms MS] [--api-latency-ms MS] [--api-jitter-ms MS] [--api-error-pct P]
         [--multicast-limit R] [--no-reply] [--reply-timeout S] [--seed N] [--pid NAME=PID]... [--verify-cmd CMD] [--label L] [--out FILE]
    linebench fake --listen HOST:PORT [--api-latency-ms MS] [--multicast-limit R]     (GET /__stats, /__reset)
    linebench sink --listen HOST:PORT --api URL [--secret S]                           (the cheapest target)
    linebench report DIR [--baseline NAME]
    linebench quiet [--below CORES] [--max-wait S]      linebench get FILE path.to.value      linebench speed [--ms N]
    linebench sign --secret S < body                                                   (prints X-Line-Signature)
    """);
    return 64;
}

var a = new Dictionary<string, string>(); var pids = new List<(string, int)>(); var rest = new List<string>();
for (int i = 1; i < args.Length; i++)
{
    if (args[i] == "--") { rest.AddRange(args[(i + 1)..]); break; }
    if (!args[i].StartsWith("--")) { rest.Add(args[i]); continue; }
    var k = args[i][2..];
    if (k == "no-reply") { a[k] = "1"; continue; }
    if (i + 1 >= args.Length) throw new ArgumentException("--" + k + " needs a value");
    var v = args[++i];
    if (k == "pid") { var p = v.Split('='); pids.Add((p[0], int.Parse(p[1]))); } else a[k] = v;
}
var known = "url secret api-listen mode arrival label script out concurrency users max-conns events-per-request seed multicast-limit rate warmup duration drain redeliver-pct api-latency-ms api-jitter-ms api-error-pct think-ms reply-timeout no-reply listen api requests recipients baseline destination verify-cmd below max-wait ms".Split(' ');
foreach (var k in a.Keys) if (!known.Contains(k)) { Console.Error.WriteLine("unknown option --" + k); return 64; }
string S(string k, string d) => a.TryGetValue(k, out var v) ? v : d;
string? SN(string k) => a.TryGetValue(k, out var v) ? v : null;
int I(string k, int d) => a.TryGetValue(k, out var v) ? int.Parse(v) : d;
double N(string k, double d) => a.TryGetValue(k, out var v) ? double.Parse(v, CultureInfo.InvariantCulture) : d;

switch (args[0])
{
    case "load":
        return new Load(new LoadOptions
        {
            Url = S("url", ""), Secret = S("secret", "bench-secret"), ApiListen = S("api-listen", "127.0.0.1:18080"), Mode = S("mode", "closed"), Arrival = S("arrival", "poisson"), Label = S("label", ""),
            Script = SN("script"), Out = SN("out"), Concurrency = I("concurrency", 32), Users = I("users", 20000), MaxConns = I("max-conns", 512), PerRequest = I("events-per-request", 1), Seed = I("seed", 1),
            MulticastLimit = I("multicast-limit", 0), Rate = N("rate", 500), Warmup = N("warmup", 3), Duration = N("duration", 10), Drain = N("drain", 10), RedeliverPct = N("redeliver-pct", 0),
            ApiLatencyMs = N("api-latency-ms", 0), ApiJitterMs = N("api-jitter-ms", 0), ApiErrorPct = N("api-error-pct", 0), ThinkMs = N("think-ms", 0), ReplyTimeout = N("reply-timeout", 30), NoReply = a.ContainsKey("no-reply"),
            VerifyCmd = SN("verify-cmd"), Destination = S("destination", "Ubenchdestination000000000000000000"), Pids = pids,
        }).Run();
    case "fake":
        {
            var loop = new Loop(); var f = new FakeLine(loop) { LatencyMs = N("api-latency-ms", 0), JitterMs = N("api-jitter-ms", 0), ErrorPct = N("api-error-pct", 0), MulticastLimit = I("multicast-limit", 0) };
            f.Listen(S("listen", "127.0.0.1:18080")); Console.WriteLine("fake LINE API ready");
            loop.Run(now => now + 50_000_000); return 0;
        }
    case "sink": return SinkTarget.Run(S("listen", "127.0.0.1:18090"), S("api", "http://127.0.0.1:18080"), SN("secret"));
    case "report": return Report.Run(rest[0], SN("baseline"));
    case "get":      // get FILE path.to.value
        {
            System.Text.Json.Nodes.JsonNode? j = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(rest[0]));
            foreach (var k in rest[1].Split('.')) j = j?[k];
            Console.WriteLine(j?.ToString() ?? ""); return 0;
        }
    case "exec":     // exec [--pid NAME=PID]... [--out FILE] -- COMMAND...: its CPU, the named trees' CPU, everyone else's
        {
            double Kids() { var t = File.ReadAllText("/proc/self/stat"); var f = t[(t.LastIndexOf(')') + 2)..].Split(' '); return (double.Parse(f[13]) + double.Parse(f[14])) / 100; }
            var roots = pids.Select(p => p.Item2).ToArray(); var c0 = Cpu.Trees(roots); var k0 = Kids(); var m0 = Cpu.Machine(); var sw = System.Diagnostics.Stopwatch.StartNew();
            using var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(rest[0], rest.Skip(1)))!;
            p.WaitForExit();
            double s = sw.Elapsed.TotalSeconds; var m1 = Cpu.Machine(); var c1 = Cpu.Trees(roots); double kid = Kids() - k0;
            double busy = Environment.ProcessorCount * (m1.busy - m0.busy) / Math.Max(1, m1.total - m0.total), used = kid + c1.Zip(c0, (x, y) => x - y).Sum();
            var j = new System.Text.Json.Nodes.JsonObject { ["seconds"] = Math.Round(s, 2), ["command_cores"] = Math.Round(kid / s, 2), ["busy_cores"] = Math.Round(busy, 2), ["foreign_cores"] = Math.Round(Math.Max(0, busy - used / s), 2) };
            for (int i = 0; i < roots.Length; i++) j[pids[i].Item1 + "_cores"] = Math.Round((c1[i] - c0[i]) / s, 2);
            if (SN("out") is { } of) File.WriteAllText(of, j.ToJsonString()); else Console.Error.WriteLine(j.ToJsonString());
            return p.ExitCode;
        }
    case "speed": Cpu.Speed(100); Console.WriteLine(Cpu.Speed(I("ms", 300)).ToString("0.0", CultureInfo.InvariantCulture)); return 0;
    case "quiet":    // wait until the rest of the machine is nearly idle; exit 1 when it never was
        {
            double below = N("below", 0.25), max = N("max-wait", 60); var sw = System.Diagnostics.Stopwatch.StartNew(); int good = 0;
            while (sw.Elapsed.TotalSeconds < max)
            {
                var m0 = Cpu.Machine(); Thread.Sleep(500); var m1 = Cpu.Machine();
                good = Environment.ProcessorCount * (m1.busy - m0.busy) / Math.Max(1, m1.total - m0.total) < below ? good + 1 : 0;
                if (good >= 3) return 0;
            }
            return 1;
        }
    case "sign":
        {
            using var ms = new MemoryStream(); Console.OpenStandardInput().CopyTo(ms);
            Console.WriteLine(Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(Util.U8(S("secret", "bench-secret")), ms.ToArray()))); return 0;
        }
}
Console.Error.WriteLine("unknown command " + args[0]); return 64;
