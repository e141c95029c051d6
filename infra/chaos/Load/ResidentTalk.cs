using System.Text.RegularExpressions;
using Bot.Chaos.Check;
using Bot.Simulator.Line;
using Bot.Simulator.Stripe;

namespace Bot.Chaos.Load;

/// <summary>One resident's way through a talk: writes, reads, fills in the page, pays, cancels. What becomes of it stands in the book.</summary>
internal sealed partial class ResidentTalk(Resident resident, Book book, Postman postman, Browser browser, FakeStripe stripe, Pace pace, Random random, CancellationToken stop)
{
    private static readonly Dictionary<string, string> Typed = new(StringComparer.Ordinal)
    {
        ["q-name"] = "星見 花子",
        ["q-telephone"] = "0999-00-1234",
        ["q-address"] = "本町1丁目2-3",
    };

    /// <summary>Who hears nothing for so long goes away; whether something was owed is the checker's to find.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Conversation _conversation = book.Of(resident.Town.Slug, resident.UserId);
    private readonly bool _isHasty = random.Next(2) == 0;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    internal Resident Resident => resident;

    /// <param name="given">What to write instead of a talk of one's own; each only once the one before was answered.</param>
    internal async Task Run(IReadOnlyList<Step>? given = null)
    {
        if (given is not null)
        {
            await All(given, waits: false);
            return;
        }

        var town = resident.Town.Slug;
        var kind = random.Next(100);
        if (kind < 30)
        {
            await All(Steps.Chat(random), waits: false);
        }
        else if (kind < 45)
        {
            await All(Steps.Fees, waits: !_isHasty);
        }
        else if (kind < 80)
        {
            await All(Steps.Dither(town, random), waits: !_isHasty);
        }
        else
        {
            await Request(town);
        }
    }

    private async Task Request(string town)
    {
        if (await All(Steps.Request(town, random), waits: !_isHasty) is not { } spot
            || await Heard(spot) is not { } asked
            || Link(asked, "/f/") is not { } page
            || await Fill(page) is not { } filled
            || await Heard(filled) is null
            || await Say(Steps.Confirm) is not { } confirmed)
        {
            return;
        }

        _conversation.Requested++;
        if (await Heard(confirmed) is not { } told || Link(told, "/pay/") is not { } pay || random.Next(10) == 0)
        {
            return;
        }

        if (await browser.Checkout(pay, random, stop) is not { } session)
        {
            return;
        }

        var account = stripe.Account(town);
        if (random.Next(4) == 0)
        {
            _ = account.Pay(session, PayMethod.Konbini, "resident@example.jp");
            await Task.Delay(random.Next(1500), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _conversation.Paid++;
            _ = account.PayVoucher(session);
        }
        else
        {
            _conversation.Paid++;
            _ = account.Pay(session, PayMethod.Card, "resident@example.jp");
        }

        if (random.Next(2) == 0 && await Numbered()
            && await All([.. Steps.Cancel.SkipLast(1)], waits: true) is not null && await Say(Steps.Cancel[^1]) is not null)
        {
            _conversation.Cancelled++;
        }
    }

    /// <summary>Waits for the message with the number.</summary>
    private async Task<bool> Numbered()
    {
        for (var until = DateTime.UtcNow + Patience; !stop.IsCancellationRequested && _conversation.Numbers.Count == 0;)
        {
            if (DateTime.UtcNow > until)
            {
                return false;
            }

            await Task.Delay(100, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return !stop.IsCancellationRequested;
    }

    /// <summary>Writes one after the other, each once the one before was acked or, when it waits, answered.</summary>
    /// <returns>The last; null when the time was up.</returns>
    private async Task<Said?> All(IReadOnlyList<Step> steps, bool waits)
    {
        Said? said = null;
        foreach (var step in steps)
        {
            said = await Say(step);
            if (said is null || (waits && await Heard(said) is null))
            {
                return null;
            }
        }

        return said;
    }

    /// <summary>Writes and sees to it that it is acked.</summary>
    private async Task<Said?> Say(Step step)
    {
        if (!await pace.Enter(stop))
        {
            return null;
        }

        var written = resident.DraftText(step.Words);
        // LINE gives milliseconds; two events of one resident never fall into the same one.
        var at = DateTimeOffset.FromUnixTimeMilliseconds((long)written["timestamp"]!);
        if (at <= _last)
        {
            at = _last.AddMilliseconds(1);
            written["timestamp"] = at.ToUnixTimeMilliseconds();
        }

        _last = at;
        var said = book.Send(_conversation, (string)written["webhookEventId"]!, step.Name, (string)written["replyToken"]!, step.Expects.Length > 0 ? step.Expects : null);
        return await postman.Deliver(resident.Town, written, said, random, stop) ? said : null;
    }

    private async Task<Said?> Fill(Uri page)
    {
        var said = book.Send(_conversation, Browser.EventOf(page), "page", replyToken: null, "入力済み");
        if (!await browser.Fill(page, Typed, random, stop))
        {
            return null;
        }

        book.Ack(said);
        return said;
    }

    private async Task<Effect?> Heard(Said said)
    {
        try
        {
            return await said.Answered.WaitAsync(Patience, stop);
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            return null;
        }
    }

    private static Uri? Link(Effect heard, string holding) =>
        Links.Matches(heard.Detail).Select(m => m.Value).FirstOrDefault(l => l.Contains(holding, StringComparison.Ordinal)) is { } link ? new Uri(link) : null;

    [GeneratedRegex("""http://localhost:8080/[^"\\\s]+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links { get; }
}
