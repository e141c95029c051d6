using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Schools.Asks;

public sealed class SurveyTests
{
    private static readonly Items<SurveyQuestion> Questions = AskWorld.Survey().Content.Questions;

    [Test]
    public void What_is_sent_is_read_and_what_was_not_offered_is_left_out()
    {
        var (answers, wrong) = Read(["1", "0"], ["2", "0", "7"], ["　０１２ "], [" はい "]);
        wrong.ShouldBeEmpty();
        answers.ShouldBe([new([0], ""), new([0, 2], ""), new([], "12"), new([], "はい")]);
        SurveyReading.Say(Questions[1], answers[1]).ShouldBe("準備、受付");
    }

    [Test]
    public void What_is_missing_too_long_or_no_number_is_named()
    {
        var (_, wrong) = Read([], [], ["2.5"], [new string('あ', SurveyQuestion.LongestAnswer + 1)]);
        wrong.ShouldBe(new Dictionary<int, SurveyFault> { [0] = SurveyFault.Missing, [2] = SurveyFault.NoNumber, [3] = SurveyFault.TooLong }, ignoreOrder: true);
        Read(["0"], [], ["1234567890"], []).Wrong.Keys.ShouldBe([2]);
    }

    [Test]
    public void Asked_by_home_siblings_count_once_in_the_whole_and_once_in_each_class()
    {
        var (one, two) = (new ClassId(Guid.NewGuid()), new ClassId(Guid.NewGuid()));
        var (home, other) = (Guid.NewGuid(), Guid.NewGuid());
        (ClassId, Answered)[] given = [(one, Said(home)), (one, Said(home)), (two, Said(home)), (two, Said(other))];
        var (byHome, byChild) = (new SurveyCount(true, [one, two], given), new SurveyCount(false, [one, two], given));
        byHome.Picked(0, 0).ShouldBe(new SurveyTally(2, [1, 2]));
        byChild.Picked(0, 0).ShouldBe(new SurveyTally(4, [2, 2]));
        byHome.Numbers(2).ShouldBe([3, 3]);
        byHome.Empty(3).Whole.ShouldBe(2);
        byHome.Picked(0, 1).ShouldBe(new SurveyTally(0, [0, 0]));
    }

    private static Answered Said(Guid home) => new(new ChildId(Guid.NewGuid()), home, Read(["0"], [], ["3"], []).Answers);

    private static (Items<SurveyAnswer> Answers, IReadOnlyDictionary<int, SurveyFault> Wrong) Read(params string[][] typed) => SurveyReading.Of(Questions, n => typed[n]);
}
