using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>Talks at random with the real form; three of four moves answer what is asked.</summary>
public sealed class DamageProperties
{
    private static readonly string[] Spoken = ["通報", "道路", "本町", "公園", "学校の橋", "戻る", "やめる", "あとで", "再開", "最初から", "修正", "職員", "メニュー", "送信", "なし", "2", "おそれがある", "", "\ud800", new string('あ', 900)];

    private static readonly string[] Keys =
        ["start:damage-report", "start:damage-report-spot", "start:damage-report-mine", "start:damage-report?kind=pothole&same=none", "back", "fix", "fix:kind", "fix:same", "fix:place", "fix:photo", "resume", "over", "damage-report/1/ok"];

    [Test]
    public void Every_talk_holds_and_all_ways_are_walked()
    {
        var (sent, joined, settled, pages) = (0, 0, 0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var dice = new Random(seed);
            var talk = DamageWorld.Talk(
                _ => dice.Next(6) == 0 ? new Verdict.Refused(Bot.Domain.Conversations.Wording.Words.Of("damage-report.refused.gone"), DamageForms.Same) : new Verdict.Accepted(Talk.Submission, [DamageWorld.Received()]),
                n => n is NearCasesNeed near ? near.Point.Latitude > 36.74 && near.Kind != "street-lamp" ? DamageWorld.Two : (Items<NearCase>)[] : DamageWorld.World(n));
            talk.Taps(seed % 3 == 0 ? "start:damage-report-spot" : "start:damage-report");
            for (var move = 0; move < 40; move++)
            {
                var was = talk.Now;
                var input = dice.Next(4) == 0 ? Anything(dice) : Fitting(talk, dice);
                talk.Take(input);
                talk.Now.Turn.Value.ShouldBeGreaterThanOrEqualTo(was.Turn.Value);
                if (input is not (Input.Unsent or Input.Rang))
                {
                    talk.Last.ShouldContain(e => e is Effect.Say || e is Effect.Ask || e is Effect.Review || e is Effect.OpenPage, $"silence after {input} in talk {seed}");
                }

                talk.Last.OfType<Effect.Review>().SelectMany(r => r.Lines).Select(l => l.Value.ToString()!).ShouldAllBe(v => !v.Contains("星見花子", StringComparison.Ordinal));
                foreach (var submit in talk.Last.OfType<Effect.Submit>().Where(s => s.Form != DamageForms.Reports.Id))
                {
                    Journey.Open(DamageForms.All.First(f => f.Id == submit.Form), submit.Answers).ShouldBeNull("only a whole report is handed in");
                    (submit.Answers[DamageForms.Photo] is Answer.Photos(var photos) ? photos.Count : 0).ShouldBeLessThanOrEqualTo(5);
                    sent++;
                    joined += submit.Answers[DamageForms.DangerThere] is null ? 0 : 1;
                    settled += submit.Answers[DamageForms.Same] is Answer.Skipped ? 1 : 0;
                    pages += submit.Answers[DamageForms.Name] is null ? 0 : 1;
                }

                talk.Clock = talk.Clock.AddMinutes(3);
            }
        }

        (sent > 200 && joined > 20 && settled > 20 && pages > 10).ShouldBeTrue($"{sent} sent, {joined} joined, {settled} settled, {pages} with a page");
    }

    private static Input Anything(Random dice) => dice.Next(7) switch
    {
        0 => new Input.SentPlace(new GeoPoint(30 + dice.NextDouble() * 10, 138.3), ""),
        1 or 2 => new Input.SentPhoto($"{dice.Next(9)}"),
        3 => new Input.Unsent($"{dice.Next(9)}"),
        4 => new Input.Tapped(Keys[dice.Next(Keys.Length)]),
        5 => new Input.SentOther("sticker"),
        _ => new Input.Said(Spoken[dice.Next(Spoken.Length)]),
    };

    private static Input Fitting(Talk talk, Random dice) => talk.Last.LastOrDefault(e => e is Effect.Ask or Effect.OpenPage or Effect.Review) switch
    {
        Effect.Ask { Prompt.TakesPlace: true } => new Input.SentPlace(dice.Next(2) == 0 ? DamageWorld.Honcho : DamageWorld.Yakubamae, "前"),
        Effect.Ask { Prompt.Options: { Count: > 0 } options } => new Input.Tapped(talk.Bound(options[dice.Next(options.Count)].Key)),
        Effect.OpenPage page => new Input.Filled(page.Form, page.Began, page.Questions.Aggregate(Answers.None, (sum, q) => sum.With(q, new Answer.Words(q == DamageForms.Telephone ? "0999001234" : "星見花子")))),
        Effect.Review => new Input.Tapped(talk.Bound("ok")),
        _ => new Input.Tapped("start:damage-report"),
    };
}
