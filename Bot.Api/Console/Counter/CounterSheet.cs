using Bot.Api.Forms;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Counter;

namespace Bot.Api.Console.Counter;

/// <summary>How a resident will pay for what staff typed.</summary>
public enum CounterPayment
{
    /// <summary>In cash, within the time to pay.</summary>
    Later,

    /// <summary>By card or at a convenience store, with the QR code on the receipt.</summary>
    Online,

    /// <summary>In cash, now.</summary>
    Cash,
}

/// <summary>What stands on the page beside the form itself: how the request came, for whom, in which language, how it is paid.</summary>
/// <param name="Ticket">Names this page, so that sending it twice makes one request.</param>
public sealed record CounterHead(string Ticket, string Channel, Language Language, string Note, bool Consent, CounterPayment Payment)
{
    public const int LongestNote = 200;

    public static CounterHead Fresh(string channel) => new(Guid.NewGuid().ToString("n"), channel, Language.Japanese, "", Consent: false, CounterPayment.Later);

    public static CounterHead From(Visit visit)
    {
        var ticket = visit.Field("ticket");
        var channel = visit.Field("channel");
        return new CounterHead(
            Guid.TryParseExact(ticket, "n", out _) ? ticket : Guid.NewGuid().ToString("n"),
            Channels.Title(channel) is null ? Channels.Phone : channel,
            Screen.Parse(visit.Field("language")) ?? Language.Japanese,
            visit.Field("note"),
            visit.Field("consent") == "yes",
            Enum.TryParse<CounterPayment>(visit.Field("payment"), out var payment) ? payment : CounterPayment.Later);
    }

    /// <summary>What is wrong beside the form, by field.</summary>
    public IEnumerable<(string Field, string Why)> Faults(bool mayTakeCash)
    {
        if (!Consent)
        {
            yield return ("consent", "ご本人に了解いただいたことを確かめて、印を付けてください。");
        }

        if (Note.Length > LongestNote)
        {
            yield return ("note", $"{LongestNote}字以内で入力してください。");
        }

        if (Payment == CounterPayment.Cash && Channel != Channels.Counter)
        {
            yield return ("payment-Cash", "現金をいま受け取れるのは、窓口で受け付けるときだけです。");
        }

        if (Payment == CounterPayment.Cash && !mayTakeCash)
        {
            yield return ("payment-Cash", "現金を受け取る担当ではありません。");
        }
    }
}

/// <summary>The page as it is drawn.</summary>
/// <param name="Of">The resident's town, which may be a member of the union for which staff work.</param>
/// <param name="Refusal">What the desk said, and about which question.</param>
public sealed record CounterSheet(
    CounterService Service, TownFace Of, Form Form, CounterHead Head, PageWalk.Drawn Page, bool MayTakeCash, bool Strict = false, (Words Reason, QuestionId? Question)? Refusal = null)
{
    public string Say(Words words) => Shown.Safe(Furigana.Without(Of.Words.Say(words, Language.Japanese), Screen.Of(Of, Language.Japanese)));

    public string Say(string key) => Say(Words.Of(key));

    public bool Has(string key) => Of.Words.Has(key, Language.Japanese);

    public string? ErrorOf(Box box) =>
        Refusal is { Question: { } question } refused && question == box.Question.Id ? Say(refused.Reason) : box.Error is { } error ? Say(OnPage(error)) : null;

    public string? ErrorOf(string field) => Strict ? Head.Faults(MayTakeCash).Where(f => f.Field == field).Select(f => f.Why).FirstOrDefault() : null;

    /// <summary>Everything wrong, with the field to which it leads.</summary>
    public IReadOnlyList<(string Field, string Name, string Why)> Wrong =>
    [
        .. Refusal is { Question: null } refused ? [("save", "受け付け", Say(refused.Reason))] : Array.Empty<(string, string, string)>(),
        .. Page.Boxes.Where(b => ErrorOf(b) is not null).Select(b => (FocusOf(b), Say($"{b.Question.Key}.name"), ErrorOf(b)!)),
        .. Strict ? Head.Faults(MayTakeCash).Select(f => (f.Field, f.Field == "consent" ? "了解" : f.Field == "note" ? "代わりの方" : "お支払い", f.Why)) : [],
    ];

    private static string FocusOf(Box box) => box is Box.Lines ? Box.LineOf(box.Question.Id, 1) : box.Name;

    /// <summary>Hints are made for the talk, where one "sends"; a page has its own words for some.</summary>
    private Words OnPage(Words hint) => hint is Words.Phrase(var key, var args) && Has($"web.{key}") ? new Words.Phrase($"web.{key}", args) : hint;
}
