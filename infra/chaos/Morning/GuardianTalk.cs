using System.Diagnostics;
using System.Text.RegularExpressions;
using Bot.Chaos.Check;
using Bot.Chaos.Load;
using Bot.Simulator.Line;

namespace Bot.Chaos.Morning;

/// <summary>One guardian reports an absence: the words, the day, the reason on our page, sent.</summary>
internal sealed partial class GuardianTalk(Resident guardian, Book book, Postman postman, Browser browser, Random random)
{
    private static readonly Dictionary<string, string> Typed = new(StringComparer.Ordinal) { ["q-told"] = "fever" };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Conversation _conversation = book.Of(guardian.Town.Slug, guardian.UserId);

    /// <summary>From each thing that the guardian did to its answer.</summary>
    internal List<TimeSpan> Waits { get; } = [];

    /// <returns>Whether the report was received, so that the guardian read it.</returns>
    internal async Task<bool> Run(CancellationToken stop)
    {
        if (await Says(new Step("absence", "欠席", "どの連絡ですか"), stop) is null
            || await Says(new Step("absent", "欠席", "いつですか"), stop) is null
            || await Says(new Step("today", "今日", "町の安全なページ"), stop) is not { } asked
            || Links.Match(asked.Detail) is not { Success: true } link)
        {
            return false;
        }

        var page = new Uri(link.Value);
        await Thinks(stop);
        var (began, filled) = (Stopwatch.GetTimestamp(), book.Send(_conversation, Browser.EventOf(page), "page", replyToken: null, "入力済み"));
        if (!await browser.Fill(page, Typed, random, stop))
        {
            return false;
        }

        book.Ack(filled);
        return await Answer(filled, began, stop) is not null && await Says(new Step("send", "送信", "学校・園に届けました"), stop) is not null;
    }

    private async Task<Effect?> Says(Step step, CancellationToken stop)
    {
        await Thinks(stop);
        var written = guardian.DraftText(step.Words);
        var began = Stopwatch.GetTimestamp();
        var said = book.Send(_conversation, (string)written["webhookEventId"]!, step.Name, (string)written["replyToken"]!, step.Expects);
        return await postman.Deliver(guardian.Town, written, said, random, stop) ? await Answer(said, began, stop) : null;
    }

    private async Task<Effect?> Answer(Said said, long began, CancellationToken stop)
    {
        try
        {
            var heard = await said.Answered.WaitAsync(Patience, stop);
            Waits.Add(Stopwatch.GetElapsedTime(began));
            return heard.Detail.Contains(said.Expects!, StringComparison.Ordinal) ? heard : null;
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>A person reads and taps.</summary>
    private Task Thinks(CancellationToken stop) => Task.Delay(TimeSpan.FromMilliseconds(1500 + random.Next(4500)), stop);

    [GeneratedRegex("""http://localhost:8080/[^"\\\s]+/f/[^"\\\s]+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links { get; }
}
