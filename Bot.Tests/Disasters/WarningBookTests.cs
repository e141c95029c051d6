using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Disasters;

/// <summary>What a report of the weather agency means to a town.</summary>
public sealed class WarningBookTests
{
    private const string Ours = "9900100";

    private static readonly DateTimeOffset Now = new(2026, 11, 28, 1, 0, 0, TimeSpan.Zero);

    private static readonly WarningPolicy Policy = new(
        [Ours], [(WarningKind.Special, WarningAct.Switch), (WarningKind.Landslide, WarningAct.Propose), (WarningKind.Quake, WarningAct.Switch)], LeastIntensity: 50, TimeSpan.FromMinutes(60));

    [TestCase("VPWW55", "33", "レベル５大雨特別警報", WarningKind.Special, 5)]
    [TestCase("VPWW56", "49", "レベル４土砂災害危険警報", WarningKind.Landslide, 4)]
    [TestCase("VPWW57", "48", "レベル４高潮危険警報", WarningKind.Danger, 4)]
    [TestCase("VPWW58", "05", "暴風警報", WarningKind.Warning, 3)]
    [TestCase("VXKO55", "51", "みずほ川レベル５氾濫特別警報", WarningKind.Flood, 5)]
    [TestCase("VXKO55", "31", "みずほ川レベル３氾濫警報", WarningKind.Warning, 3)]
    [TestCase("VXSE53", "", "震度５弱", WarningKind.Quake, 50)]
    [TestCase("VXSE53", "", "震度６強", WarningKind.Quake, 65)]
    public void Kinds_and_levels_follow_the_agencys_tables(string type, string code, string name, WarningKind kind, int level) =>
        AreaWarning.Of(type, Ours, code, name).ShouldNotBeNull().ShouldSatisfyAllConditions(w => w.Kind.ShouldBe(kind), w => w.Level.ShouldBe(level));

    [TestCase("VPWW55", "10", "レベル２大雨注意報")]
    [TestCase("VPWW55", "00", "解除")]
    [TestCase("VXKO55", "21", "レベル２氾濫注意報")]
    [TestCase("VXSE53", "", "震度２")]
    public void What_is_less_than_a_warning_is_none(string type, string code, string name) => AreaWarning.Of(type, Ours, code, name).ShouldBeNull();

    [Test]
    public void A_warning_of_the_town_begins_and_acts_as_the_town_decided_and_one_of_another_does_nothing()
    {
        var turn = Read(Weather("33"));
        turn.ShouldSatisfyAllConditions(t => t.Fate.ShouldBe(ReportFate.Counted), t => t.Act.ShouldBe(WarningAct.Switch), t => t.Because!.Code.ShouldBe("33"));
        Read(Weather("49")).Act.ShouldBe(WarningAct.Propose);
        Read(Weather("43")).ShouldSatisfyAllConditions(t => t.Act.ShouldBe(WarningAct.Off, "nothing was decided about it"), t => t.Began.Count.ShouldBe(1));
        Read(Weather("33", area: "9900200")).ShouldSatisfyAllConditions(t => t.Fate.ShouldBe(ReportFate.Elsewhere), t => t.Began.ShouldBeEmpty());
    }

    [TestCase("震度５弱", WarningAct.Switch)]
    [TestCase("震度４", WarningAct.Off)]
    public void An_earthquake_acts_from_the_intensity_that_the_town_named(string name, WarningAct act) =>
        Read(new WeatherReport("VXSE53", "", ReportStatus.Real, ReportChange.Issued, "1", 1, Now, [AreaWarning.Of("VXSE53", Ours, "", name)!])).Act.ShouldBe(act);

    [TestCase(ReportStatus.Drill)]
    [TestCase(ReportStatus.Test)]
    public void What_is_not_meant_changes_nothing(ReportStatus status)
    {
        var turn = Read(Weather("33") with { Status = status }, Stands("43", 4));
        turn.ShouldBe(new WarningTurn(ReportFate.NotMeant, [], [], WarningAct.Off, null));
    }

    [Test]
    public void What_stands_is_no_news_what_is_no_longer_said_ends_and_a_lowered_warning_calls_nobody()
    {
        Read(Weather("33"), Stands("33", 5)).ShouldSatisfyAllConditions(t => t.Began.ShouldBeEmpty(), t => t.Ended.ShouldBeEmpty(), t => t.Act.ShouldBe(WarningAct.Off));
        Read(Weather("00"), Stands("33", 5)).ShouldSatisfyAllConditions(t => t.Ended.Single().Code.ShouldBe("33"), t => t.Act.ShouldBe(WarningAct.Off));
        Read(Weather("49"), Stands("39", 5)).ShouldSatisfyAllConditions(t => t.Began.Single().Code.ShouldBe("49"), t => t.Act.ShouldBe(WarningAct.Off));
        Read(Weather("33"), Stands("03", 3)).Act.ShouldBe(WarningAct.Switch, "a raised one does");
    }

    [Test]
    public void An_older_report_is_overtaken_a_correction_counts_and_a_cancellation_ends_what_was_said()
    {
        var last = new LastReport(Now.AddMinutes(-5), 2);
        Read(Weather("33", ago: 10), last: last).Fate.ShouldBe(ReportFate.Overtaken);
        Read(Weather("33", ago: 5) with { Serial = 1 }, last: last).Fate.ShouldBe(ReportFate.Overtaken);
        Read(Weather("33", ago: 5) with { Serial = 2, Change = ReportChange.Corrected }, last: last).Act.ShouldBe(WarningAct.Switch);
        Read(Weather("33") with { Change = ReportChange.Cancelled, Warnings = [] }, Stands("33", 5), last)
            .ShouldSatisfyAllConditions(t => t.Fate.ShouldBe(ReportFate.Cancelled), t => t.Ended.Count.ShouldBe(1), t => t.Act.ShouldBe(WarningAct.Off));
    }

    [TestCase(59, ReportFate.Counted, WarningAct.Switch)]
    [TestCase(61, ReportFate.Held, WarningAct.Propose)]
    [TestCase(25 * 60, ReportFate.Held, WarningAct.Off)]
    [TestCase(-30, ReportFate.Held, WarningAct.Propose)]
    public void What_comes_late_is_for_people_to_judge(int minutesAgo, ReportFate fate, WarningAct act) =>
        Read(Weather("33", ago: minutesAgo)).ShouldSatisfyAllConditions(t => t.Fate.ShouldBe(fate), t => t.Act.ShouldBe(act), t => t.Began.Count.ShouldBe(1, "it holds all the same"));

    private static WarningTurn Read(WeatherReport report, StandingWarning? standing = null, LastReport? last = null) =>
        WarningBook.Read(Policy, standing is null ? [] : [standing], last, report, Now);

    private static WeatherReport Weather(string code, string area = Ours, int ago = 0) => new(
        "VPWW55", "大雨", ReportStatus.Real, ReportChange.Issued, "", 0, Now.AddMinutes(-ago), AreaWarning.Of("VPWW55", area, code, $"警報{code}") is { } warning ? [warning] : []);

    private static StandingWarning Stands(string code, int level) => new("VPWW55", code, $"警報{code}", AreaWarning.Of("VPWW55", Ours, code, "")!.Kind, level, Now.AddHours(-1), Now.AddHours(-1));
}
