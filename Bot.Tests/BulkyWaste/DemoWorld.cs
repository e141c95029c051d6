using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Towns;
using Bot.Tests.Conversations;
using Bot.Tests.Towns;

namespace Bot.Tests.BulkyWaste;

/// <summary>The demo region as the service sees it, without a database.</summary>
internal static class DemoWorld
{
    public static Region Region { get; } = RegionFolder.Load(DemoFolder.Real).OrThrow();

    public static TownProfile Hoshimi { get; } = Region.Find(new TownId("hoshimi"))!;

    public static CollectionPlan Plan { get; } = Region.Waste[new TownId("mizuho-union")].ToPlan();

    public static Catalogue Catalogue { get; } = Plan.ToCatalogue();

    public static Wordbook Words { get; } = Bot.Infrastructure.Wording.WordingFiles.Load();

    /// <summary>A Tuesday.</summary>
    public static DateOnly Today { get; } = new(2026, 12, 1);

    public static CollectionCalendar Calendar { get; } = new(
        Plan, Region.Holidays.Days.Keys.ToHashSet(), Region.Holidays.Until, new WorkingDays(Region.Holidays.Days.Keys));

    public static Decider Decider { get; } = new(BulkyWasteForms.All.ToDictionary(f => f.Id), Words);

    public static FreeDays Free { get; } = new(
        new DateRange(new DateOnly(2026, 12, 8), new DateOnly(2027, 1, 26)),
        [new(new(2026, 12, 17), 0), new(new(2027, 1, 7), 2), new(new(2027, 1, 21), 14)]);

    public static object World(Need need) => need switch
    {
        CatalogueNeed => Catalogue,
        AreasNeed => (Items<CollectionArea>)[.. Hoshimi.Areas.Select(a => a.ToArea())],
        SpotsNeed => Plan.Spots,
        FreeDaysNeed or OtherDaysNeed => Free,
        MyRequestsNeed => (Items<MyRequest>)[],
        _ => throw new KeyNotFoundException(need.ToString()),
    };

    public static Talk Talk(Func<Effect.Submit, Verdict>? desk = null, Func<Need, object>? world = null) => new(
        Decider, world ?? World, desk ?? (_ => new Verdict.Accepted(Conversations.Talk.Submission, [new Effect.Say(new Words.Plain("received"))])));

    /// <summary>Everything that a question may be asked with, on <see cref="Today"/> at noon.</summary>
    public static Asking Asking(Answers answers) => new(
        answers,
        new Need[] { new CatalogueNeed(), new AreasNeed(), new SpotsNeed(), new FreeDaysNeed("honcho"), new MyRequestsNeed() }.Aggregate(Facts.None, (facts, need) => facts.With(need, World(need))),
        Words,
        Language.Japanese,
        Conversations.Talk.Noon);
}
