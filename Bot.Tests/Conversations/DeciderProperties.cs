using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Bot.Tests.Conversations;

/// <summary>What holds in every talk. Three of four moves answer what is asked; without that hardly any form is ever finished.</summary>
public sealed class DeciderProperties
{
    private static readonly string[] Spoken = ["道路", "その他", "ベンチ", "戻る", "やめる", "あとで", "再開", "最初から", "修正", "職員", "メニュー", "English", "language", "送信", "なし", "2", "?", "", "\ud800", new string('あ', 300)];
    private static readonly string[] Keys = ["start:report", "start:survey", "start:look", "start:none", "back", "fix", "fix:kind", "fix:name", "cancel", "later", "resume", "over", "staff", "menu", "language", "language:en", "language:xx", "report/1/road", "survey/3/s1", "x/y/z", ""];

    private static Gen<Input> AnyInput { get; } = Gen.OneOf(
        Gen.Elements(Spoken).Select(Input (w) => new Input.Said(w)),
        Gen.Elements(Keys).Select(Input (k) => new Input.Tapped(k)),
        Gen.Elements<Input>(
            new Input.SentPlace(new GeoPoint(35, 139), "x"), new Input.SentPhoto("9"), new Input.SentOther("sticker"), new Input.Unsent("9"),
            new Input.Followed(Talk.Noon, false), new Input.Left(Talk.Noon), new Input.Learned(Language.English), new Input.PickedDate("report/1/date", new DateOnly(2026, 12, 1)),
            new Input.Filled(new("report"), new TurnNo(1), Answers.None.With(new("name"), new Answer.Words("x")).With(new("kind"), new Answer.Chosen("lamp")))),
        Gen.Choose(0, 12).Select(Input (n) => new Input.Rang(new TurnNo(n))));

    /// <summary>A null move means "answer what is asked".</summary>
    private static Arbitrary<Input?[]> AnyTalk { get; } = Arb.From(
        Gen.ArrayOf(Gen.Frequency((3, Gen.Constant<Input?>(null)), (1, AnyInput.Select(Input? (i) => i)))),
        talk => talk.Select((_, i) => talk.Where((_, j) => j != i).ToArray()));

    private static IEnumerable<(Conversation Was, Input Input, Turn Turn)> Play(Input?[] moves)
    {
        var talk = new Talk();
        foreach (var move in moves)
        {
            var (was, input) = (talk.Now, move ?? Fitting(talk));
            talk.Take(input);
            talk.Clock = talk.Clock.AddMinutes(7);
            yield return (was, input, new Turn(talk.Now, talk.Last));
        }
    }

    private static Input Fitting(Talk talk) => talk.Last.LastOrDefault(e => e is Effect.Ask or Effect.OpenPage or Effect.Review) switch
    {
        Effect.Ask { Prompt.TakesPlace: true } => new Input.SentPlace(new GeoPoint(35, 139), "x"),
        Effect.Ask { Prompt.TakesPhoto: true } when talk.Now.Turn.Value % 2 == 0 => new Input.Tapped(talk.Bound("later")),
        Effect.Ask { Prompt.TakesPhoto: true } => new Input.SentPhoto("8"),
        Effect.Ask { Prompt.Options: { Count: > 0 } options } => new Input.Tapped(talk.Bound(options[(int)(talk.Now.Turn.Value % options.Count)].Key)),
        Effect.Ask => new Input.Said("ベンチ"),
        Effect.OpenPage page => new Input.Filled(page.Form, page.Began, page.Questions.Aggregate(Answers.None, (sum, q) => sum.With(q, new Answer.Words("0999001234")))),
        Effect.Review => new Input.Tapped(talk.Bound("ok")),
        _ when talk.Now.Later is not null && talk.Now.Turn.Value % 2 == 0 => new Input.SentPhoto("7"),
        _ => new Input.Tapped(talk.Now.Turn.Value % 3 == 0 ? "start:survey" : "start:report"),
    };

    private static void Always(Func<Conversation, Input, Turn, bool> holds) =>
        Prop.ForAll(AnyTalk, talk => Play(talk).All(t => holds(t.Was, t.Input, t.Turn))).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(40));

    private static bool IsSpoken(Effect effect) => effect is Effect.Say or Effect.Ask or Effect.Review or Effect.OpenPage or Effect.Show;

    [Test]
    public void Every_turn_counts_up_or_says_nothing() => Always((was, _, turn) =>
        turn.Next.Turn.Value > was.Turn.Value ? turn.Next.Turn.Value <= was.Turn.Value + 2 : !turn.Effects.Any(IsSpoken) && turn.Next.Turn == was.Turn);

    [Test]
    public void A_resident_who_speaks_is_never_met_with_silence() => Always((_, input, turn) =>
        input is Input.Rang or Input.Left or Input.Learned or Input.Unsent || turn.Effects.Any(IsSpoken));

    [Test]
    public void Only_a_whole_journey_is_submitted_with_no_orphan_answers() => Always((_, _, turn) => turn.Effects.OfType<Effect.Submit>().All(s =>
        Journey.Open(TestForms.All[s.Form], s.Answers) is null && Journey.Path(TestForms.All[s.Form], s.Answers).Count == s.Answers.Count));

    [Test]
    public void An_open_form_always_has_one_alarm_and_it_belongs_to_the_new_turn() => Always((was, _, turn) =>
        turn.Effects.OfType<Effect.WakeAt>().Count() <= 1
        && turn.Effects.OfType<Effect.WakeAt>().All(w => w.SetAt == turn.Next.Turn)
        && (turn.Next.Turn == was.Turn || turn.Next is { Phase: Phase.Idle, Shelved: null } || turn.Effects.OfType<Effect.WakeAt>().Any()));

    [Test]
    public void A_stale_alarm_changes_nothing() => Always((was, input, turn) => input is not Input.Rang(var set) || set == was.Turn || turn == new Turn(was, []));

    [Test]
    public void No_personal_answer_is_ever_read_from_the_talk() => Always((was, input, turn) =>
        input is Input.Filled
        || turn.Next.Phase is not Phase.Filling { Draft: var after }
        || was.Phase is not Phase.Filling { Draft: var before }
        || after.Began != before.Began
        || TestForms.All[after.Form].Questions.Where(q => q.Class == DataClass.Personal).All(q => Equals(after.Answers[q.Id], before.Answers[q.Id])));

    [Test]
    public void A_page_answers_personal_questions_only() => Always((was, input, turn) =>
        input is not Input.Filled
        || turn.Next.Phase is not Phase.Filling { Draft: var after }
        || ((was.Phase as Phase.Filling)?.Draft ?? was.Shelved?.Draft) is not { } before
        || TestForms.All[after.Form].Questions.Where(q => q.Class == DataClass.Open).All(q => Equals(after.Answers[q.Id], before.Answers[q.Id])));

    [Test]
    public void Shelving_and_resuming_returns_to_the_same_answers() => Always((_, _, turn) =>
    {
        if (turn.Next.Phase is not Phase.Filling filling || !TestForms.All[filling.Draft.Form].Reviewed)
        {
            return true;
        }

        var talk = new Talk { Now = turn.Next }.Taps("later").Taps("resume");
        return talk.Now.Phase is Phase.Filling again && again.Draft.Answers.Equals(filling.Draft.Answers) && again.Draft.Began == filling.Draft.Began;
    });

    [Test]
    public void A_draft_is_lost_only_by_finishing_cancelling_or_starting_over() => Always((was, input, turn) =>
        was.Phase is not Phase.Filling { Draft: var draft }
        || !TestForms.All[draft.Form].Reviewed
        || (turn.Next.Phase as Phase.Filling)?.Draft.Began == draft.Began
        || turn.Next.Shelved?.Draft.Began == draft.Began
        || turn.Effects.Any(e => e is Effect.Submit)
        || input is Input.Tapped("cancel") or Input.Tapped("over") or Input.Said("やめる") or Input.Said("最初から"));

    [Test]
    public void A_form_that_only_shows_something_never_takes_anothers_place_on_the_shelf() => Always((was, input, turn) =>
        was is not { Phase: Phase.Filling { Draft.Form: var form }, Shelved: { } shelved }
        || TestForms.All[form].Reviewed
        || turn.Next.Shelved?.Draft.Began == shelved.Draft.Began
        || (turn.Next.Phase as Phase.Filling)?.Draft.Began == shelved.Draft.Began
        || turn.Effects.Any(e => e is Effect.Submit)
        || input is Input.Unsent);

    [Test]
    public void Every_conversation_reads_back_as_it_was_written() => Always((_, _, turn) =>
        ConversationCodec.Read(turn.Next.Turn.Value, ConversationCodec.Write(turn.Next)) == turn.Next);

    [Test]
    public void The_same_turn_decided_twice_is_the_same() => Always((was, input, turn) =>
    {
        var again = new Talk { Now = was };
        return again.Step(was, input).Next.Turn == turn.Next.Turn;
    });

    [Test]
    public void The_generator_reaches_every_effect_and_every_phase()
    {
        var seen = new HashSet<Type>();
        Prop.ForAll(AnyTalk, talk =>
        {
            foreach (var (_, _, turn) in Play(talk))
            {
                seen.UnionWith(turn.Effects.Select(e => e.GetType()).Append(turn.Next.Phase.GetType()));
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(40));

        var all = typeof(Effect).GetNestedTypes().Concat(typeof(Phase).GetNestedTypes()).Where(t => !t.IsAbstract);
        Assert.That(all.Except(seen).Select(t => t.Name), Is.EquivalentTo([nameof(Effect.Show), nameof(Effect.SendPicture)]), "only a desk shows a number or a picture");
    }
}
