using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>All that whoever collects has laid down: what, for how much, where and when.</summary>
public sealed record CollectionPlan
{
    public required Items<Category> Categories { get; init; }

    public required Items<Article> Articles { get; init; }

    public required Items<ExcludedThing> Excluded { get; init; }

    public required Items<Spot> Spots { get; init; }

    public required Items<CollectionZone> Zones { get; init; }

    public required Items<Closure> Closures { get; init; }

    public required Items<ExtraDay> ExtraDays { get; init; }

    public required CollectionRules Rules { get; init; }

    public Catalogue ToCatalogue() => new(Categories, Articles, Excluded, Rules.MostItems);
}
