using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class DamageFormTests
{
    private static IEnumerable<Form> Forms => DamageForms.All;

    private static Talk Started(Func<Need, object>? world = null) => DamageWorld.Talk(world: world).Taps("start:damage-report").IsAsked("kind");

    private static Effect.Submit Sent(Talk talk) => talk.Reviews().Picks("ok").Last.OfType<Effect.Submit>().ShouldHaveSingleItem();

    [TestCaseSource(nameof(Forms))]
    public void The_form_has_no_faults(Form form) => form.Faults().ShouldBeEmpty();

    [Test]
    public void Every_phrase_has_words_and_none_stands_there_for_nothing()
    {
        var used = Forms.SelectMany(f => f.Questions).SelectMany(q => q.Phrases.Append($"{q.Key}.ask").Append($"{q.Key}.name"))
            .Concat(Forms.Select(f => $"{f.Key}.title")).Concat(Forms.Select(f => f.ReviewKey).Where(k => k != "review").SelectMany(k => (string[])[$"{k}.how", $"{k}.send"])).Concat(CaseWords.Told).ToHashSet(StringComparer.Ordinal);
        used.Where(k => Language.Complete.Any(l => !DamageWorld.Words.Has(k, l))).ShouldBeEmpty();
        DamageWorld.Words.Keys.Where(k => k.StartsWith("damage-report", StringComparison.Ordinal) && !used.Contains(k)).ShouldBeEmpty();
    }

    [TestCase("送らない")]
    [TestCase("スキップ")]
    public void Who_says_that_there_is_no_photo_goes_on(string words) =>
        Started().Picks("pothole").IsAsked("place").Sends(DamageWorld.Honcho).IsAsked("photo").Says(words).IsAsked("danger");

    [Test]
    public void The_common_case_is_eight_taps_and_nothing_is_typed()
    {
        // The menu, the kind, LINE's button for a place and the one that sends it, no photo, no danger, nothing more, send.
        var talk = Started().Picks("pothole").IsAsked("place").Sends(DamageWorld.Honcho).IsAsked("photo").Picks("skip").IsAsked("danger").Picks("no").IsAsked("more").Picks("nothing");
        Sent(talk).Answers[DamageForms.Same].ShouldBe(new Answer.Skipped());
        talk.Now.Phase.ShouldBeOfType<Phase.Idle>();
    }

    [Test]
    public void Nobody_is_asked_for_a_name_who_wants_no_call()
    {
        DamageForms.Report.Questions.Where(q => q.Class == DataClass.Personal).Select(q => q.Id).ShouldBe([DamageForms.Name, DamageForms.Telephone, DamageForms.Remark]);
        Started().Picks("pothole").Sends(DamageWorld.Honcho).Picks("skip").Picks("no").Picks("words").IsSentToPage("remark").FillsPage(("remark", "夜は見えません")).Reviews();
        Started().Picks("pothole").Sends(DamageWorld.Honcho).Picks("skip").Picks("no").Picks("call").IsSentToPage("name", "telephone", "remark")
            .Says("星見花子").IsTold("page.not-here").FillsPage(("name", "星見花子"), ("telephone", "0999001234"), ("remark", "なし")).Reviews().Last.ToString()!.ShouldNotContain("星見花子");
    }

    [Test]
    public void Photos_may_come_before_the_place_at_once_and_later_and_more_than_five_are_declined()
    {
        var talk = Started().SendsPhoto("1").IsTold("photo.added").IsAsked("kind").Picks("pothole").SendsPhoto("2").IsAsked("place").Sends(DamageWorld.Honcho).IsAsked("danger");
        talk.SendsPhoto("3").SendsPhoto("4").SendsPhoto("5").IsTold("photo.added").SendsPhoto("6").IsTold("photo.enough").IsAsked("danger");
        talk.Last.OfType<Effect.FetchPhoto>().ShouldBeEmpty();
        for (var more = 7; more < 12; more++)
        {
            talk.SendsPhoto($"{more}").IsTold("photo.enough");
        }

        var sent = Sent(talk.Picks("no").Picks("nothing"));
        sent.Answers[DamageForms.Photo].ShouldBe(new Answer.Photos(["1", "2", "3", "4", "5"]));
        talk.SendsPhoto("20").IsTold("joined").Last.OfType<Effect.Join>().ShouldHaveSingleItem().Answer.ShouldBe(new Answer.Photos(["20"]));
        talk.Clock = talk.Clock.AddHours(25);
        talk.SendsPhoto("21").Last.OfType<Effect.Join>().ShouldBeEmpty("the day is over");
    }

    [Test]
    public void The_want_of_a_photo_ends_nothing()
    {
        foreach (var way in (string[])["later", "skip"])
        {
            var talk = Started().Picks("pothole").Sends(DamageWorld.Honcho).Picks(way).Picks("no").Picks("nothing");
            Sent(talk);
            talk.SendsPhoto("1").IsTold("joined");
        }
    }

    [Test]
    public void A_known_case_is_joined_with_one_question_more_and_early_photos_stay_with_it()
    {
        var talk = Started(DamageWorld.WithTwoNear).SendsPhoto("1").Picks("pothole").Sends(DamageWorld.Honcho).IsAsked("same");
        var options = talk.Last.OfType<Effect.Ask>().Single().Prompt.Options;
        options.Select(o => DamageWorld.Words.Say(o.Label, Language.Japanese)).ShouldBe(["これです（D08-00001）", "自分の通報です（D08-00002）", "違います"]);
        DamageWorld.Words.Say(options[0].Detail!, Language.Japanese).ShouldBe("道路の穴・ひび・北へ約20m・3日前・確認済み");
        var sent = Sent(talk.Picks(options[0].Key).IsAsked("danger-there").Picks("yes"));
        sent.Answers[DamageForms.Same].ShouldBe(new Answer.Chosen(options[0].Key));
        sent.Answers[DamageForms.Photo].ShouldBe(new Answer.Photos(["1"]));
        sent.Answers[DamageForms.More].ShouldBeNull();
    }

    [Test]
    public void Another_one_goes_on_and_nothing_is_asked_twice() =>
        Sent(Started(DamageWorld.WithTwoNear).Picks("pothole").Sends(DamageWorld.Honcho).Picks("none").IsAsked("photo").Picks("skip").Picks("no").Picks("nothing"))
            .Answers[DamageForms.Same].ShouldBe(new Answer.Chosen("none"));

    [Test]
    public void Another_place_or_kind_asks_anew_whether_it_is_known()
    {
        var talk = Started(DamageWorld.WithTwoNear).Picks("street-lamp").Sends(DamageWorld.Honcho).IsAsked("photo");
        talk.Taps("fix:kind").IsAsked("kind").Picks("pothole").IsAsked("same").Picks("none").IsAsked("photo");
        talk.Taps("fix:kind").Picks("park").IsAsked("photo");
        talk.Says("戻る").IsAsked("place").Says("戻る").IsAsked("kind");
    }

    [Test]
    public void A_question_that_was_passed_over_stands_in_no_review_and_is_met_on_no_way_back()
    {
        var talk = Started().Picks("pothole").Sends(DamageWorld.Honcho).Picks("skip").Picks("no").Picks("nothing").Reviews();
        talk.Last.OfType<Effect.Review>().Single().Lines.Select(l => l.Question.Value).ShouldBe(["kind", "place", "photo", "danger", "more"]);
        talk.Says("3").IsAsked("photo").Picks("later").Reviews();
        talk.Says("戻る").IsAsked("more").Says("戻る").IsAsked("danger").Says("戻る").IsAsked("photo").Says("戻る").IsAsked("place");
    }

    [Test]
    public void In_the_sea_or_in_another_prefecture_the_place_is_asked_again()
    {
        Started().Picks("pothole").Sends(DamageWorld.Sea).IsTold("damage-report.place.outside").IsAsked("place")
            .Sends(new GeoPoint(35.68, 139.76)).IsTold("damage-report.place.outside").Sends(DamageWorld.Yakubamae).IsAsked("photo");
    }

    [TestCase("本町 郵便局の前", 36.7420)]
    [TestCase("ほんちょうのはし", 36.7420)]
    [TestCase("in front of the station, Ekimae", 36.7388)]
    [TestCase("星見高原のキャンプ場", 36.7893)]
    public void A_place_may_be_written(string typed, double latitude)
    {
        var talk = Started().Picks("pothole").Says(typed).IsAsked("photo");
        var place = ((Phase.Filling)talk.Now.Phase).Draft.Answers[DamageForms.Place].ShouldBeOfType<Answer.Place>();
        (place.Point.Latitude, place.Label).ShouldBe((latitude, typed));
    }

    [Test]
    public void Words_without_a_place_get_a_hint() => Started().Picks("pothole").Says("家の前").IsTold("damage-report.place.hint").IsAsked("place");

    [Test]
    public void The_place_of_the_latest_report_is_one_tap()
    {
        object World(Need need) => need is LastPlaceNeed ? (Items<LastPlace>)[new("D08-00007", DamageWorld.Honcho)] : DamageWorld.World(need);
        Started(World).Picks("pothole").Picks("near-last").IsAsked("photo");
        Started(World).Picks("pothole").Says("1").IsAsked("photo");
    }

    [Test]
    public void When_a_life_is_in_danger_119_comes_first()
    {
        foreach (var key in (string[])["damage-report.kind.ask", "damage-report.danger.ask", "damage-report.danger-there.ask"])
        {
            Language.Complete.ShouldAllBe(l => DamageWorld.Words.Say(Bot.Domain.Conversations.Wording.Words.Of(key), l).Contains("119", StringComparison.Ordinal), key);
        }

        var talk = Started().Picks("pothole").Sends(DamageWorld.Honcho).Picks("skip").Picks("life").IsAsked("more");
        DamageWorld.Words.Say(talk.Last.OfType<Effect.Ask>().Single().Prompt.Text, Language.Japanese).ShouldStartWith("【命の危険があるとき】いますぐ119");
    }

    [Test]
    public void A_hint_of_the_kind_comes_before_the_next_question() =>
        DamageWorld.Words.Say(Started().Picks("gas").Last.OfType<Effect.Ask>().Single().Prompt.Text, Language.Japanese).ShouldStartWith("火を使わず");

    [Test]
    public void What_is_for_disasters_only_is_not_offered_on_quiet_days()
    {
        var kinds = Started().Last.OfType<Effect.Ask>().Single().Prompt.Options.Select(o => o.Key).ToList();
        kinds.ShouldNotContain("flood");
        kinds.Count.ShouldBeLessThanOrEqualTo(13);
        DamageWorld.Talk(world: n => n is DamagePlanNeed ? DamageWorld.Plan with { IsDisaster = true } : DamageWorld.World(n))
            .Taps("start:damage-report").Picks("flood").IsAsked("place");
    }

    [Test]
    public void A_case_that_was_closed_meanwhile_leads_back_and_keeps_the_rest()
    {
        var closed = false;
        var talk = DamageWorld.Talk(
            form => closed || form.Answers[DamageForms.Same] is Answer.Skipped
                ? new Verdict.Accepted(Guid.Empty, [])
                : new Verdict.Refused(Bot.Domain.Conversations.Wording.Words.Of("damage-report.refused.gone"), DamageForms.Same),
            need => closed ? DamageWorld.World(need) : DamageWorld.WithTwoNear(need));
        talk.Taps("start:damage-report").Picks("pothole").Sends(DamageWorld.Honcho).Picks(DamageWorld.Two[0].Id.ToString("n")).Picks("no").Reviews();
        talk.Picks("ok").IsTold("damage-report.refused.gone").IsAsked("same");
        closed = true;
        talk.Picks("none").IsAsked("photo");
    }

    [Test]
    public void The_place_can_be_sent_first_and_the_moment_stays_when_all_else_follows_a_day_later()
    {
        var talk = DamageWorld.Talk().Taps("start:damage-report-spot").IsAsked("place");
        var noticed = talk.Clock;
        talk.Sends(DamageWorld.Honcho).IsAsked("kind");
        talk.Clock = talk.Clock.AddHours(20);
        var sent = Sent(talk.SendsPhoto("1").IsTold("photo.added").Picks("gas").IsAsked("danger").Picks("no").Picks("nothing"));
        NoticedQuestion.Of(sent.Answers[DamageForms.Noticed]).ShouldBe(noticed);
        sent.Answers[DamageForms.Photo].ShouldBe(new Answer.Photos(["1"]), "whoever has a photo at once may send it at once");
        talk.Clock = talk.Clock.AddHours(23);
        talk.SendsPhoto("2").IsTold("joined");
    }

    [Test]
    public void The_moment_is_of_the_place_that_counts_and_stands_in_no_review()
    {
        var talk = DamageWorld.Talk().Taps("start:damage-report-spot").Sends(DamageWorld.Honcho).IsAsked("kind").Picks("pothole").Picks("no").Picks("nothing").Reviews();
        talk.Last.OfType<Effect.Review>().Single().Lines.Select(l => l.Question.Value).ShouldBe(["place", "kind", "danger", "more"]);
        talk.Clock = talk.Clock.AddMinutes(10);
        var again = talk.Clock;
        talk.Taps("fix:place").Sends(DamageWorld.Route918);
        NoticedQuestion.Of(Sent(talk).Answers[DamageForms.Noticed]).ShouldBe(again);
    }

    [Test]
    public void Where_the_kind_comes_after_the_place_its_warning_is_still_said()
    {
        var talk = DamageWorld.Talk().Taps("start:damage-report-spot").Sends(DamageWorld.Honcho).Picks("gas").IsAsked("danger");
        DamageWorld.Words.Say(talk.Last.OfType<Effect.Ask>().Single().Prompt.Text, Language.Japanese).ShouldStartWith("火を使わず");
    }

    [TestCase("中央公園のすべり台", true, "mark:chuo-park")]
    [TestCase("ちゅうおうこうえん", true, "mark:chuo-park")]
    [TestCase("Chuo Park", true, "mark:chuo-park")]
    [TestCase("本町　郵便局の前", true, "area:honcho")]
    [TestCase("星見小の門", true, "mark:hoshimi-school")]
    [TestCase("公園", false, "mark:chuo-park mark:tenmon-park mark:tsuki-park")]
    [TestCase("小学校", false, "mark:hoshimi-school mark:narusawa-school")]
    [TestCase("鳴沢橋と星の橋", false, "mark:hoshi-bridge mark:narusawa-bridge")]
    [TestCase("橋", false, "mark:hoshi-bridge mark:narusawa-bridge")]
    [TestCase("は", false, "")]
    [TestCase("どこか", false, "")]
    [TestCase("", false, "")]
    public void Words_name_one_place_or_several_or_none(string text, bool isSure, string places)
    {
        var hits = Landmarks.Find(DamageWorld.Plan.Landmarks, text);
        (hits.IsSure, string.Join(' ', hits.Places.Select(p => p.Code))).ShouldBe((isSure, places));
    }

    [Test]
    public void Of_several_places_one_is_chosen_and_carries_its_own_name()
    {
        var talk = Started().Picks("park").Says("公園").IsAsked("place");
        talk.Last.OfType<Effect.Ask>().Single().Prompt.Options.Select(o => o.Key).ShouldBe(["mark:chuo-park", "mark:tenmon-park", "mark:tsuki-park"]);
        Sent(talk.Says("3").IsAsked("photo").Picks("skip").Picks("no").Picks("nothing")).Answers[DamageForms.Place]
            .ShouldBe(new Answer.Place(new GeoPoint(36.7241, 138.3066), "月ヶ丘公園"));
        Started().Picks("park").Says("公園").Sends(DamageWorld.Honcho).IsAsked("photo");
        Started().Picks("park").Says("公園").Says("星見駅").IsAsked("photo");
        Started().Picks("park").Says("公園").Says("どこか").IsTold("damage-report.place.hint").IsAsked("place").Picks("mark:chuo-park").IsAsked("photo");
    }
}
