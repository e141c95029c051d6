using Bot.Domain.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

public sealed class FieldRulesTests
{
    private static readonly DateTimeOffset At = new(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(9));

    private static readonly ReportState[] States =
    [
        new ReportState.New(), new ReportState.Accepted(), new ReportState.Planned(new(2026, 12, 8)), new ReportState.InWork(), new ReportState.Done(),
        new ReportState.NotOurs(new RouteTarget.Outside("ken-doboku")), new ReportState.Duplicate(Guid.Empty), new ReportState.CannotReproduce(),
    ];

    private static readonly FieldAct[] Acts =
    [
        new FieldAct.Begin(), new FieldAct.Inspect(), new FieldAct.Work(false), new FieldAct.Work(true), new FieldAct.Finish(), new FieldAct.FindNothing(NothingFound.Repaired),
        new FieldAct.PutOff(PutOffFor.Weather, null), new FieldAct.PutOff(PutOffFor.Material, new(2026, 12, 9)), new FieldAct.GiveBack(GivenBack.Contractor),
    ];

    private static FieldStep Step(FieldAct act) => new(Guid.Empty, Guid.Empty, act, Guid.Empty, 1, At, At);

    [Test]
    public void No_step_makes_a_move_that_the_rules_of_the_desk_forbid()
    {
        foreach (var (state, act) in States.SelectMany(s => Acts.Select(a => (s, a))))
        {
            var (outcome, move) = FieldRules.Judge(state, Step(act), null);
            (move is null || state.After(move) is not null).ShouldBeTrue($"{state} {act}");
            (move is not null && outcome is not FieldOutcome.Counts).ShouldBeFalse($"{state} {act}");
        }
    }

    [Test]
    public void Notes_count_wherever_the_case_stands_and_what_stands_there_already_is_no_conflict()
    {
        States.ShouldAllBe(s => FieldRules.Judge(s, Step(new FieldAct.Inspect()), At.AddHours(1)).Outcome == FieldOutcome.Counts);
        FieldRules.Judge(new ReportState.Done(), Step(new FieldAct.Finish()), null).ShouldBe((FieldOutcome.SaidAlready, null));
        FieldRules.Judge(new ReportState.Planned(new(2026, 12, 9)), Step(new FieldAct.PutOff(PutOffFor.Hands, new(2026, 12, 9))), null).Outcome.ShouldBe(FieldOutcome.SaidAlready);
        FieldRules.Judge(new ReportState.CannotReproduce(), Step(new FieldAct.Finish()), null).Outcome.ShouldBe(FieldOutcome.Overtaken);
        FieldRules.Judge(new ReportState.Done(), Step(new FieldAct.GiveBack(GivenBack.NotOurs)), null).Outcome.ShouldBe(FieldOutcome.Overtaken);
    }

    [Test]
    public void What_was_done_before_the_case_was_taken_up_again_does_not_close_it()
    {
        FieldRules.Judge(new ReportState.Accepted(), Step(new FieldAct.Finish()), At.AddMinutes(1)).ShouldBe((FieldOutcome.Overtaken, null));
        FieldRules.Judge(new ReportState.Accepted(), Step(new FieldAct.Finish()), At.AddMinutes(-1)).Outcome.ShouldBe(FieldOutcome.Counts);
    }

    [Test]
    public void The_phone_is_told_what_each_state_allows()
    {
        FieldRules.May(new ReportState.New()).ShouldBe(["begin", "finish", "not-found"]);
        FieldRules.May(new ReportState.InWork()).ShouldBe(["finish", "not-found"]);
        Acts.Select(a => a.Name()).Distinct().Count().ShouldBe(8);
    }
}
