using Bot.Domain.StaffMessages;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.StaffMessages;

/// <summary>What stands in a message.</summary>
public sealed class MessageWordsTests
{
    private static readonly MessageWords Words = new("星見町", new Uri("https://bot.example/console/hoshimi/"), "roads");

    [Test]
    public void One_case_is_named_many_are_counted_and_the_worst_stand_first()
    {
        var cases = Enumerable.Range(1, 17).Select(n => PlanTable.Case(n, PlanTable.At("10:00").AddMinutes(n)) with { District = "本町" }).ToList();
        cases[16] = cases[16] with { Pressure = Pressure.Life };
        var many = new StaffMessage(MessageReason.New, 0, [], [.. cases], []);
        Words.Subject(many).ShouldBe("【星見町】新しい通報 17件");
        Words.Text(many).ShouldBe("""
            新しい通報が届きました。

            ・D08-00017　倒木・落石　本町　命の危険
            https://bot.example/console/hoshimi/damage-reports/17

            ・D08-00001　倒木・落石　本町
            https://bot.example/console/hoshimi/damage-reports/1

            ・D08-00002　倒木・落石　本町
            https://bot.example/console/hoshimi/damage-reports/2

            ・D08-00003　倒木・落石　本町
            https://bot.example/console/hoshimi/damage-reports/3

            ・D08-00004　倒木・落石　本町
            https://bot.example/console/hoshimi/damage-reports/4

            ほか 12件

            内容は、職員画面にサインインして確かめてください。

            """);
        Words.Subject(many with { Cases = [cases[0]] }).ShouldBe("【星見町】新しい通報 D08-00001（倒木・落石）");
        Words.Subject(many with { Reason = MessageReason.Danger, Cases = [cases[16]] }).ShouldBe("【至急】星見町 危険のある通報 D08-00017（倒木・落石）");
        Words.Subject(many with { WasKept = true }).ShouldBe("【星見町】時間外に届いた通報 17件");
    }

    [Test]
    public void A_drill_says_so_before_all_else()
    {
        var drill = new StaffMessage(MessageReason.Danger, 0, [], [PlanTable.Case(1, PlanTable.At("10:00"), Pressure.Danger) with { IsDrill = true }], []);
        Words.Subject(drill).ShouldStartWith("【訓練】");
        Words.Text(drill).ShouldContain("・【訓練】D08-00001");
    }

    [TestCase("連携 ABCD-EFGH", "ABCDEFGH")]
    [TestCase("連携ａｂｃｄｅｆｇｈ", "ABCDEFGH")]
    [TestCase("　連携　ABCD EFGH　", "ABCDEFGH")]
    [TestCase("連携 ABCD-EFG", null)]
    [TestCase("連携 ABCD-EFG0", null)]
    [TestCase("ABCD-EFGH", null)]
    [TestCase("今日の連携 ABCD-EFGH", null)]
    public void Only_the_word_with_a_code_is_heard_in_a_group(string said, string? code) => GroupCode.In(said).ShouldBe(code);
}
