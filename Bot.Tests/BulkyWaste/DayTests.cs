using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class DayTests
{
    private static readonly Question Day = BulkyWasteForms.Request[BulkyWasteForms.Day]!;

    private static Asking At { get; } = DemoWorld.Asking(Answers.None.With(BulkyWasteForms.Area, new Answer.Chosen("honcho")));

    [TestCase("1/7", "2027-01-07")]
    [TestCase("１月７日", "2027-01-07")]
    [TestCase("1", "2027-01-07")]
    [TestCase("1月21日（木）でお願いします", "2027-01-21")]
    [TestCase("Jan 21", "2027-01-21")]
    public void A_typed_day_is_understood(string typed, string day) =>
        Day.Read(new Input.Said(typed), At).ShouldBe(new Reading.Understood(new Answer.Day(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))));

    [Test]
    public void A_day_of_the_calendar_is_taken() =>
        Day.Read(new Input.PickedDate("date", new DateOnly(2027, 1, 21)), At).ShouldBe(new Reading.Understood(new Answer.Day(new DateOnly(2027, 1, 21))));

    [TestCase("12/17", "いっぱい")]
    [TestCase("12/16", "収集がありません")]
    [TestCase("12/3", "間に合いません")]
    [TestCase("5月1日", "まだ受け付けていません")]
    public void A_day_that_does_not_do_is_answered_with_the_reason_and_the_nearest_free_ones(string typed, string why)
    {
        var hint = Hint(new Input.Said(typed));
        hint.ShouldContain(why);
        hint.ShouldContain("1月7日（木）");
    }

    [Test]
    public void Nonsense_is_met_with_an_example() => Hint(new Input.Said("いつでも")).ShouldContain("12月3日");

    [Test]
    public void Full_days_are_not_offered_and_the_last_places_are_counted()
    {
        var prompt = Day.Ask(At);
        prompt.Options.Select(o => o.Key).ShouldBe(["2027-01-07", "2027-01-21"]);
        DemoWorld.Words.Say(prompt.Options[0].Detail!, Language.Japanese).ShouldBe("あと2件");
        prompt.Options[1].Detail.ShouldBeNull();
        prompt.Dates.ShouldBe(new DateRange(new DateOnly(2027, 1, 7), new DateOnly(2027, 1, 21)));
    }

    [Test]
    public void A_tap_on_a_full_day_is_refused() => Day.Read(new Input.Tapped("2026-12-17"), At).ShouldBeOfType<Reading.Puzzled>();

    [Test]
    public void When_no_day_is_free_the_resident_is_told_what_to_do()
    {
        var none = At with { Facts = At.Facts.With(new FreeDaysNeed("honcho"), new FreeDays(DemoWorld.Free.Window, [])) };
        DemoWorld.Words.Say(Day.Ask(none).Text, Language.Japanese).ShouldContain("収集日がありません");
        Day.Read(new Input.Said("12/17"), none).ShouldBeOfType<Reading.Puzzled>();
    }

    // Today is Tuesday, 1 December 2026.
    [TestCase("12/3", "2026-12-03")]
    [TestCase("11/30", "2027-11-30")]
    [TestCase("１２月３日", "2026-12-03")]
    [TestCase("2027-01-07", "2027-01-07")]
    [TestCase("2027年1月7日", "2027-01-07")]
    [TestCase("令和9年1月7日", "2027-01-07")]
    [TestCase("R9.1.7", "2027-01-07")]
    [TestCase("来週の木曜", "2026-12-10")]
    [TestCase("来週木曜日", "2026-12-10")]
    [TestCase("再来週の月曜", "2026-12-14")]
    [TestCase("今週の金曜", "2026-12-04")]
    [TestCase("今週の月曜", "2026-11-30")]
    [TestCase("木曜", "2026-12-03")]
    [TestCase("木", "2026-12-03")]
    [TestCase("次の火曜日", "2026-12-08")]
    [TestCase("日曜日", "2026-12-06")]
    [TestCase("来週の日曜", "2026-12-13")]
    [TestCase("明日", "2026-12-02")]
    [TestCase("あさって", "2026-12-03")]
    [TestCase("しあさって", "2026-12-04")]
    [TestCase("10日後", "2026-12-11")]
    [TestCase("2週間後", "2026-12-15")]
    [TestCase("17日", "2026-12-17")]
    [TestCase("来月の7日", "2027-01-07")]
    [TestCase("31日", "2026-12-31")]
    [TestCase("Dec 3", "2026-12-03")]
    [TestCase("3rd December", "2026-12-03")]
    [TestCase("next Thursday", "2026-12-03")]
    [TestCase("2/30", null)]
    [TestCase("13/1", null)]
    [TestCase("収集日", null)]
    [TestCase("ソファ", null)]
    [TestCase("", null)]
    public void A_date_is_read_as_people_write_it(string typed, string? day) =>
        JapaneseDate.Parse(typed, DemoWorld.Today)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(day);

    private static string Hint(Input input) =>
        DemoWorld.Words.Say(Day.Read(input, At).ShouldBeOfType<Reading.Puzzled>().Hint, Language.Japanese);
}
