using System.Collections.Immutable;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Simulation;

/// <summary>One's own report, and whether its case is still open.</summary>
internal sealed record Reported(Guid Id, string Number, string Kind, GeoPoint Point, DateTimeOffset At);

/// <summary>What a talk can see of damage reports, and what their desks change; like the real ones, less the staff and their database.</summary>
/// <param name="Mine">The resident's own, the newest last.</param>
internal sealed record Reports(DamagePlan Plan, ulong Drift, ImmutableList<Reported> Mine)
{
    private DamagePlan Now => Plan with { IsDisaster = Drift % 5 == 0, IsDrill = Drift % 10 == 0 };

    public object? Fact(Need need, DateTimeOffset now) => need switch
    {
        DamagePlanNeed => Now,
        NearCasesNeed near => Near(near, now),
        ClosuresNeed => Drift % 6 == 0 ? [new Closure(NamedGuid.From("closure", "1"), "県道1号", "倒木のため", Plan.Landmarks[0].Point, now.AddDays(-1), null)] : (Items<Closure>)[],
        LastPlaceNeed => Mine.Count > 0 && Drift % 3 > 0 ? [new LastPlace(Mine[^1].Number, Mine[^1].Point)] : (Items<LastPlace>)[],
        MyReportsNeed => (Items<MyReport>)[.. Mine.Reverse().Take(10).Select(r => new MyReport(r.Id, r.Number, NameOf(r.Kind), StateOf(r.Id), r.At))],
        _ => null,
    };

    public (Reports After, Verdict Verdict) Take(Effect.Submit form, Guid id, DateTimeOffset now)
    {
        if (form.Form == DamageForms.Report.Id || form.Form == DamageForms.Spot.Id)
        {
            return Intake(form, id, now);
        }

        if (form.Form == DamageForms.Responder.Id)
        {
            return (this, Drift % 2 == 0 ? Refused("damage-report.responder.wrong", DamageForms.Code) : Told(id, Words.Of("damage-report.responder.joined", ("brigade", new Words.Plain("第1分団")))));
        }

        if (form.Form == DamageForms.Closures.Id)
        {
            return (this, new Verdict.Accepted(id, [ClosureWords.List((Items<Closure>)Fact(new ClosuresNeed(), now)!, now)]));
        }

        return form.Answers[DamageForms.Mine] is Answer.Chosen(var key) && Mine.Find(r => $"{r.Id:n}" == key) is { } mine
            ? (this, new Verdict.Accepted(id, [CaseWords.Rated(form.Answers[DamageForms.Rating] is Answer.Chosen(CaseWords.Helped) ? "helped" : "open", mine.Number)]))
            : (this, Told(id, Words.Of("damage-report.mine.gone")));
    }

    private (Reports, Verdict) Intake(Effect.Submit form, Guid id, DateTimeOffset now)
    {
        if (form.Answers[DamageForms.Kind] is not Answer.Chosen(var code) || form.Answers[DamageForms.Place] is not Answer.Place place)
        {
            throw new Violation("the desk was handed a report without kind or place");
        }

        if (Now.Offered.FirstOrDefault(k => k.Code == code) is not { } kind)
        {
            return (this, Refused("damage-report.refused.kind", DamageForms.Kind));
        }

        var same = form.Answers[DamageForms.Same] is Answer.Chosen(var key) && key != SameQuestion.Other ? key : null;
        if (same is not null && Drift % 4 == 0)
        {
            return (this, Refused("damage-report.refused.gone", DamageForms.Same));
        }

        if (Routing.Find(Now, kind, place.Point) is not { } route)
        {
            return (this, Refused("damage-report.refused.outside", DamageForms.Place));
        }

        var report = new Reported(id, $"D08-{Mine.Count + 1:00000}", code, place.Point, now);
        var danger = DangerQuestion.Of(form.Answers[DamageForms.DangerThere] ?? form.Answers[DamageForms.DangerNow]);
        return (this with { Mine = Mine.Add(report) }, new Verdict.Accepted(id, [CaseWords.Received(report.Number, kind.Name, route.Target, Plan.TownName, true, same is not null, danger)]));
    }

    /// <summary>One's own and others', who report and are helped without this talk.</summary>
    private Items<NearCase> Near(NearCasesNeed need, DateTimeOffset now) => Plan.Kind(need.Kind) is { } kind && Plan.RadiusOf(kind) is > 0 and var radius
        ? NearCases.Choose(
            [
                .. Mine.Where(r => StateOf(r.Id).IsOpen).Select(r => new NearCase(r.Id, r.Number, r.Kind, r.Point, StateOf(r.Id), r.At, 1, true)),
                .. Enumerable.Range(0, (int)(Drift % 4)).Select(i => new NearCase(
                    NamedGuid.From($"{Drift}", $"{i}"), $"D08-9{Drift:000}{i}", need.Kind, need.Point, new ReportState.New(), now.AddDays(-i), i + 1, false, i == 1 ? "photo/x" : null)),
            ],
            need.Point, radius)
        : [];

    private ReportState StateOf(Guid report) => (Drift + report.ToByteArray()[0]) % 3 == 0 ? new ReportState.Done() : new ReportState.New();

    private LocalText NameOf(string kind) => Plan.Kind(kind)?.Name ?? new LocalText(kind);

    private static Verdict.Refused Refused(string reason, QuestionId question) => new(Words.Of(reason), question);

    private static Verdict.Accepted Told(Guid id, Words words) => new(id, [new Effect.Say(words, [CaseWords.Again])]);
}
