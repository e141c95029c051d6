using System.Runtime.CompilerServices;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;
using Bot.Tests.Talks;
using NUnit.Framework;

namespace Bot.Tests.DamageReports;

/// <summary>Golden talks of the service on the demo town. Potholes at Honcho find two known cases; the news are the steps of staff by their names.</summary>
public sealed class DamageTalkTests
{
    private static readonly ReportState[] Shown = [new ReportState.Planned(new(2026, 12, 8)), new ReportState.New()];

    private static IEnumerable<string> Files([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "Talks"), "damage-*.talk").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names() => Files().Select(f => Path.GetFileName(f)!);

    [TestCaseSource(nameof(Names))]
    public void The_talk_goes_as_written(string name) =>
        TalkFileTests.Check(Files().Single(f => Path.GetFileName(f) == name), DamageWorld.Talk(Desk, World), DamageWorld.Words, News);

    private static Verdict Desk(Effect.Submit form) => form.Form == DamageForms.Rate.Id
        ? new Verdict.Accepted(Talk.Submission, [CaseWords.Rated(((Answer.Chosen)form.Answers[DamageForms.Rating]!).Key, "D08-00003")])
        : form.Form == DamageForms.Reports.Id
        ? new Verdict.Accepted(Talk.Submission, [new Effect.Say(new Bot.Domain.Conversations.Wording.Words.Plain("the desk tells"))])
        : new Verdict.Accepted(Talk.Submission,
        [
            form.Answers[DamageForms.Same] is Answer.Chosen(not "none")
                ? DamageWorld.Received("D08-00001", joined: true, DangerQuestion.Of(form.Answers[DamageForms.DangerThere]))
                : DamageWorld.Received(danger: DangerQuestion.Of(form.Answers[DamageForms.DangerNow]), kind: ((Answer.Chosen)form.Answers[DamageForms.Kind]!).Key),
        ]);

    private static object World(Need need) => need switch
    {
        NearCasesNeed { Point: var point } when point != DamageWorld.Honcho => (Items<NearCase>)[],
        MyReportsNeed => (Items<MyReport>)
            [.. Shown.Select((s, i) => new MyReport(new Guid(i + 1, 0, 0, new byte[8]), $"D08-0000{i + 1}", DamageWorld.Plan.Kinds[i].Name, s, Talk.Noon))],
        LastPlaceNeed => (Items<LastPlace>)[],
        _ => DamageWorld.WithTwoNear(need),
    };

    private static Items<Effect> News(string step)
    {
        CaseMove move = step switch
        {
            "accepted" => new CaseMove.Accept(),
            "planned" => new CaseMove.Plan(new(2026, 12, 8)),
            "started" => new CaseMove.Start(),
            "done" => new CaseMove.Finish(),
            "passed-on" => new CaseMove.PassOn(new RouteTarget.Outside("route-918")),
            "merged" => new CaseMove.Merge(Guid.Empty),
            "not-found" => new CaseMove.FindNothing(),
            _ => new CaseMove.Reopen(),
        };
        return CaseWords.Of("D08-00003", DamageWorld.Plan.Kind("pothole")!.Name, move, DamageWorld.Plan.Office("route-918")!.Name, "D08-00001", new Guid(1, 0, 0, new byte[8]));
    }
}
