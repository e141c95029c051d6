using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Conversations;

/// <summary>A form that changes under a talk: an answer counts only for the question that was asked.</summary>
public sealed class ChangedFormTests
{
    private static readonly Form Before = new(new("walk"), 1, "report",
    [
        new ChoiceQuestion(new("kind"), "report.kind", ["road", "lamp", "other"]),
        new ChoiceQuestion(new("more"), "report.more", ["yes", "no"]),
    ]);

    private static Talk Talk(Form form, Talk? going = null) => new(
        new Decider(new Dictionary<FormId, Form> { [form.Id] = form }, TestForms.Words),
        Conversations.Talk.World,
        _ => new Verdict.Accepted(Conversations.Talk.Submission, [new Effect.Say(new Words.Plain("received"))]))
    { Now = going?.Now ?? Conversation.New };

    private static Form After(params Question[] questions) => Before with { Version = 2, Questions = [.. questions] };

    private static Draft Draft(Talk talk) => talk.Now.Phase.ShouldBeOfType<Phase.Filling>().Draft;

    [Test]
    public void A_tap_does_not_answer_the_question_that_a_new_form_put_in_its_place()
    {
        var old = Talk(Before).Taps("start:walk").Picks("road").IsAsked("more");
        var talk = Talk(After(Before.Questions[0], new ChoiceQuestion(new("lift"), "report.more", ["yes", "no"]), Before.Questions[1]), old);
        talk.Picks("yes").IsTold("stale").IsAsked("lift");
        Draft(talk).Answers.Count.ShouldBe(1);
        talk.Picks("yes").IsAsked("more");
    }

    [Test]
    public void Nor_does_a_word()
    {
        var old = Talk(Before).Taps("start:walk").Picks("road").IsAsked("more");
        var talk = Talk(After(Before.Questions[0], new TextQuestion(new("note"), "survey.note", 100), Before.Questions[1]), old);
        talk.Says("ある").IsAsked("note").Says("ある").IsAsked("more");
    }

    [Test]
    public void What_was_not_read_back_is_not_sent_off()
    {
        var old = Talk(Before).Taps("start:walk").Picks("road").IsAsked("more");
        Talk(After(Before.Questions[0]), old).Says("送信").Reviews().Says("送信").IsTold("received");
    }

    [Test]
    public void A_question_under_correction_that_the_walk_no_longer_reaches_is_let_go()
    {
        var old = Talk(Before).Taps("start:walk").Picks("road").Picks("yes").Reviews().Picks("fix:more").IsAsked("more");
        var talk = Talk(After(new CountQuestion(new("kind"), "survey.count", 1, 9), Before.Questions[1]), old);
        talk.Picks("no").IsAsked("kind").Says("3");
        talk.Now.Phase.ShouldBeOfType<Phase.Filling>().Draft.Answers[new("more")].ShouldBe(new Answer.Chosen("yes"));
    }

    [Test]
    public void A_picture_sent_for_one_that_was_taken_back_counts()
    {
        var talk = new Talk().Taps("start:report").Picks("road").SendsPlace().SendsPhoto("7").IsAsked("more");
        talk.Take(new Input.Unsent("7")).Picks("yes").IsTold("stale").IsAsked("photo");
        talk.Take(new Input.SentPhoto("8")).IsAsked("more");
    }

    [Test]
    public void Of_several_pictures_only_the_one_that_was_taken_back_goes()
    {
        var talk = new Talk().Taps("start:report").Picks("road").SendsPlace().SendsPhoto("7").SendsPhoto("8").IsAsked("more");
        Draft(talk.Take(new Input.Unsent("7"))).Answers[new("photo")].ShouldBe(new Answer.Photos(["8"]));
        Draft(talk.Picks("no")).Answers.Count.ShouldBe(4);
        Draft(talk.Take(new Input.Unsent("8"))).Answers[new("photo")].ShouldBeNull();
    }

    [Test]
    public void A_number_said_at_the_review_does_not_answer_what_a_taken_back_picture_has_opened()
    {
        var talk = new Talk().Taps("start:report").Picks("road").SendsPlace().SendsPhoto("7").Picks("no").FillsPage(("name", "星見"), ("phone", "0999001234")).Reviews();
        Draft(talk.Take(new Input.Unsent("7")).Says("1").IsAsked("photo")).Answers[new("photo")].ShouldBeNull();
    }

    [Test]
    public void Starting_over_what_was_withdrawn_leaves_the_resting_draft_alone()
    {
        var old = new Talk().Taps("start:report").Picks("road").Taps("start:survey").IsAsked("slot");
        var talk = new Talk(new Decider(new Dictionary<FormId, Form> { [TestForms.Report.Id] = TestForms.Report }, TestForms.Words), Conversations.Talk.World, _ => throw new InvalidOperationException()) { Now = old.Now };
        talk.Says("最初から").IsTold("service.off");
        talk.Now.Shelved.ShouldNotBeNull().Draft.Answers.Count.ShouldBe(1);
        talk.Says("再開").IsAsked("place");
    }

    [Test]
    public void What_rests_behind_something_withdrawn_is_erased_in_its_time()
    {
        var old = new Talk().Taps("start:report").Picks("road").Taps("start:survey").IsAsked("slot");
        var talk = new Talk(new Decider(new Dictionary<FormId, Form> { [TestForms.Report.Id] = TestForms.Report }, TestForms.Words), Conversations.Talk.World, _ => throw new InvalidOperationException()) { Now = old.Now };
        talk.Clock += Decider.Patience;
        talk.Take(new Input.Rang(old.Now.Turn));
        var alarm = talk.Last.OfType<Effect.WakeAt>().ShouldHaveSingleItem();
        alarm.At.ShouldBe(talk.Now.Shelved.ShouldNotBeNull().At + Decider.Keeping);

        talk.Clock = alarm.At;
        talk.Take(new Input.Rang(alarm.SetAt)).Now.Shelved.ShouldBeNull();
    }

    [Test]
    public void A_draft_from_before_this_note_goes_on()
    {
        var talk = Talk(Before).Taps("start:walk").Picks("road").IsAsked("more");
        var filling = (Phase.Filling)talk.Now.Phase;
        talk.Now = talk.Now with { Phase = filling with { Draft = filling.Draft with { Asked = null } } };
        talk.Picks("yes").Reviews();
    }
}
