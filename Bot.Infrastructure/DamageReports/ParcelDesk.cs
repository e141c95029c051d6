using System.Text.Json;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Opens what other towns of the region have sent: cases that lie here, and news of cases that we handed over.</summary>
public sealed class ParcelDesk(DamageTowns towns, DamageDesk cases, TimeProvider clock)
{
    private const int MostAtOnce = 50;

    /// <summary>Takes what has come. Safe to run anywhere at any time: each parcel is opened once.</summary>
    /// <returns>How many were opened.</returns>
    public async Task<int> Collect(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        var opened = 0;
        foreach (var parcel in await ParcelTable.For(tx, town, MostAtOnce, stop))
        {
            if (!await ParcelTable.Take(tx, town, parcel, clock.GetUtcNow(), stop))
            {
                continue;
            }

            opened++;
            await (parcel.Kind == "case" ? Open(tx, town, parcel, stop) : Hear(tx, town, parcel, stop));
        }

        return opened;
    }

    private async Task Open(NpgsqlTransaction tx, TownId town, Parcel parcel, CancellationToken stop)
    {
        var sent = JsonSerializer.Deserialize<CaseParcel>(parcel.Body)!;
        var origin = new CaseOrigin(parcel.From, sent.Case);
        var (plan, point, now) = (towns[town], new GeoPoint(sent.Latitude, sent.Longitude), clock.GetUtcNow());
        // The last kind of a town's list is the one for everything else.
        var kind = plan.Kind(sent.Kind) ?? plan.Kinds[^1];
        var route = Routing.Find(plan, kind, point) ?? Routing.Find(plan, kind, null)!;
        var here = new StoredCase
        {
            Town = town,
            Id = NamedGuid.From(sent.Case, $"in/{town.Value}"),
            Number = await DamageTable.Number(tx, town, JapanTime.Day(now), stop),
            Kind = kind.Code,
            Group = kind.Group,
            Point = point,
            State = new ReportState.New(),
            // Sent back, it would go round for ever: who disagrees passes it on by hand.
            Target = route.Target is RouteTarget.OtherTown ? new RouteTarget.Department(plan.Department) : route.Target,
            Road = route.Owner,
            Why = route.Why,
            Danger = sent.Danger,
            Reporters = 1,
            Urgency = Urgency.Of(kind, sent.Danger, route.Owner, joiners: 0, plan.IsDisaster, plan.IsWarned),
            OpenedAt = sent.At,
            ChangedAt = now,
            From = origin,
        };
        if (await DamageTable.Add(tx, here, stop))
        {
            var detail = new Dictionary<string, string> { ["from"] = parcel.From.Value, ["number"] = sent.Number };
            await CaseStory.Write(tx, here, "taken-over", detail, Actor.System, $"{parcel.Id:n}", now, stop);
        }
    }

    private async Task Hear(NpgsqlTransaction tx, TownId town, Parcel parcel, CancellationToken stop)
    {
        var news = JsonSerializer.Deserialize<NewsParcel>(parcel.Body)!;
        if ((await DamageSearch.Lock(tx, town, [news.Case], stop)).GetValueOrDefault(news.Case) is { } ours && IsWith(ours, parcel.From) && Move(news) is { } move)
        {
            await cases.Follow(tx, ours, move, move is CaseMove.PassOn(var to) ? towns.NameOf(parcel.From, to) : null, $"{parcel.Id:n}", stop);
        }
    }

    /// <summary>Only the town that we gave it to may say how it goes.</summary>
    private static bool IsWith(StoredCase ours, TownId other) => ours.Target == new RouteTarget.OtherTown(other);

    private static CaseMove? Move(NewsParcel news) => news switch
    {
        { Move: "accepted" } => new CaseMove.Accept(),
        { Move: "planned", Day: { } day } => new CaseMove.Plan(day),
        { Move: "started" } => new CaseMove.Start(),
        { Move: "done" } => new CaseMove.Finish(),
        { Move: "not-found" } => new CaseMove.FindNothing(),
        { Move: "reopened" } => new CaseMove.Reopen(),
        { Move: "passed-on", Target: { } target } when RouteTarget.Parse(target) is { } to => new CaseMove.PassOn(to),
        _ => null,
    };
}
