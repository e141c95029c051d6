using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Tests.BulkyWaste;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Counter;

/// <summary>A form on one page: drawn whole, read by its own questions, with nothing typed ever lost.</summary>
public sealed class OnePageTests
{
    private static readonly (string, string)[] Good =
    [
        ("q-items-1", "ソファ2人用"), ("q-items-2", "扇風機2台"), ("q-area", "ほんちょう"), ("q-day", "1/7"), ("q-spot", "1"),
        ("q-name", "星見 花子"), ("q-telephone", "０９９９-００-１２３４"), ("q-address", "本町1番地\n1号"),
    ];

    [Test]
    public void What_is_typed_in_words_is_read_as_the_talk_reads_it()
    {
        var page = Walk(true, Good);
        page.Boxes.Where(b => b.Error is not null).Select(b => (b.Name, DemoWorld.Words.Say(b.Error!, Language.Japanese))).ShouldBeEmpty();
        page.IsWhole.ShouldBeTrue();
        page.Answers[BulkyWasteForms.Items].ShouldBe(new Answer.Basket([new("sofa", "two", 1), new("fan", null, 2)], null, true));
        page.Answers[BulkyWasteForms.Area].ShouldBe(new Answer.Chosen("honcho"));
        page.Answers[BulkyWasteForms.Day].ShouldBe(new Answer.Day(new(2027, 1, 7)));
        page.Answers[BulkyWasteForms.Telephone].ShouldBe(new Answer.Words("0999001234"));
        page.Answers[BulkyWasteForms.Kana].ShouldBe(new Answer.Skipped());
        DemoWorld.Words.Say(page.Total!, Language.Japanese).ShouldBe("1,600円");
        page.Boxes.ShouldAllBe(b => b.Question.Id != BulkyWasteForms.Photo, "the things are known: no photo is asked for");
    }

    [Test]
    public void An_empty_page_draws_every_question_and_complains_about_nothing()
    {
        var page = Walk(false);
        page.Boxes.Select(b => b.Question.Id.Value).ShouldBe(["items", "area", "day", "spot", "name", "kana", "telephone", "address", "remark"]);
        page.Boxes.ShouldAllBe(b => b.Error == null);
        page.Boxes[2].ShouldBeOfType<Box.Waiting>("the day hangs on the area");
        page.IsWhole.ShouldBeFalse();
        Walk(true).Boxes.Count(b => b.Error is not null).ShouldBe(6, "what must be there: things, area, spot, name, telephone, address");
    }

    [Test]
    public void A_word_that_means_several_things_offers_them_and_the_picked_one_counts()
    {
        var lines = (Box.Lines)Walk(false, ("q-items-1", "ソファ")).Boxes[0];
        lines.Error.ShouldNotBeNull();
        lines.Typed[0].Options.Select(o => o.Key).ShouldBe(["sofa/one", "sofa/two", "sofa/three", "?"]);
        var picked = Walk(false, ("q-items-1", "ソファ"), ("q-items-1-for", "ソファ"), ("q-items-1-key", "sofa/three"), ("q-items-1-number", "２"));
        picked.Answers[BulkyWasteForms.Items].ShouldBe(new Answer.Basket([new("sofa", "three", 2)], null, true));
        Walk(false, ("q-items-1", "机"), ("q-items-1-for", "ソファ"), ("q-items-1-key", "sofa/three")).Answers[BulkyWasteForms.Items]
            .ShouldNotBe(new Answer.Basket([new("sofa", "three", 1)], null, true), "the pick was for another word");
    }

    [Test]
    public void What_nobody_can_name_goes_to_staff_and_asks_for_a_photo()
    {
        var page = Walk(false, ("q-items-1", "なぞの箱"), ("q-items-1-for", "なぞの箱"), ("q-items-1-key", "?"));
        page.Answers[BulkyWasteForms.Items].ShouldBe(new Answer.Basket([new(null, null, 1, "なぞの箱")], null, true));
        page.Boxes.ShouldContain(b => b.Question.Id == BulkyWasteForms.Photo);
    }

    [Test]
    public void The_limits_of_the_talk_hold_line_by_line()
    {
        var page = Walk(false, ("q-items-1", "ソファ2人用"), ("q-items-1-number", "9"), ("q-items-2", "テレビ"), ("q-items-3", "扇風機"), ("q-items-3-number", "x"));
        var lines = ((Box.Lines)page.Boxes[0]).Typed;
        lines.Count.ShouldBe(3, "nothing typed is lost");
        lines.ShouldAllBe(l => l.Error != null);
        page.Answers[BulkyWasteForms.Items].ShouldBeNull();
    }

    [Test]
    public void Every_free_day_is_offered_with_its_places_and_a_full_one_is_refused()
    {
        var day = (Box.Choice)Walk(false, ("q-area", "本町"), ("q-day", "12/17")).Boxes.Single(b => b.Question.Id == BulkyWasteForms.Day);
        day.Options.Select(o => o.Key).ShouldBe(["2027-01-07", "2027-01-21"]);
        DemoWorld.Words.Say(day.Options[1].Detail!, Language.Japanese).ShouldContain("14");
        DemoWorld.Words.Say(day.Error!, Language.Japanese).ShouldContain("いっぱい");
        day.Typed.ShouldBe("12/17");
        Walk(false, ("q-area", "本町"), ("q-day-key", "2027-01-21")).Answers[BulkyWasteForms.Day].ShouldBe(new Answer.Day(new(2027, 1, 21)));
    }

    [TestCase("<script>alert(1)</script>", true)]
    [TestCase("星👨‍👩‍👧見", true)]
    [TestCase("\u202Eabc", true)]
    [TestCase("a\u0000b", false)]
    [TestCase("long", false)]
    public void A_strange_name_is_kept_as_typed_or_refused(string name, bool taken)
    {
        var typed = name == "long" ? new string('あ', 4000) : name;
        var box = (Box.Text)Walk(true, [.. Good.Where(g => g.Item1 != "q-name"), ("q-name", typed)]).Boxes.Single(b => b.Question.Id == BulkyWasteForms.Name);
        box.Typed.ShouldBe(typed);
        (box.Error is null).ShouldBe(taken);
    }

    [Test]
    public void Every_form_of_the_house_can_be_drawn_and_read()
    {
        foreach (var form in BulkyWasteForms.All.Append(AdoptionForm.Adopt).Concat(TestForms.All.Values))
        {
            foreach (var typed in (string[])["", "1", "ソファ", "2027-01-07", "35.1,139.2", "\uD83D", new string('x', 5000)])
            {
                Should.NotThrow(() => Walk(form, true, _ => typed), $"{form.Id.Value} with '{typed[..Math.Min(8, typed.Length)]}'");
            }
        }
    }

    private static PageWalk.Drawn Walk(bool strict, params (string Name, string Value)[] typed) =>
        Walk(BulkyWasteForms.Request, strict, name => typed.Where(t => t.Name == name).Select(t => t.Value).FirstOrDefault() ?? "");

    private static PageWalk.Drawn Walk(Form form, bool strict, Func<string, string> typed)
    {
        var page = new OnePage(form, typed, form.Id.Value.StartsWith("bulky", StringComparison.Ordinal) ? DemoWorld.Words : TestForms.Words, Talk.Noon);
        var facts = Facts.None;
        for (var round = 0; round < 8; round++)
        {
            switch (page.Walk(facts, strict))
            {
                case PageWalk.Drawn drawn:
                    return drawn;
                case PageWalk.Lacking(var needs):
                    facts = needs.Aggregate(facts, (known, need) => known.With(need, need.GetType().Assembly == typeof(CatalogueNeed).Assembly ? DemoWorld.World(need) : Talk.World(need)));
                    break;
            }
        }

        throw new InvalidOperationException("it kept asking");
    }
}
