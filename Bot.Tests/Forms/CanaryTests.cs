using System.Collections;
using System.Reflection;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Forms;

/// <summary>
/// Every form is filled with values that could come from nowhere else; then the resident does all kinds of things.
/// Nothing that reaches LINE may hold one of these values, in any language.
/// </summary>
public sealed class CanaryTests
{
    private static readonly Dictionary<FormId, Form> Forms =
        new[] { TestForms.All.Values, BulkyWasteForms.All, (IEnumerable<Form>)[FormSamples.Visit] }.SelectMany(f => f).ToDictionary(f => f.Id);

    private static readonly Wordbook Book = TestForms.Words.With(FormSamples.Sayings);

    private static readonly Decider Decider = new(Forms, Book);

    private static IEnumerable<string> Personal => Forms.Values.Where(f => f.Questions.Any(q => q.Class == DataClass.Personal)).Select(f => f.Id.Value);

    private static readonly string[] Typed = ["これで全部", "扇風機1台", "本町", "1/7", "玄関前", "2"];

    [TestCaseSource(nameof(Personal))]
    public void What_was_told_to_the_page_never_reaches_LINE(string id)
    {
        var form = Forms[new FormId(id)];
        foreach (var desk in Desks(form))
        {
            var talk = AtPage(form, desk);
            var page = Canaries(form);
            Check(talk.Take(page), form);
            ((Phase.Filling)talk.Now.Phase).Draft.Answers.Each.Select(a => a.Question).Intersect(page.Answers.Each.Select(a => a.Question)).Count().ShouldBe(page.Answers.Count);
            foreach (var first in Moves(form, page))
            {
                var once = After(talk, desk, first, form);
                foreach (var second in Moves(form, page))
                {
                    After(once, desk, second, form);
                }
            }
        }
    }

    [Test]
    public void The_canaries_would_be_found_wherever_a_message_can_hold_them()
    {
        var canary = new Words.Plain("カナリア-name");
        Effect[] leaks =
        [
            new Effect.Say(Words.Of("hint.too-long", ("max", canary))),
            new Effect.Say(Words.Of("pardon"), [new Button.Copy("カナリア-name", Words.Of("button.menu"))]),
            new Effect.Show(Words.Of("pardon"), "カナリア-name", Words.Of("pardon")),
            new Effect.Review(new("x"), Words.Of("pardon"), [new ReviewLine(new("name"), Words.Of("pardon"), new Words.Lines([canary]))], null, new TurnNo(1)),
            new Effect.Review(new("x"), Words.Of("pardon"), [], canary, new TurnNo(1)),
            new Effect.Ask(new("x"), new("y"), new Prompt(Words.Of("pardon"), [new Button.Pick("k", canary)]), new TurnNo(1), 1, 1),
            new Effect.OpenPage(new("x"), [], new TurnNo(1), canary),
        ];
        leaks.ShouldAllBe(leak => Texts(leak).Any(t => t.Contains("カナリア", StringComparison.Ordinal)));
    }

    [Test]
    public void Every_form_of_the_product_is_among_them() => BulkyWasteForms.All.ShouldAllBe(f => Forms.ContainsKey(f.Id));

    /// <summary>A desk that takes it, and one that refuses it for each reason to go back.</summary>
    private static IEnumerable<Func<Effect.Submit, Verdict>> Desks(Form form) =>
    [
        _ => new Verdict.Accepted(Talk.Submission, [new Effect.Say(new Words.Plain("received"))]),
        _ => new Verdict.Refused(new Words.Plain("refused"), form.Questions.Last(q => q.Class == DataClass.Personal).Id),
        _ => new Verdict.Refused(new Words.Plain("refused"), null),
    ];

    private static Talk After(Talk talk, Func<Effect.Submit, Verdict> desk, Input move, Form form)
    {
        var next = new Talk(Decider, World, desk) { Now = talk.Now, Clock = talk.Clock };
        var bound = move is Input.Tapped(['@', .. var key])
            ? (Input)new Input.Tapped(next.Now.Phase is Phase.Filling || next.Now.Shelved is not null ? next.Bound(key) : key)
            : move;
        Check(next.Take(bound is Input.Rang ? new Input.Rang(next.Now.Turn) : bound), form);
        return next;
    }

    private static void Check(Talk talk, Form form)
    {
        foreach (var text in talk.Last.SelectMany(e => Texts(e)))
        {
            if (text.Contains("カナリア", StringComparison.Ordinal) || text.Contains("かなりあ", StringComparison.Ordinal) || text.Contains("0987", StringComparison.Ordinal)
                || Chosen(form).Any(c => text.Contains(c, StringComparison.Ordinal)))
            {
                Assert.Fail($"{form.Id.Value}: {text}");
            }
        }
    }

    /// <summary>Walks a form, answering whatever moves it on, until the page is opened.</summary>
    private static Talk AtPage(Form form, Func<Effect.Submit, Verdict> desk)
    {
        var talk = new Talk(Decider, World, desk).Taps($"start:{form.Id.Value}");
        for (var round = 0; round < 40 && !talk.Last.Any(e => e is Effect.OpenPage); round++)
        {
            var ask = talk.Last.OfType<Effect.Ask>().Single();
            var next = Typed.Select(Input (t) => new Input.Said(t))
                .Concat([new Input.SentPlace(new GeoPoint(35, 139), "x"), new Input.SentPhoto("7")])
                .Concat(ask.Prompt.Options.Select(Input (o) => new Input.Tapped(talk.Bound(o.Key))))
                .Select(input => new Talk(Decider, World, desk) { Now = talk.Now }.Take(input))
                .FirstOrDefault(t => t.Now.Phase is Phase.Filling f && !f.Draft.Answers.Equals(((Phase.Filling)talk.Now.Phase).Draft.Answers));
            talk = next.ShouldNotBeNull($"{form.Id.Value} stops at {ask.Question.Value}");
        }

        talk.Last.ShouldContain(e => e is Effect.OpenPage);
        return talk;
    }

    private static Input.Filled Canaries(Form form)
    {
        var began = new TurnNo(1);
        var answers = form.Questions.Where(q => q.Class == DataClass.Personal).Aggregate(Answers.None, (sum, q) => sum.With(q.Id, q switch
        {
            TextQuestion { Kind: TextKind.Kana } => new Answer.Words("かなりあ"),
            TextQuestion { Kind: TextKind.Telephone } => new Answer.Words("0987654321"),
            CountQuestion => new Answer.Count(5),
            ChoiceQuestion choice => new Answer.Chosen(choice.Choices[0]),
            _ => new Answer.Words($"カナリア-{q.Id.Value}"),
        }));
        return new Input.Filled(form.Id, began, answers);
    }

    private static IEnumerable<string> Chosen(Form form) => form.Questions.OfType<ChoiceQuestion>()
        .Where(q => q.Class == DataClass.Personal)
        .SelectMany(q => Language.Complete.Select(l => Book.Say(Words.Of($"{q.Key}.{q.Choices[0]}"), l)));

    private static IEnumerable<Input> Moves(Form form, Input.Filled page) =>
    [
        .. new[] { "back", "fix", "cancel", "later", "resume", "over", "staff", "menu", "language", "language:en", "language:ja-easy", "start:look", $"start:{form.Id.Value}", "x/1/ok", "@ok" }
            .Concat(form.Questions.Select(q => $"@fix:{q.Id.Value}")).Select(Input (k) => new Input.Tapped(k)),
        .. new[] { "送信", "修正", "1", "5", "9", "？？？", "職員", "つづき" }.Select(Input (t) => new Input.Said(t)),
        new Input.SentPhoto("9"), new Input.SentPlace(new GeoPoint(35, 139), "x"), new Input.SentOther("sticker"), new Input.Unsent("9"),
        new Input.Followed(Talk.Noon, true), new Input.Left(Talk.Noon), new Input.Learned(Language.English), new Input.Rang(new TurnNo(0)), page,
    ];

    private static object World(Need need) => need is FreeSlots ? Talk.World(need) : DemoWorld.World(need);

    /// <summary>Every text that LINE could be given of an effect, in every language. What goes to our own tables is no message.</summary>
    private static IEnumerable<string> Texts(object? part) => part switch
    {
        null or Effect.Submit or Effect.Join => [],
        string text => [text],
        Words words => Language.Complete.Select(l => Book.Say(words, l)),
        IEnumerable many => many.Cast<object?>().SelectMany(Texts),
        _ when part.GetType().Namespace!.StartsWith("Bot.Domain", StringComparison.Ordinal) =>
            part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0).SelectMany(p => Texts(p.GetValue(part))),
        _ => [],
    };
}
