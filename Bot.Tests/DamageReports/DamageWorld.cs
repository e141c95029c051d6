using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Disasters;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Towns;
using Bot.Tests.Conversations;
using Bot.Tests.Towns;

namespace Bot.Tests.DamageReports;

/// <summary>The demo region as the service sees it, without a database.</summary>
internal static class DamageWorld
{
    public static Region Region { get; } = RegionFolder.Load(DemoFolder.Real).OrThrow();

    public static TownId Hoshimi { get; } = new("hoshimi");

    public static TownId Kawabe { get; } = new("kawabe");

    public static DamagePlan Plan { get; } = PlanFromFiles.Of(Region.Find(Hoshimi)!, Region);

    public static DamagePlan PlanOfKawabe { get; } = PlanFromFiles.Of(Region.Find(Kawabe)!, Region);

    public static Wordbook Words { get; } = Bot.Infrastructure.Wording.WordingFiles.Load();

    public static Decider Decider { get; } = new(DamageForms.All.ToDictionary(f => f.Id), Words);

    /// <summary>In the middle of Honcho, on a road of the town.</summary>
    public static GeoPoint Honcho { get; } = new(36.7420, 138.3120);

    /// <summary>On the national road in Hoshimi.</summary>
    public static GeoPoint Route918 { get; } = new(36.7400, 138.3252);

    /// <summary>In Kawabe.</summary>
    public static GeoPoint Yakubamae { get; } = new(36.7041, 138.3572);

    /// <summary>In the sea of Japan.</summary>
    public static GeoPoint Sea { get; } = new(38.5, 137.5);

    /// <summary>Open cases as they are in the golden talks, 20 and 25 metres from Honcho.</summary>
    public static Items<NearCase> Two { get; } =
    [
        new(new Guid(1, 0, 0, new byte[8]), "D08-00001", "pothole", new GeoPoint(36.74218, 138.3120), new ReportState.Accepted(), Conversations.Talk.Noon.AddDays(-3), 2, false),
        new(new Guid(2, 0, 0, new byte[8]), "D08-00002", "drain", new GeoPoint(36.7420, 138.31228), new ReportState.New(), Conversations.Talk.Noon.AddHours(-2), 1, true),
    ];

    public static object World(Need need) => need switch
    {
        DamagePlanNeed => Plan,
        NearCasesNeed => (Items<NearCase>)[],
        LastPlaceNeed => (Items<LastPlace>)[],
        ClosuresNeed => (Items<Closure>)[],
        MyReportsNeed => (Items<MyReport>)[],
        _ => throw new KeyNotFoundException(need.ToString()),
    };

    public static object WithTwoNear(Need need) => need is NearCasesNeed { Kind: "pothole" } ? Two : World(need);

    public static Effect Received(string number = "D08-00003", bool joined = false, Danger danger = Danger.No, string kind = "pothole") =>
        CaseWords.Received(number, Plan.Kind(kind)!.Name, new RouteTarget.Department("construction"), Plan.TownName, isSent: false, joined, danger);

    public static Talk Talk(Func<Effect.Submit, Verdict>? desk = null, Func<Need, object>? world = null) =>
        new(Decider, world ?? World, desk ?? (_ => new Verdict.Accepted(Conversations.Talk.Submission, [Received()])));

    public static Talk Sends(this Talk talk, GeoPoint point, string label = "") => talk.Take(new Input.SentPlace(point, label));
}
