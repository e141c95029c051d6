using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class BulkyWasteFormTests
{
    private static IEnumerable<Form> Forms => BulkyWasteForms.All.Append(AdoptionForm.Adopt);

    [TestCaseSource(nameof(Forms))]
    public void The_form_has_no_faults(Form form) => form.Faults().ShouldBeEmpty();

    [Test]
    public void Every_phrase_has_words()
    {
        var keys = Forms.SelectMany(f => f.Questions).SelectMany(q => q.Phrases.Append($"{q.Key}.ask").Append($"{q.Key}.name"))
            .Concat(Forms.Select(f => $"{f.Key}.title")).Concat(BulkyWastePhrases.Told);
        keys.Where(k => Language.Complete.Any(l => !DemoWorld.Words.Has(k, l))).ShouldBeEmpty();
    }

    [Test]
    public void No_phrase_stands_in_the_files_for_nothing()
    {
        var used = Forms.SelectMany(f => f.Questions).SelectMany(q => q.Phrases.Append($"{q.Key}.ask").Append($"{q.Key}.name").Append($"{q.Key}.help"))
            .Concat(Forms.Select(f => $"{f.Key}.title")).Concat(BulkyWastePhrases.Told).ToHashSet();
        DemoWorld.Words.Keys.Where(k => k.StartsWith("bulky-waste", StringComparison.Ordinal) && !used.Contains(k)).ShouldBeEmpty();
    }

    [Test]
    public void A_photo_is_asked_only_for_what_the_resident_is_unsure_of()
    {
        DemoWorld.Talk().Taps("start:bulky-waste").Says("扇風機1台").Says("これで全部").IsAsked("area");
        DemoWorld.Talk().Taps("start:bulky-waste").Says("すいはんき").Picks("unsure").Says("1").Says("これで全部").IsAsked("photo").Picks("later").IsAsked("area");
    }

    [TestCase("本町")]
    [TestCase("ほんちょう")]
    [TestCase("ホンチョウ")]
    [TestCase("〒000-0101")]
    [TestCase("1")]
    [TestCase("星見町本町1番地")]
    public void The_area_is_understood(string typed) => ToArea().Says(typed).IsAsked("day");

    [Test]
    public void An_unknown_area_is_met_with_a_hint() => ToArea().Says("東京").IsTold("bulky-waste.area.hint").IsAsked("area");

    [Test]
    public void Nothing_personal_is_asked_in_the_talk_or_read_back() =>
        ToArea().Says("本町").Says("1/7").Says("玄関前").IsSentToPage("name", "kana", "telephone", "address", "remark")
            .Says("星見花子").IsTold("page.not-here")
            .FillsPage(("name", "星見花子"), ("telephone", "0999000123"), ("address", "本町1"), ("kana", "ほしみ"), ("remark", "なし"))
            .Reviews().Last.ToString()!.ShouldNotContain("星見花子");

    [Test]
    public void A_day_that_was_taken_is_asked_again_and_all_else_is_kept()
    {
        var talk = DemoWorld.Talk(s => s.Answers[BulkyWasteForms.Day] == new Answer.Day(new DateOnly(2027, 1, 7))
                ? new Verdict.Refused(Words.Of("bulky-waste.taken"), BulkyWasteForms.Day)
                : new Verdict.Accepted(Guid.Empty, []))
            .Taps("start:bulky-waste").Says("扇風機1台").Says("以上").Says("本町").Says("1/7").Says("玄関前")
            .FillsPage(("name", "星見花子"), ("telephone", "0999000123"), ("address", "本町1"), ("kana", "ほしみ"), ("remark", "なし"))
            .Reviews().Picks("ok").IsTold("bulky-waste.taken").IsAsked("day").Says("1/21").Reviews().Picks("ok");
        talk.Now.Phase.ShouldBeOfType<Phase.Idle>();
    }

    [Test]
    public void Without_requests_one_is_kindly_offered_a_new_one()
    {
        var talk = DemoWorld.Talk().Taps("start:bulky-waste-mine").IsAsked("request");
        var prompt = talk.Last.OfType<Effect.Ask>().Single().Prompt;
        prompt.Options.ShouldBeEmpty();
        prompt.More.ShouldBe([RequestWords.Again]);
        talk.Says("1").IsTold("bulky-waste.mine.empty-hint").Taps("start:bulky-waste").IsAsked("items");
        talk.Now.Shelved.ShouldBeNull("there is nothing to keep of a look at nothing");
    }

    [Test]
    public void Looking_up_a_fee_in_the_middle_of_a_request_keeps_the_request() =>
        ToArea().Says("手数料").IsAsked("fees").Says("ソファ").Taps("start:bulky-waste").IsAsked("area");

    [Test]
    public void The_fees_never_submit_anything() =>
        DemoWorld.Talk(_ => throw new InvalidOperationException()).Taps("start:bulky-waste-fees").Says("ソファ").IsAsked("fees").Says("冷蔵庫").IsAsked("fees").Picks("@").Picks("@furniture").IsAsked("fees");

    private static Talk ToArea() => DemoWorld.Talk().Taps("start:bulky-waste").Says("扇風機1台").Says("これで全部").IsAsked("area");
}
