using System.Diagnostics;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using static Bot.Domain.Conversations.Effect;
using static Bot.Domain.Conversations.Phase;

namespace Bot.Domain.Conversations;

/// <summary>The whole behaviour of the bot in one pure function.</summary>
/// <param name="forms">The services that this town has switched on.</param>
public sealed partial class Decider(IReadOnlyDictionary<FormId, Form> forms, Wordbook words)
{
    /// <summary>A draft rests after so much silence.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>A resting draft is erased after so long.</summary>
    public static readonly TimeSpan Keeping = TimeSpan.FromDays(14);

    /// <summary>A photo or place promised for later is waited for so long.</summary>
    public static readonly TimeSpan LaterLimit = TimeSpan.FromHours(24);

    private const int MisreadsBeforeStaff = 3;

    private const int MostPhotos = 5;

    /// <summary>What becomes of an input. Free of side effects; the same arguments give the same decision.</summary>
    public Decision Decide(Conversation was, Input input, Facts facts, DateTimeOffset now)
    {
        var here = Fitted(was);
        var at = new Moment(here, facts, now)
        {
            Refitted = Tappable(here)?.Version != Tappable(was)?.Version,
            Withdrawn = was.Phase is Filling && here.Phase is Idle,
        };
        return Decide(at, Wishes.From(input, here.Phase, Tappable(here), forms, words));
    }

    private Decision Decide(Moment at, Wish wish) => (at.Was.Phase, wish) switch
    {
        // Nobody spoke, so nobody is spoken to: a push that nobody asked for is why people block an account.
        (Filling f, Wish.Expire e) when e.SetAt == at.Was.Turn => Rest(at, Shelve(f, at)),
        // Not yet at its end when the alarm was of a form that has been withdrawn meanwhile: what rests needs one of its own.
        (Idle, Wish.Expire e) when e.SetAt == at.Was.Turn && at.Was.Shelved is { } shelved => Rest(at, shelved.At + Keeping <= at.Now ? null : shelved),
        (_, Wish.Expire) => Nothing(at.Was),

        (_, Wish.Befriend b) => Befriend(at, b.News),
        (_, Wish.Part p) => Nothing(Since(at.Was, isFriend: false, p.News.At)),
        (_, Wish.Learn l) => Nothing(at.Was.Language is { Chosen: true } ? at.Was : at.Was with { Language = new Speech(l.Language, Chosen: false) }),
        (_, Wish.TakeBack t) => new Decision.Taken(new Turn(WithoutPhoto(at.Was, t.MessageId), [new Forget(t.MessageId)])),
        (_, Wish.Speak { Language: null }) => Standing(at, Told("language.ask", Buttons.Languages)),
        (_, Wish.Speak s) => Speak(at, s.Language!.Value),
        (_, Wish.Staff) => Standing(at, Told("staff.called", Buttons.Office), new CallStaff((at.Was.Phase as Filling)?.Draft.Form)),
        (_, Wish.Menu) => at.Was.Phase is Filling f && IsKept(f) ? Rest(at, Shelve(f, at), Menu("menu.shelved", Shelve(f, at))) : Rest(at, at.Was.Shelved, Menu("menu.ask", at.Was.Shelved)),

        (_, Wish.Fill p) => Fill(at, p.Page),

        // 「欠席」 starts the form, and is one of the choices in it.
        (Filling f, Wish.Start { Typed: { } typed } s) when s.Form == f.Draft.Form && !IsOvertaken(f, at.Refitted) && Spot(f) is OptionsQuestion choice => Accept(at, f, choice, typed),
        (Filling f, Wish.Start s) when s.Form == f.Draft.Form && s.Given is null => Prompted(at, f),
        (Filling f, Wish.Start s) when forms.ContainsKey(s.Form) && !IsKept(f) => Decide(at with { Was = at.Was with { Phase = new Idle() } }, wish),
        (Filling f, Wish.Start { Given: { } given } s) when forms.ContainsKey(s.Form) => Begin(at with { Was = at.Was with { Shelved = Shelve(f, at) } }, s.Form, given, Told("other-shelved", Buttons.Resume)),
        (Filling f, Wish.Start s) when forms.ContainsKey(s.Form) => Begin(at, s.Form, Shelve(f, at), Told("other-shelved", Buttons.Resume)),
        (Idle, Wish.Start { Given: null } s) when at.Was.Shelved is { } shelved && shelved.Draft.Form == s.Form => Prompted(at with { Was = at.Was with { Shelved = null } }, new Filling(shelved.Draft), Told("resumed", Buttons.StartOver)),
        (Idle, Wish.Start { Given: { } given } s) when forms.ContainsKey(s.Form) => Begin(at, s.Form, given),
        (Idle, Wish.Start s) when forms.ContainsKey(s.Form) => Begin(at, s.Form, at.Was.Shelved),
        (_, Wish.Start) => Standing(at, Told("service.off")),

        (Filling f, Wish.Cancel) => Rest(at, at.Was.Shelved, Told(forms[f.Draft.Form].Reviewed ? "cancelled" : "closed", Buttons.Menu)),
        (Filling f, Wish.Shelve) when !IsKept(f) => Rest(at, at.Was.Shelved, Menu("menu.ask", at.Was.Shelved)),
        (Filling f, Wish.Shelve) => Rest(at, Shelve(f, at), Told("shelved", Buttons.Resume)),
        (Filling f, Wish.StartOver) => Begin(at, f.Draft.Form, at.Was.Shelved, Told("started-over")),
        (Filling f, Wish.Back) => Prompted(at, f with { Revisiting = Before(f) ?? f.Revisiting, Misreads = 0 }),
        (Filling f, Wish.Correct { Question: { } question }) when Reached(f.Draft, question) => Prompted(at, f with { Revisiting = question, Misreads = 0 }),
        (Filling f, Wish.Correct) => Prompted(at, f, Told("correct.which", CorrectButtons(f))),
        (Filling f, Wish.Confirm or Wish.Answer { Given: Input.Tapped or Input.PickedDate }) when IsOvertaken(f, at.Refitted) => Prompted(at, f, Told("stale")),
        (Filling f, Wish.Answer { Given: Input.Said }) when IsOvertaken(f, at.Refitted) => Prompted(at, f),
        (Filling f, Wish.Confirm) when Spot(f) is null => Submitted(at, f),
        (Filling f, Wish.Answer { Given: Input.SentPhoto photo }) when Gathering(f) is { } gathering => Gathered(at, f, gathering.Id, photo.ContentId),
        (Filling f, Wish.Answer a) when Spot(f) is null => AtReview(at, f, a.Given),
        (Filling f, Wish.Answer a) => Accept(at, f, Spot(f)!, a.Given),
        (Filling f, Wish.Stale) => Prompted(at, f, Told("stale")),
        (Filling f, _) => Prompted(at, f),

        (Idle, Wish.Answer { Given: Input.SentPhoto photo }) when Awaited(at, new Answer.Photos([photo.ContentId])) is { } join => Joined(at, join, new FetchPhoto(photo.ContentId)),
        (Idle, Wish.Answer { Given: Input.SentPlace place }) when Awaited(at, new Answer.Place(place.Point, place.Label)) is { } join => Joined(at, join),
        (Idle, Wish.Answer or Wish.Confirm or Wish.Correct) when at.Was.Shelved is { } shelved && wish is not Wish.Answer { Given: Input.Said or Input.SentOther or Input.SentPhoto or Input.SentPlace } =>
            Decide(at with { Was = at.Was with { Phase = new Filling(shelved.Draft), Shelved = null } }, wish),
        // What was in hand has been withdrawn; what rests is not meant.
        (Idle, Wish.StartOver) when at.Withdrawn => Rest(at, at.Was.Shelved, Menu("service.off", at.Was.Shelved)),
        (Idle, Wish.Resume or Wish.StartOver) when at.Was.Shelved is { } shelved => wish is Wish.Resume
            ? Prompted(at with { Was = at.Was with { Shelved = null } }, new Filling(shelved.Draft), Told("resumed", Buttons.StartOver))
            : Begin(at, shelved.Draft.Form, shelved: null, Told("started-over")),
        (Idle, Wish.Stale) => Rest(at, at.Was.Shelved, Menu("stale", at.Was.Shelved)),
        (Idle, Wish.Resume or Wish.StartOver or Wish.Cancel or Wish.Shelve or Wish.Back) => Rest(at, at.Was.Shelved, Menu("nothing-open", at.Was.Shelved)),
        (Idle, Wish.Answer { Given: Input.Said }) => Rest(at, at.Was.Shelved, Menu("pardon", at.Was.Shelved)),
        (Idle, _) => Rest(at, at.Was.Shelved, Menu("menu.ask", at.Was.Shelved)),

        _ => throw new UnreachableException(),
    };

    /// <summary>Reads an answer to the question in hand. A personal question is never read from the talk.</summary>
    private Decision Accept(Moment at, Filling f, Question question, Input given)
    {
        if (question.Class == DataClass.Personal)
        {
            return Prompted(at, f, Told("page.not-here"));
        }

        if (Lacks(at, question, f.Draft.Answers) is { } lacking)
        {
            return lacking;
        }

        return question.Read(given, Asking(at, f.Draft.Answers)) switch
        {
            Reading.Understood(var answer) => Prompted(at, Answered(f, question, answer), Photos(answer)),
            Reading.Puzzled when f.Misreads + 1 >= MisreadsBeforeStaff => Prompted(at, f with { Misreads = f.Misreads + 1 }, Told("staff.offer", Buttons.Staff)),
            Reading.Puzzled(var hint) => Prompted(at, f with { Misreads = f.Misreads + 1 }, new Say(hint)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>At the review a number corrects that line, a word of consent sends it off.</summary>
    private Decision AtReview(Moment at, Filling f, Input given) => given switch
    {
        Input.Said(var text) when words.Hears("confirm", text) => Submitted(at, f),
        Input.Said(var text) when JapaneseText.Number(text) is { } n && n >= 1 && n <= Seen(f).Count =>
            Prompted(at, f with { Revisiting = Seen(f)[n - 1].Id, Misreads = 0 }),
        _ when f.Misreads + 1 >= MisreadsBeforeStaff => Prompted(at, f with { Misreads = f.Misreads + 1 }, Told("staff.offer", Buttons.Staff)),
        _ => Prompted(at, f with { Misreads = f.Misreads + 1 }, Told("hint.review")),
    };

    /// <summary>Takes what our own page was told, if the draft that it was opened for is still the one in hand or resting.</summary>
    private Decision Fill(Moment at, Input.Filled page)
    {
        var (filling, was) = (at.Was.Phase, at.Was.Shelved) switch
        {
            (Filling f, _) when f.Draft.Form == page.Form && f.Draft.Began == page.Began => (f, at.Was),
            (Idle, { } shelved) when shelved.Draft.Form == page.Form && shelved.Draft.Began == page.Began =>
                (new Filling(shelved.Draft), at.Was with { Shelved = null }),
            _ => (null, at.Was),
        };
        if (filling is null)
        {
            return Standing(at, Told("page.too-late"));
        }

        var form = forms[page.Form];
        var fits = page.Answers.Each.Where(a => form[a.Question] is { Class: DataClass.Personal } q && q.Fits(a.Answer));
        var answers = fits.Aggregate(filling.Draft.Answers, (sum, a) => sum.With(a.Question, a.Answer));
        return Prompted(
            at with { Was = was },
            filling with { Draft = filling.Draft with { Answers = answers }, Revisiting = null, Misreads = 0 },
            Told("page.received"));
    }
}
