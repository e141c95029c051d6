using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Towns;

public sealed class DemoRegionTests
{
    private static readonly Region Demo = RegionFolder.Load(DemoFolder.Real).OrThrow();

    private static readonly BulkyWasteFiles Waste = Demo.Waste[new TownId("mizuho-union")];

    private static readonly string[] RecyclingLaw = ["tv", "air-conditioner", "refrigerator", "washing-machine"];

    [Test]
    public void The_demo_region_has_two_towns_and_the_union_that_collects_for_both()
    {
        Demo.Towns.Select(t => t.Id.Value).ShouldBe(["hoshimi", "kawabe", "mizuho-union"], ignoreOrder: true);
        foreach (var town in Demo.Towns.Where(t => t.Kind == TownKind.Town))
        {
            town.OperatorOf("bulky-waste").ShouldBe(new TownId("mizuho-union"));
        }
    }

    [Test]
    public void The_towns_differ_in_everything_that_a_town_may_choose()
    {
        var (hoshimi, kawabe) = (Demo.Find(new TownId("hoshimi"))!, Demo.Find(new TownId("kawabe"))!);
        hoshimi.Office.Telephone.ShouldNotBe(kawabe.Office.Telephone);
        hoshimi.Office.Hours.ShouldNotBe(kawabe.Office.Hours);
        hoshimi.Colours.ShouldNotBe(kawabe.Colours);
        hoshimi.Payment!.Methods.ShouldBe(["card", "konbini", "paypay"]);
        kawabe.Payment!.Methods.ShouldBe(["card", "konbini"]);
        kawabe.Areas.Count.ShouldBeGreaterThan(13, "one more page than quick replies can hold");
    }

    [Test]
    public void Every_telephone_number_lies_in_the_unassigned_area_code()
    {
        foreach (var town in Demo.Towns)
        {
            town.Office.Telephone.ShouldStartWith("0999-");
        }
    }

    [Test]
    public void The_catalogue_is_rich_enough_to_be_real()
    {
        Waste.Items.Select(i => i.Code).Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThanOrEqualTo(65);
        Waste.Items.Count(i => i.Sizes.Count > 1).ShouldBeGreaterThanOrEqualTo(10);
        Waste.Items.Single(i => i.Code == "chest").Sizes.Select(s => s.Fee.Amount).ShouldBe([500, 800, 1200]);
    }

    [Test]
    public void All_fees_are_multiples_of_ten_yen()
    {
        var fees = Waste.Items.SelectMany(i => i.Sizes.Select(s => s.Fee).Append(i.Fee ?? default)).Select(f => f.Amount);
        fees.ShouldAllBe(fee => fee % 10 == 0 && fee <= 5000);
    }

    [Test]
    public void A_fee_changes_on_the_day_that_the_file_says()
    {
        int Fee(DateOnly on) => Waste.Items.Single(i => i.Code == "mattress-spring" && i.Valid.Contains(on)).Fee!.Value.Amount;
        Fee(new DateOnly(2027, 3, 31)).ShouldBe(800);
        Fee(new DateOnly(2027, 4, 1)).ShouldBe(1000);
    }

    [Test]
    public void What_the_recycling_law_covers_is_not_collected_and_comes_with_advice_in_all_languages()
    {
        Waste.Excluded.Select(e => e.Code).ShouldBeSubsetOf(Waste.Excluded.Select(e => e.Code).Distinct(StringComparer.Ordinal));
        RecyclingLaw.ShouldBeSubsetOf(Waste.Excluded.Select(e => e.Code));
        foreach (var thing in Waste.Excluded)
        {
            foreach (var language in Language.Complete)
            {
                thing.Advice.In(language).Length.ShouldBeGreaterThan(20, $"{thing.Code} {language.Tag}");
            }

            new[] { thing.Advice.Ja, thing.Advice.Easy, thing.Advice.En }.Distinct(StringComparer.Ordinal).Count().ShouldBe(3, thing.Code);
        }
    }

    [Test]
    public void English_holds_no_kana_or_kanji_but_for_words_in_quotes()
    {
        var english = Waste.Items.SelectMany(i => new[] { i.Name.En, i.Note?.En })
            .Concat(Waste.Items.SelectMany(i => i.Sizes.Select(s => s.Name.En)))
            .Concat(Waste.Excluded.SelectMany(e => new[] { e.Name.En, e.Advice.En }))
            .Concat(Waste.Spots.SelectMany(s => new[] { s.Name.En, s.Note.En }))
            .Concat(Demo.Towns.SelectMany(t => t.Areas.Select(a => a.Name.En)));
        english.OfType<string>().ShouldAllBe(text => text.Replace("「不用」", "", StringComparison.Ordinal).All(c => c < 'ぁ' || c == '–'));
    }

    [Test]
    public void Every_zone_has_collection_days_in_every_booking_window_until_March_2028()
    {
        for (var today = new DateOnly(2026, 11, 22); today <= new DateOnly(2028, 3, 31); today = today.AddDays(1))
        {
            // five working days never take more than two weeks, even over the new year
            var (from, to) = (today.AddDays(14), today.AddDays(7 * Waste.Rules.LatestWeeks));
            foreach (var zone in Waste.Zones)
            {
                Waste.CollectionDays(zone, from, to, Demo.Holidays).Count().ShouldBeGreaterThanOrEqualTo(2, $"{zone.Code} seen from {today:yyyy-MM-dd}");
            }
        }
    }

    [Test]
    public void Nothing_is_collected_on_holidays_or_in_the_closings_and_the_extra_days_stand_in()
    {
        IReadOnlyList<DateOnly> Days(string zone, DateOnly from, DateOnly to) =>
            [.. Waste.CollectionDays(Waste.Zones.Single(z => z.Code == zone), from, to, Demo.Holidays).Select(d => d.Date)];

        Days("h3", new(2026, 12, 1), new(2027, 1, 31)).ShouldBe([new(2026, 12, 4), new(2026, 12, 18), new(2027, 1, 8), new(2027, 1, 15)]);
        Days("k2", new(2027, 2, 1), new(2027, 2, 28)).ShouldBe([new(2027, 2, 12), new(2027, 2, 25)]);
        Waste.Zones.SelectMany(z => Days(z.Code, new(2026, 11, 1), new(2028, 3, 31))).ShouldAllBe(d => !Demo.Holidays.Contains(d));
    }

    [Test]
    public void The_colours_of_every_town_can_be_read()
    {
        foreach (var town in Demo.Towns)
        {
            Contrast.Between(town.Colours.Primary, town.Colours.OnPrimary).ShouldBeGreaterThanOrEqualTo(4.5, town.Id.Value);
        }
    }

    [Test]
    public void The_known_contrasts_come_out()
    {
        Contrast.Between("#000000", "#FFFFFF").ShouldBe(21, 0.001);
        Contrast.Between("#767676", "#FFFFFF").ShouldBe(4.54, 0.01);
    }
}
