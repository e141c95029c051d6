using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

public sealed class ConsentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 8, 0, 0, JapanTime.Offset);
    private static readonly CitizenId Mother = new("U-m");
    private static readonly CitizenId Father = new("U-f");
    private static readonly Child Hana = new(AskWorld.Hana, AskWorld.School, "1", new ChildPerson("星野 花", "ほしの", new DateOnly(2018, 5, 3), ""), false, null);

    [Test]
    public void Silence_is_no_yes() => Of().ShouldSatisfyAllConditions(s => s.MayBeShown.ShouldBeFalse(), s => s.IsUnknown.ShouldBeTrue());

    [Test]
    public void The_last_word_of_each_counts()
    {
        Of((Mother, true, 0)).MayBeShown.ShouldBeTrue();
        Of((Mother, true, 0), (Mother, false, 1)).ShouldSatisfyAllConditions(s => s.MayBeShown.ShouldBeFalse(), s => s.Differs.ShouldBeFalse());
        Of((Mother, false, 0), (Mother, true, 1)).MayBeShown.ShouldBeTrue();
    }

    [Test]
    public void Where_two_guardians_differ_it_is_no_and_both_words_are_shown()
    {
        var standing = Of((Mother, true, 0), (Father, false, 1));
        standing.ShouldSatisfyAllConditions(s => s.MayBeShown.ShouldBeFalse(), s => s.Differs.ShouldBeTrue());
        standing.Words.Select(w => w.Says).ShouldBe([true, false]);
        Of((Father, false, 0), (Mother, true, 1)).MayBeShown.ShouldBeFalse("the later yes of one does not outdo the no of the other");
        Of((Father, false, 0), (Mother, true, 1), (Father, true, 2)).MayBeShown.ShouldBeTrue();
    }

    [Test]
    public void Paper_counts_like_a_guardian_until_it_is_taken_back()
    {
        Of((null, true, 0)).MayBeShown.ShouldBeTrue();
        Of((Mother, true, 0), (null, false, 1)).ShouldSatisfyAllConditions(s => s.MayBeShown.ShouldBeFalse(), s => s.Differs.ShouldBeTrue());
        Of((Mother, true, 0), (null, false, 1), (null, null, 2)).MayBeShown.ShouldBeTrue();
    }

    [Test]
    public void Words_end_with_the_link_and_a_protected_child_is_never_shown()
    {
        ConsentStanding.Of(Hana, Words((Mother, true, 0)), [Father]).IsUnknown.ShouldBeTrue();
        ConsentStanding.Of(Hana with { IsProtected = true }, Words((Mother, true, 0)), [Mother]).MayBeShown.ShouldBeFalse();
    }

    private static ConsentStanding Of(params (CitizenId? Who, bool? Says, int Minute)[] said) => ConsentStanding.Of(Hana, Words(said), [Mother, Father]);

    private static IEnumerable<ConsentWord> Words(params (CitizenId? Who, bool? Says, int Minute)[] said) => said.Select(s => new ConsentWord(Guid.Empty, Hana.Id, s.Who, s.Says, Now.AddMinutes(s.Minute)));
}
