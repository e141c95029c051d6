namespace LineBench;

internal sealed class LoadOptions
{
    public string Url = "", Secret = "bench-secret", ApiListen = "127.0.0.1:18080", Mode = "closed", Arrival = "poisson", Label = "", Destination = "Ubenchdestination000000000000000000";
    public string? Script, Out, VerifyCmd;
    public int Concurrency = 32, Users = 20000, MaxConns = 512, PerRequest = 1, Seed = 1, MulticastLimit;
    public double Rate = 500, Warmup = 3, Duration = 10, Drain = 10, RedeliverPct, ApiLatencyMs, ApiJitterMs, ApiErrorPct, ThinkMs, ReplyTimeout = 30;
    public bool NoReply;
    public List<(string name, int pid)> Pids = new();
}

