using System.Globalization;
using Bot.Grow;

const string Usage = """
    Bot.Grow fair  --webhooks URL[,URL…] --line PORT [--rate 40] [--times 10] [--rounds 3] …
        the first town alone at RATE events a second, then beside the second town at TIMES as many; the first town's replies are compared
    Bot.Grow flood --webhooks URL[,URL…] --line PORT [--rate 40] [--users 400] [--rounds 3] …
        the same beside a town whose USERS write without pause: more than the machine can do
    Bot.Grow scale --webhooks URL[,URL…] --line PORT [--users 400] …
        both towns' USERS write without pause: replies a second
    …: [--seconds 20] [--warm-up 5] [--line-ms 50]

    Webhooks go to the URLs in turn, /webhooks/line/<town> is added. SECRETS=hoshimi:SECRET:DESTINATION,kawabe:… names the towns.
    The bot's Line__ApiBaseUrl must be http://127.0.0.1:PORT. Each measurement prints one line of name=value.
    """;

if (args is not ["fair" or "flood" or "scale", .. var words])
{
    Console.WriteLine(Usage);
    return args is ["--help" or "-h"] ? 0 : 2;
}

var order = Order.From(words);
await using var line = await FakeLine.Start(order.LinePort, order.LineLatency);
var towns = Town.FromEnvironment(order, line);
var (quiet, busy) = (towns[0], towns[1]);
await Task.WhenAll(quiet.Closed(8, order.WarmUp), busy.Closed(8, order.WarmUp));

if (args[0] == "scale")
{
    var both = await Task.WhenAll(quiet.Closed(order.Users / 2, order.Length), busy.Closed(order.Users / 2, order.Length));
    Say($"scale processes={order.Webhooks.Count} per_s={both.Sum(f => f.Count) / order.Length.TotalSeconds:f0} first: {both[0]} second: {both[1]} twice={line.Twice} late={line.Late}");
    return 0;
}

// Alone and beside, and the other way round in the next round: what changes on the machine meanwhile falls on both.
var (alone, beside) = (new List<Figures>(), new List<Figures>());
for (var round = 0; round < order.Rounds; round++)
{
    foreach (var together in round % 2 == 0 ? new[] { false, true } : [true, false])
    {
        using var end = new CancellationTokenSource();
        var others = !together ? Task.FromResult(new Figures())
            : args[0] == "fair" ? busy.Open(order.Rate * order.Times, order.Length, seed: round)
            : busy.Closed(order.Users, order.Length + TimeSpan.FromSeconds(1), end.Token);
        var figures = await quiet.Open(order.Rate, order.Length, seed: round);
        await end.CancelAsync();
        (together ? beside : alone).Add(figures);
        Say($"{args[0]} round={round + 1} {(together ? "beside" : "alone")} first: {figures}{(together ? $" second: {await others}" : "")}");
        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}

Say($"{args[0]} slower_p50={Ratio(0.5):f2} slower_p95={Ratio(0.95):f2} slower_p99={Ratio(0.99):f2} twice={line.Twice} late={line.Late}");
return 0;

double Ratio(double share)
{
    double[] ratios = [.. alone.Zip(beside, (a, b) => b.At(share) / a.At(share)).Order()];
    return ratios[ratios.Length / 2];
}

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
