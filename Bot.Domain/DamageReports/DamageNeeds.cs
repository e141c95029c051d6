using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>What may be reported in this town, and where what lies.</summary>
public sealed record DamagePlanNeed : Need<DamagePlan>;

/// <summary>Open cases near a place that may be the one meant, as <see cref="NearCases.Choose"/> gives them.</summary>
public sealed record NearCasesNeed(string Kind, GeoPoint Point) : Need<Items<NearCase>>
{
    public override bool IsOnesOwn => true;
}

/// <summary>Where the resident's latest report of these days was; none or one.</summary>
public sealed record LastPlaceNeed : Need<Items<LastPlace>>
{
    public override bool IsOnesOwn => true;
}

/// <param name="Number">The number of that report.</param>
public sealed record LastPlace(string Number, GeoPoint Point);

/// <summary>The resident's own reports, the newest first.</summary>
public sealed record MyReportsNeed : Need<Items<MyReport>>
{
    public override bool IsOnesOwn => true;
}

/// <summary>A report of one's own, and where its case stands.</summary>
public sealed record MyReport(Guid Id, string Number, LocalText Kind, ReportState State, DateTimeOffset At);
