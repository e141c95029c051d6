using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>What is collected in this town, and the fees.</summary>
public sealed record CatalogueNeed : Need<Catalogue>;

/// <summary>The parts of this town.</summary>
public sealed record AreasNeed : Need<Items<CollectionArea>>;

/// <summary>The places where things may be put out.</summary>
public sealed record SpotsNeed : Need<Items<Spot>>;

/// <summary>The days on which an area is collected, with how many places are left.</summary>
public sealed record FreeDaysNeed(string Area) : Need<FreeDays>;

/// <summary>The resident's own requests.</summary>
public sealed record MyRequestsNeed : Need<Items<MyRequest>>
{
    public override bool IsOnesOwn => true;
}

/// <summary>The days to which one of the resident's own requests may be moved.</summary>
public sealed record OtherDaysNeed(Guid Request) : Need<FreeDays>
{
    public override bool IsOnesOwn => true;
}

/// <summary>One day of collection; <paramref name="Left"/> is 0 when it is full.</summary>
public sealed record FreeDay(DateOnly Date, int Left);

/// <summary>All days of collection within the time that can be booked, the full ones too.</summary>
public sealed record FreeDays(DateRange Window, Items<FreeDay> Days);
