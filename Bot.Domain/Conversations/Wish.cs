using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations;

/// <summary>What an input means where the talk stands.</summary>
public abstract record Wish
{
    private Wish() { }

    /// <param name="Given">What the button that was tapped, or the words that were said, have answered already.</param>
    public sealed record Start(FormId Form, Answers? Given = null) : Wish
    {
        /// <summary>The word that was typed; it may be an answer where the form is under way already.</summary>
        public Input.Said? Typed { get; init; }
    }


    public sealed record Answer(Input Given) : Wish;

    /// <summary>A tap on a bubble of an earlier turn.</summary>
    public sealed record Stale : Wish;

    public sealed record Back : Wish;

    public sealed record StartOver : Wish;

    /// <summary>Correct one answer; <c>null</c> asks which.</summary>
    public sealed record Correct(QuestionId? Question) : Wish;

    public sealed record Confirm : Wish;

    public sealed record Cancel : Wish;

    public sealed record Shelve : Wish;

    public sealed record Resume : Wish;

    public sealed record Menu : Wish;

    public sealed record Staff : Wish;

    /// <summary>Speak another language; <c>null</c> asks which.</summary>
    public sealed record Speak(Language? Language) : Wish;

    public sealed record Fill(Input.Filled Page) : Wish;

    public sealed record Befriend(Input.Followed News) : Wish;

    public sealed record Part(Input.Left News) : Wish;

    public sealed record TakeBack(string MessageId) : Wish;

    public sealed record Learn(Language Language) : Wish;

    public sealed record Expire(TurnNo SetAt) : Wish;
}

/// <summary>Reads wishes: reserved words and free buttons first, in any phase and any language; everything else is an answer.</summary>
public static class Wishes
{
    /// <param name="forms">The forms that a typed word may start.</param>
    /// <param name="asked">The draft whose bubble may still be tapped: the one in hand, or the one resting.</param>
    public static Wish From(Input input, Phase phase, Draft? asked, IReadOnlyDictionary<FormId, Form> forms, Wordbook words) => input switch
    {
        Input.Rang(var turn) => new Wish.Expire(turn),
        Input.Tapped(var data) => FromTap(data, key => new Input.Tapped(key), asked),
        Input.PickedDate(var data, var date) => FromTap(data, key => new Input.PickedDate(key, date), asked),
        Input.Said(var text) => FromText(text, phase, forms, words) ?? new Wish.Answer(input),
        Input.Filled page => new Wish.Fill(page),
        Input.Followed news => new Wish.Befriend(news),
        Input.Left news => new Wish.Part(news),
        Input.Unsent(var message) => new Wish.TakeBack(message),
        Input.Learned(var language) => new Wish.Learn(language),
        _ => new Wish.Answer(input),
    };

    private static Wish FromTap(string data, Func<string, Input> given, Draft? asked) => TapKey.Parse(data) switch
    {
        null => FromFreeKey(data),
        { } tap when asked is null || tap.Form != asked.Form || tap.AskedAt != asked.AskedAt => new Wish.Stale(),
        { Key: "ok" } => new Wish.Confirm(),
        { Key: ['f', 'i', 'x', ':', .. var question] } => new Wish.Correct(new QuestionId(question)),
        { } tap => new Wish.Answer(given(tap.Key)),
    };

    private static Wish FromFreeKey(string key) => (key.Split(':', 2) is [var verb, var rest] ? (verb, rest) : (key, "")) switch
    {
        ("start", { Length: > 0 } form) => FromStart(form),
        ("language", "") => new Wish.Speak(null),
        ("language", var tag) when Language.Offered.Any(o => o.Language.Tag == tag) => new Wish.Speak(new Language(tag)),
        ("back", "") => new Wish.Back(),
        ("fix", "") => new Wish.Correct(null),
        ("fix", var question) => new Wish.Correct(new QuestionId(question)),
        ("cancel", "") => new Wish.Cancel(),
        ("later", "") => new Wish.Shelve(),
        ("resume", "") => new Wish.Resume(),
        ("over", "") => new Wish.StartOver(),
        ("staff", "") => new Wish.Staff(),
        ("menu", "") => new Wish.Menu(),
        _ => new Wish.Stale(),
    };

    /// <summary>A form's name, and behind it what the button answers: <c>mine?request=1f…&amp;action=rebook</c>.</summary>
    private static Wish.Start FromStart(string key) => key.Split('?', 2) is [var form, var given]
        ? new(new FormId(form), given.Split('&').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .Aggregate(Answers.None, (sum, pair) => sum.With(new QuestionId(pair[0]), new Forms.Answer.Chosen(pair[1]))))
        : new(new FormId(key));

    private static Wish? FromText(string text, Phase phase, IReadOnlyDictionary<FormId, Form> forms, Wordbook words)
    {
        // A code from a printed receipt means the same wherever one stands, and may be sent by a link on a page.
        foreach (var form in forms.Values)
        {
            if (form.Questions[0] is var first && first.Recognise(text) is { } answer)
            {
                return new Wish.Start(form.Id, Answers.None.With(first.Id, answer));
            }
        }

        foreach (var (heard, wish) in Spoken)
        {
            if (words.Hears(heard, text))
            {
                return wish;
            }
        }

        foreach (var (language, name) in Language.Offered)
        {
            if (JapaneseText.Fold(name) == JapaneseText.Fold(text))
            {
                return new Wish.Speak(language);
            }
        }

        // Inside a form only the bare word starts another service; a sentence may be the answer.
        var named = forms.Values.FirstOrDefault(f => words.Hears(f.Id.Value, text))
            ?? (phase is Phase.Idle ? Within(text, forms.Values, words) : null);
        return named is null ? null : new Wish.Start(named.Id) { Typed = new Input.Said(text) };
    }

    /// <summary>The form whose word is the longest in the sentence: 「粗大ごみの手数料」 is more than 「粗大ごみ」.</summary>
    private static Form? Within(string text, IEnumerable<Form> forms, Wordbook words) =>
        forms.Select(f => (Form: f, Length: words.HearsWithin(f.Id.Value, text))).Where(f => f.Length > 0).OrderByDescending(f => f.Length).FirstOrDefault().Form;

    /// <summary>Wishes by the name under which the wording files list their words.</summary>
    public static IReadOnlyList<(string Heard, Wish Wish)> Spoken { get; } =
    [
        ("back", new Wish.Back()),
        ("cancel", new Wish.Cancel()),
        ("shelve", new Wish.Shelve()),
        ("resume", new Wish.Resume()),
        ("start-over", new Wish.StartOver()),
        ("correct", new Wish.Correct(null)),
        ("staff", new Wish.Staff()),
        ("menu", new Wish.Menu()),
        ("language", new Wish.Speak(null)),
    ];
}
