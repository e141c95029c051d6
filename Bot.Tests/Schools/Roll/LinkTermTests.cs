using Bot.Domain.Kernel;
using Bot.Domain.Schools.Roll;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Roll;

/// <summary>No link ends of which its guardian was not told two weeks before, unless the child has left.</summary>
public sealed class LinkTermTests
{
    private static readonly DateOnly May = new(2026, 5, 10);

    [TestCase("2026-05-10", "2027-04-30", TestName = "Until_the_end_of_April")]
    [TestCase("2027-01-30", "2027-04-30", TestName = "Ninety_days_before_is_not_fresh")]
    [TestCase("2027-03-01", "2028-04-30", TestName = "Who_was_linked_in_spring_has_until_the_next_year")]
    public void A_link_is_good_until(string confirmed, string last) =>
        LinkTerm.Last(DateOnly.Parse(confirmed, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture));

    [Test]
    public void It_is_told_two_weeks_before_and_ends_the_day_after_the_last()
    {
        At(new OpenLink(May, null, null), new(2027, 4, 15)).ShouldBeNull();
        At(new OpenLink(May, null, null), new(2027, 4, 16)).ShouldBe(new LinkStep.TellExpiring(new(2027, 4, 30)));
        var told = new OpenLink(May, null, JapanTime.At(new(2027, 4, 16), new TimeOnly(8, 0)));
        At(told, new(2027, 4, 30)).ShouldBeNull();
        At(told, new(2027, 5, 1)).ShouldBe(new LinkStep.EndExpired());
        At(told, new(2027, 5, 1), yearly: false).ShouldBeNull("the school does not want it any more");
    }

    [Test]
    public void A_school_that_begins_to_want_it_in_the_middle_of_a_year_ends_no_link_at_once()
    {
        var old = new OpenLink(May.AddYears(-3), null, null);
        At(old, new(2026, 12, 1)).ShouldBe(new LinkStep.TellExpiring(new(2026, 12, 15)));
        var told = old with { ToldAt = JapanTime.At(new(2026, 12, 1), new TimeOnly(9, 0)) };
        At(told, new(2026, 12, 15)).ShouldBeNull();
        At(told, new(2026, 12, 16)).ShouldBe(new LinkStep.EndExpired());
    }

    [Test]
    public void Who_leaves_is_told_before_where_it_is_known_and_ends_on_the_day()
    {
        At(new OpenLink(May, new(2027, 4, 1), null), new(2027, 3, 17), yearly: false).ShouldBeNull();
        At(new OpenLink(May, new(2027, 4, 1), null), new(2027, 3, 18), yearly: false).ShouldBe(new LinkStep.TellLeaving(new(2027, 3, 31)));
        At(new OpenLink(May, new(2027, 4, 1), JapanTime.At(new(2027, 3, 18), new TimeOnly(8, 0))), new(2027, 3, 31)).ShouldBeNull();
        At(new OpenLink(May, new(2027, 4, 1), null), new(2027, 4, 1), yearly: false).ShouldBe(new LinkStep.EndLeft());
    }

    [Test]
    public void What_is_looked_at_is_exactly_what_is_due()
    {
        for (var today = new DateOnly(2026, 1, 1); today < new DateOnly(2028, 6, 1); today = today.AddDays(3))
        {
            var due = LinkTerm.DueBefore(today);
            At(new OpenLink(due.AddDays(-1), null, null), today).ShouldBeOfType<LinkStep.TellExpiring>($"{today}");
            At(new OpenLink(due, null, null), today).ShouldBeNull($"{today}");
        }
    }

    private static LinkStep? At(OpenLink link, DateOnly day, bool yearly = true) => LinkTerm.Step(link, yearly, JapanTime.At(day, new TimeOnly(9, 0)));
}
