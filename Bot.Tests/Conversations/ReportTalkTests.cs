using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Conversations;

public sealed class ReportTalkTests
{
    private static Talk AtName() => new Talk().Taps("start:report").Says("道路").SendsPlace().SendsPhoto().Says("ない").IsSentToPage("name", "phone");

    private static Talk AtReview() => AtName().FillsPage(("name", "星見 花子"), ("phone", "0999001234")).Reviews();

    [Test]
    public void A_plain_report_is_asked_reviewed_and_submitted()
    {
        var talk = AtReview().Picks("ok").IsTold("received");

        talk.Last.OfType<Effect.Submit>().ShouldHaveSingleItem().Answers.ShouldBe(
            Answers.None
                .With(new("kind"), new Answer.Chosen("road"))
                .With(new("place"), new Answer.Place(new GeoPoint(35.6, 139.7), "役場前"))
                .With(new("photo"), new Answer.Photos(["1001"]))
                .With(new("more"), new Answer.Chosen("no"))
                .With(new("name"), new Answer.Words("星見 花子"))
                .With(new("phone"), new Answer.Words("0999001234")));
        talk.Now.Phase.ShouldBe(new Phase.Idle());
    }

    [Test]
    public void Options_can_be_typed_by_number_in_any_width_and_by_label_in_any_language()
    {
        new Talk().Taps("start:report").Says("１").IsAsked("place");
        new Talk().Taps("start:report").Says("2.").IsAsked("place");
        new Talk().Taps("start:report").Says("道路 en").IsAsked("place");
        new Talk().Taps("start:report").Says("街路").IsAsked("place");
    }

    [Test]
    public void A_corrected_answer_that_changes_the_route_leaves_no_orphan_behind()
    {
        var talk = AtReview().Picks("fix:kind").IsAsked("kind").Says("その他").IsAsked("detail").Says("ベンチが壊れています").Reviews().Says("送信");

        talk.Last.OfType<Effect.Submit>().Single().Answers[new("place")].ShouldBeNull();
    }

    [Test]
    public void At_the_review_a_number_corrects_that_line() => AtReview().Says("1").IsAsked("kind").Says("街路灯").Reviews();

    [Test]
    public void Correcting_a_personal_answer_opens_the_page_for_that_one_only() => AtReview().Picks("fix:phone").IsSentToPage("phone");

    [Test]
    public void Back_steps_back_and_stops_at_the_first_question() =>
        new Talk().Taps("start:report").Says("道路").IsAsked("place").Says("もどる").IsAsked("kind").Says("back").IsAsked("kind");

    [Test]
    public void A_shelved_report_resumes_where_it_stood() =>
        new Talk().Taps("start:report").Says("道路").Says("あとで").IsTold("shelved").Says("再開").IsAsked("place");

    [Test]
    public void Starting_over_forgets_the_answers() =>
        new Talk().Taps("start:report").Says("道路").Says("最初から").IsTold("started-over").IsAsked("kind");

    [Test]
    public void Starting_another_form_shelves_the_one_in_hand() =>
        new Talk().Taps("start:report").Says("道路").Taps("start:survey").IsTold("other-shelved").Says("やめる").Says("再開").IsAsked("place");

    [Test]
    public void Looking_something_up_in_between_costs_nothing() =>
        new Talk().Taps("start:report").Picks("lamp").Taps("start:look").Taps("start:report").IsTold("resumed").IsAsked("place");

    [Test]
    public void Three_misreadings_in_a_row_offer_a_person_and_keep_the_question()
    {
        var talk = new Talk().Taps("start:report").Says("?").IsTold("hint.choice").Says("?").Says("?").IsTold("staff.offer").IsAsked("kind");
        talk.Says("職員").IsTold("staff.called").IsAsked("kind");
        talk.Last.ShouldContain(new Effect.CallStaff(new FormId("report")));
    }

    [Test]
    public void A_tap_on_an_old_bubble_is_told_so_and_asked_anew()
    {
        var talk = new Talk().Taps("start:report");
        var old = talk.Bound("road");
        talk.Picks("lamp").IsAsked("place").Taps(old).IsTold("stale").IsAsked("place");
    }

    [Test]
    public void The_last_bubble_of_a_resting_draft_may_still_be_tapped()
    {
        var talk = new Talk().Taps("start:report");
        var bubble = talk.Bound("road");
        talk.Take(new Input.Rang(talk.Now.Turn)).Taps(bubble).IsAsked("place");
        talk.Now.Shelved.ShouldBeNull();
    }

    [Test]
    public void A_name_typed_into_the_talk_is_not_taken()
    {
        var talk = AtName().Says("星見 花子").IsTold("page.not-here").IsSentToPage("name", "phone");
        ((Phase.Filling)talk.Now.Phase).Draft.Answers[new("name")].ShouldBeNull();
    }

    [Test]
    public void A_page_cannot_change_what_was_answered_in_the_talk()
    {
        var talk = AtName();
        var page = talk.Last.OfType<Effect.OpenPage>().Single();
        talk.Take(new Input.Filled(page.Form, page.Began, Answers.None
            .With(new("name"), new Answer.Words("x")).With(new("phone"), new Answer.Skipped()).With(new("kind"), new Answer.Chosen("lamp")))).Reviews();
        ((Phase.Filling)talk.Now.Phase).Draft.Answers[new("kind")].ShouldBe(new Answer.Chosen("road"));
    }

    [Test]
    public void A_page_of_an_earlier_draft_is_too_late()
    {
        var talk = AtName();
        var page = talk.Last.OfType<Effect.OpenPage>().Single();
        talk.Says("最初から").Take(new Input.Filled(page.Form, page.Began, Answers.None.With(new("name"), new Answer.Words("x")))).IsTold("page.too-late").IsAsked("kind");
    }

    [Test]
    public void A_page_sent_in_after_the_draft_went_to_rest_wakes_it()
    {
        var talk = AtName();
        var page = talk.Last.OfType<Effect.OpenPage>().Single();
        talk.Take(new Input.Rang(talk.Now.Turn)).Take(new Input.Filled(page.Form, page.Began,
            Answers.None.With(new("name"), new Answer.Words("x")).With(new("phone"), new Answer.Skipped()))).Reviews();
    }

    [Test]
    public void Photos_sent_together_all_belong_to_the_photo_question()
    {
        var talk = new Talk().Taps("start:report").Says("道路").SendsPlace().SendsPhoto("1").IsAsked("more").SendsPhoto("2").IsTold("photo.added").SendsPhoto("3").IsAsked("more");
        ((Phase.Filling)talk.Now.Phase).Draft.Answers[new("photo")].ShouldBe(new Answer.Photos(["1", "2", "3"]));
        talk.Last.ShouldContain(new Effect.FetchPhoto("3"));
    }

    [Test]
    public void A_photo_promised_for_later_joins_within_a_day_and_not_after()
    {
        var talk = new Talk().Taps("start:report").Says("道路").SendsPlace().Says("あとで送る").Says("ない")
            .FillsPage(("name", "星見 花子"), ("phone", "0999001234")).Says("送信").IsTold("received");
        talk.Clock = talk.Clock.AddHours(23);
        talk.SendsPhoto("77").IsTold("joined");
        talk.Last.ShouldContain(new Effect.Join(new("report"), Talk.Submission, new("photo"), new Answer.Photos(["77"])));
        talk.Clock = talk.Clock.AddHours(2);
        talk.SendsPhoto("78").Last.OfType<Effect.Join>().ShouldBeEmpty();
    }

    [Test]
    public void An_unsent_photo_leaves_the_draft_and_is_asked_again()
    {
        var talk = new Talk().Taps("start:report").Says("道路").SendsPlace().SendsPhoto("5").IsAsked("more").Take(new Input.Unsent("5"));
        talk.Last.ShouldBe([new Effect.Forget("5")]);
        talk.Says("？").IsAsked("photo");
    }

    [Test]
    public void A_refusal_leads_back_to_its_question_and_keeps_the_rest()
    {
        var taken = true;
        var talk = new Talk(TestForms.Decider, Talk.World, _ => taken ? new Verdict.Refused(Words.Of("stale"), new("slot")) : new Verdict.Accepted(Talk.Submission, []));
        talk.Taps("start:survey").Says("1").Says("3").Says("なし").Reviews().Picks("ok").IsTold("stale").IsAsked("slot");
        taken = false;
        talk.Says("2").Reviews().Picks("ok");
        talk.Now.Phase.ShouldBe(new Phase.Idle());
    }

    [Test]
    public void A_form_without_review_is_handed_over_with_its_last_answer() =>
        new Talk().Taps("start:look").Picks("a").Last.OfType<Effect.Submit>().ShouldHaveSingleItem();

    [Test]
    public void A_resting_draft_is_erased_after_fourteen_days()
    {
        var talk = new Talk().Taps("start:report").Says("道路").Says("あとで");
        var alarm = talk.Last.OfType<Effect.WakeAt>().ShouldHaveSingleItem();
        alarm.At.ShouldBe(Talk.Noon.AddDays(14));
        talk.Clock = alarm.At;
        talk.Take(new Input.Rang(alarm.SetAt)).Now.Shelved.ShouldBeNull();
    }

    [Test]
    public void A_form_changed_under_a_draft_drops_what_no_longer_fits()
    {
        var talk = new Talk().Taps("start:report").Says("道路");
        var filling = (Phase.Filling)talk.Now.Phase;
        var old = filling.Draft with { Version = 1, Answers = filling.Draft.Answers.With(new("gone"), new Answer.Count(1)).With(new("place"), new Answer.Words("駅前")) };
        talk.Now = talk.Now with { Phase = filling with { Draft = old } };
        talk.SendsPlace().IsAsked("photo");
        ((Phase.Filling)talk.Now.Phase).Draft.ShouldSatisfyAllConditions(d => d.Version.ShouldBe(2), d => d.Answers[new("gone")].ShouldBeNull());
    }

    [Test]
    public void A_language_may_be_chosen_in_the_middle_and_the_question_is_asked_again()
    {
        var talk = new Talk().Taps("start:report").Says("English").IsTold("language.set").IsAsked("kind");
        talk.Now.Speaks.ShouldBe(Language.English);
        talk.Take(new Input.Learned(Language.Japanese)).Now.Speaks.ShouldBe(Language.English);
    }

    [Test]
    public void Being_followed_greets_and_older_news_of_parting_is_not_news()
    {
        var talk = new Talk().Take(new Input.Followed(Talk.Noon, IsUnblocked: false)).IsTold("greeting").Take(new Input.Left(Talk.Noon.AddSeconds(-5)));
        talk.Now.Friend.ShouldBe(new Friendship(true, Talk.Noon));
        talk.Take(new Input.Left(Talk.Noon.AddSeconds(5))).Now.Friend!.IsFriend.ShouldBeFalse();
    }

    [TestCase("粗大とかを捨てたい　ゴミの日を見たい", ExpectedResult = "menu")]
    [TestCase("職員", ExpectedResult = "staff")]
    public string A_sentence_outside_a_form_is_answered_with_a_way_on(string text) =>
        new Talk().Says(text).Last.OfType<Effect.CallStaff>().Any() ? "staff" : "menu";
}
