namespace Bot.Domain.DamageReports;

/// <summary>What a step at the place does to a case that others may have changed since.</summary>
public static class FieldRules
{
    /// <param name="reopenedAt">When the case was last taken up again: what was done before that does not close it a second time.</param>
    /// <returns>The move to be made, if any.</returns>
    public static (FieldOutcome Outcome, CaseMove? Move) Judge(ReportState state, FieldStep step, DateTimeOffset? reopenedAt)
    {
        var move = MoveOf(step.Act);
        return (state, move) switch
        {
            (_, null) when step.Act is FieldAct.Inspect or FieldAct.Work || state.IsOpen => (FieldOutcome.Counts, null),
            (_, null) => (FieldOutcome.Overtaken, null),
            (ReportState.InWork, CaseMove.Start) or (ReportState.Done, CaseMove.Finish) or (ReportState.CannotReproduce, CaseMove.FindNothing) => (FieldOutcome.SaidAlready, null),
            (ReportState.Planned was, CaseMove.Plan to) when was.Day == to.Day => (FieldOutcome.SaidAlready, null),
            _ when step.At < reopenedAt || state.After(move) is null => (FieldOutcome.Overtaken, null),
            _ => (FieldOutcome.Counts, move),
        };
    }

    /// <summary>Which step of the desk it is; <c>null</c> for what is only noted.</summary>
    public static CaseMove? MoveOf(FieldAct act) => act switch
    {
        FieldAct.Begin => new CaseMove.Start(),
        FieldAct.Finish => new CaseMove.Finish(),
        FieldAct.FindNothing => new CaseMove.FindNothing(),
        FieldAct.PutOff { Day: { } day } => new CaseMove.Plan(day),
        _ => null,
    };

    /// <summary>The name under which it is stored and comes from the phone; added to, never changed.</summary>
    public static string Name(this FieldAct act) => act switch
    {
        FieldAct.Begin => "begin",
        FieldAct.Inspect => "inspect",
        FieldAct.Work { IsAfter: false } => "work-before",
        FieldAct.Work => "work-after",
        FieldAct.Finish => "finish",
        FieldAct.FindNothing => "not-found",
        FieldAct.PutOff => "put-off",
        FieldAct.GiveBack => "give-back",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What can be done with a case where it stands, by the names of the acts; notes can always be made.</summary>
    public static Kernel.Items<string> May(ReportState state) =>
    [
        .. ((FieldAct[])[new FieldAct.Begin(), new FieldAct.Finish(), new FieldAct.FindNothing(default)]).Where(a => state.After(MoveOf(a)!) is not null).Select(Name),
    ];
}
