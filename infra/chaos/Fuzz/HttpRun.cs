using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Bot.Chaos.Ground;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;

namespace Bot.Chaos.Fuzz;

/// <summary>The same bodies over HTTP against the real bot and its database, and calls of Open311 and the public's pages. No answer may be 5xx, but 503 where the inbox could not be written in time.</summary>
/// <param name="key">With which programs may report in each town.</param>
internal sealed class HttpRun(Site site, ulong seed, string key) : IDisposable
{
    private static readonly QuestionId[] Asked = [new("name"), new("kana"), new("telephone"), new("address"), new("remark")];

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly long[] _statuses = new long[600];
    private readonly long[] _times = new long[64];
    private long _brokenOff;

    /// <summary>Sends one body.</summary>
    /// <returns>What was wrong with the answer; <c>null</c> when nothing was.</returns>
    public async Task<string?> Try(long at, CancellationToken stop)
    {
        using var request = Request(Dice.For(seed, (ulong)at));
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _http.SendAsync(request, stop);
            var status = (int)answer.StatusCode;
            Interlocked.Increment(ref _statuses[Math.Min(status, 599)]);
            Interlocked.Increment(ref _times[(int)Math.Log2(Math.Max(1, Stopwatch.GetElapsedTime(began).TotalMicroseconds))]);
            return status is >= 500 and not 503 ? $"{status} for {request.Method} {request.RequestUri?.AbsolutePath}" : null;
        }
        catch (HttpRequestException)
        {
            // What is too large is answered while it is still being sent, and the connection is closed.
            Interlocked.Increment(ref _brokenOff);
            return null;
        }
    }

    public string Told()
    {
        var (all, sum, at) = (_times.Sum(), 0L, 0);
        while (at < 63 && sum + _times[at] < all * 0.99)
        {
            sum += _times[at++];
        }

        var statuses = string.Join(", ", _statuses.Index().Where(s => s.Item > 0).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Index}: {s.Item}")));
        return string.Create(CultureInfo.InvariantCulture, $"{statuses}, broken off: {_brokenOff}; 99 % within {(1L << (at + 1)) / 1000.0:0.0} ms");
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Dice dice)
    {
        var town = dice.Among(Site.Towns);
        return dice.Below(13) switch
        {
            < 5 => Line(dice, town),
            < 7 => Stripe(dice, town),
            < 10 => Page(dice, town),
            _ => Open311(dice, town),
        };
    }

    private HttpRequestMessage Line(Dice dice, string town)
    {
        var draft = new Draft(new FormId(dice.Of("bulky-waste", "bulky-waste-mine", "bulky-waste-fees")), 1, new TurnNo(1), new TurnNo(dice.Below(40)), Answers.None);
        var body = Mutator.Bytes(LineBodies.Delivery(dice, site.Settings[$"Towns__{town}__Line__BotUserId"], draft), dice);
        var request = Post($"/webhooks/line/{(dice.Once(100) ? Open311Bodies.Part(dice) : town)}", body, "application/json");
        var header = new LineSignature(site.Settings[$"Towns__{town}__Line__ChannelSecret"]).Sign(body);
        request.Headers.TryAddWithoutValidation("x-line-signature", dice.Once(20) ? Plain(Hostile.Text(dice)) : header);
        return request;
    }

    private HttpRequestMessage Stripe(Dice dice, string town)
    {
        var body = Mutator.Bytes(StripeBodies.Event(dice, town), dice);
        var request = Post($"/webhooks/stripe/{(dice.Once(100) ? Open311Bodies.Part(dice) : town)}", body, "application/json");
        var header = StripeTarget.Sign(body, DateTimeOffset.UtcNow, site.Settings[$"Towns__{town}__Stripe__WebhookSecret"]);
        request.Headers.TryAddWithoutValidation("Stripe-Signature", dice.Once(20) ? Plain(Hostile.Text(dice)) : header);
        return request;
    }

    private HttpRequestMessage Page(Dice dice, string town)
    {
        var code = dice.Chance(60) ? new string(dice.Of('a', 'Z', '0', '_'), dice.Of(22, 43)) : Open311Bodies.Part(dice);
        var query = dice.Once(3) ? $"?lang={Open311Bodies.Part(dice)}" : "";
        return dice.Below(6) switch
        {
            0 => new HttpRequestMessage(HttpMethod.Get, new Uri(site.Bots[0].Address, $"/{town}/adopt/{Open311Bodies.Part(dice)}{query}")),
            1 => new HttpRequestMessage(HttpMethod.Get, new Uri(site.Bots[0].Address, $"/{town}/{dice.Of("pay", "f", "letter")}/{code}{query}")),
            2 => Post($"/{town}/pay/{code}/again{query}", FormBodies.Post(dice, [.. Asked]), FormBodies.ContentType(dice)),
            3 => Post($"/{town}/letter/{code}{query}", FormBodies.Post(dice, [.. Asked]), FormBodies.ContentType(dice)),
            4 => Post($"/{Open311Bodies.Part(dice)}/f/{code}{query}", FormBodies.Post(dice, [.. Asked]), FormBodies.ContentType(dice)),
            _ => Post($"/{town}/f/{code}{query}", FormBodies.Post(dice, [.. Asked]), FormBodies.ContentType(dice)),
        };
    }

    private HttpRequestMessage Open311(Dice dice, string town)
    {
        var ask = Open311Bodies.Of(dice, town, key);
        return ask.Body is { } body ? Post(ask.Path, body, ask.ContentType) : new HttpRequestMessage(HttpMethod.Get, new Uri(site.Bots[0].Address, ask.Path));
    }

    private HttpRequestMessage Post(string path, byte[] body, string? contentType)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Bots[0].Address, path)) { Content = new ByteArrayContent(body) };
        if (contentType is not null && !MediaTypeHeaderValue.TryParse(contentType, out _))
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        else
        {
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        return request;
    }

    /// <summary>What a client may put into a header.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => c is >= ' ' and <= '~').Take(500));
}
