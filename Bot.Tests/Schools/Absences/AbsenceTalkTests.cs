using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Tests.Conversations;
using Bot.Tests.Talks;
using NUnit.Framework;
using Shouldly;
using static Bot.Tests.Schools.Absences.AbsenceWorld;

namespace Bot.Tests.Schools.Absences;

/// <summary>The talk of a guardian; it says nicknames and kinds, never names, classes or reasons.</summary>
public sealed class AbsenceTalkTests
{
    private static string Golden(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Talks", name);

    [Test]
    public void Yesterdays_report_is_repeated_in_four_taps() =>
        TalkFileTests.Check(Golden("absence-again.talk"), Begun([Hana, Sora], Own(Today.AddDays(-1))), Words);

    [Test]
    public void A_range_is_reported_where_reasons_may_be_tapped() =>
        TalkFileTests.Check(Golden("absence-range.talk"), Begun([Hana with { School = Primary with { AsksReasonInTalk = true } }]), Words);

    [Test]
    public void Without_a_child_one_is_told_how_to_be_linked() => TalkFileTests.Check(Golden("absence-nobody.talk"), Begun([]), Words);

    [Test]
    public void Ones_own_reports_are_listed_and_changed_until_the_school_has_seen_them() =>
        TalkFileTests.Check(Golden("absence-mine.talk"), Begun([Hana], Own(Today), Own(Today.AddDays(1), state: AbsenceState.Seen)), Words);

    [TestCase("10時半", "10:30")]
    [TestCase("午後1時ごろ", "13:00")]
    [TestCase("9:45", "09:45")]
    [TestCase("2", "09:00")]
    [TestCase("まだわからない", "unknown")]
    public void Of_a_late_child_the_hour_is_asked_and_understood(string said, string hour)
    {
        var talk = Begun([Hana]).Says("欠席").Picks("late").Picks("2026-12-01").IsAsked("hour");
        talk.Last.OfType<Effect.Ask>().Single().Prompt.Options.Select(o => o.Key).ShouldBe(["08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "unknown"]);
        talk.Says("いつか").IsTold("school-absence.hour.hint").IsAsked("hour").Says(said).IsSentToPage("told", "remark");
        talk.Now.Phase.ShouldBeOfType<Phase.Filling>().Draft.Answers[AbsenceForms.Hour].ShouldBe(new Answer.Chosen(hour));
    }

    [Test]
    public void The_reason_is_asked_on_our_page_and_not_read_back()
    {
        var talk = Begun([Hana]).Says("欠席").IsAsked("kind").Picks("absent").IsAsked("day").Picks("2026-12-01").IsSentToPage("told", "remark");
        var page = talk.Last.OfType<Effect.OpenPage>().Single();
        talk.Take(new Input.Filled(page.Form, page.Began, Answers.None.With(AbsenceForms.Told, new Answer.Chosen("fever")).With(AbsenceForms.Remark, new Answer.Words("39度です")))).Reviews();
        talk.Last.OfType<Effect.Review>().Single().Lines.Select(l => Words.Say(l.Value, Bot.Domain.Kernel.Language.Japanese)).ShouldNotContain(l => l.Contains('熱', StringComparison.Ordinal) || l.Contains("39", StringComparison.Ordinal));
        talk.Taps(talk.Bound("ok"));
    }

    [Test]
    public void A_button_of_today_that_is_tapped_after_midnight_is_of_a_day_that_is_over()
    {
        var talk = Begun([Hana]);
        talk.Clock = new DateTimeOffset(2026, 12, 1, 23, 59, 0, TimeSpan.FromHours(9));
        talk.Says("欠席").Picks("absent").IsAsked("day");
        talk.Clock = talk.Clock.AddMinutes(2);
        talk.Picks("2026-12-01").IsTold("school-absence.day.past").IsAsked("day").Picks("2026-12-02").IsSentToPage("told", "remark");
    }

    [Test]
    public void Days_without_school_are_neither_offered_nor_taken()
    {
        var talk = Begun([Hana with { Decided = [new SchoolDay(Today, false, "台風のため")] }]).Says("欠席").Picks("absent");
        talk.Last.OfType<Effect.Ask>().Single().Prompt.Options.Select(o => o.Key).ShouldBe(["2026-12-02", "2026-12-03", "range"]);
        talk.Says("12月5日").IsTold("school-absence.day.closed");
    }

    [Test]
    public void The_forms_have_no_faults() => AbsenceForms.All.SelectMany(f => f.Faults()).ShouldBeEmpty();

    [Test]
    public void The_forms_own_word_does_not_answer_what_a_new_release_asks_and_nobody_was_asked_yet()
    {
        Conversations.Talk With(Form form, Conversation now) => new(
            new Decider(new Dictionary<FormId, Form> { [form.Id] = form }, Words), _ => new Reporting([Hana], []), _ => throw new UnreachableException()) { Now = now };
        var before = AbsenceForms.Absence with { Questions = [.. AbsenceForms.Absence.Questions.Where(q => q.Id != AbsenceForms.Kind)] };
        var old = With(before, Conversation.New).Taps("start:school-absence").IsAsked("day");
        var talk = With(AbsenceForms.Absence with { Version = 2 }, old.Now).Says("欠席").IsAsked("kind");
        talk.Now.Phase.ShouldBeOfType<Phase.Filling>().Draft.Answers[AbsenceForms.Kind].ShouldBeNull();
        talk.Says("欠席").IsAsked("day");
    }
}
