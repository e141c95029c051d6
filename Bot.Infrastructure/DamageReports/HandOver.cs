using System.Text.Json;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What a town sends along with a case that lies in another town. Nobody is named in it: the resident's talk stays with the town that it began with.</summary>
/// <param name="Number">The number by which the resident knows it.</param>
/// <param name="Photos">How many photos there are.</param>
public sealed record CaseParcel(Guid Case, string Number, string Kind, double Latitude, double Longitude, Danger Danger, int Photos, DateTimeOffset At);

/// <summary>What the town that took a case over sends back at each step.</summary>
/// <param name="Move">Its name, as <see cref="CaseRules.Name(CaseMove)"/> gives it.</param>
/// <param name="Target">Of a case that was passed on.</param>
public sealed record NewsParcel(Guid Case, string Move, DateOnly? Day, string? Target);

/// <summary>Writes parcels for other towns of the region. A town writes its own rows only; who they are for reads them.</summary>
public static class HandOver
{
    /// <summary>Sends a case. Without a union that serves both towns nothing is sent, and staff tell the other town by hand.</summary>
    public static async Task Send(NpgsqlTransaction tx, DamageTowns towns, StoredCase c, TownId to, DateTimeOffset now, CancellationToken stop)
    {
        if (c.IsDrill || towns.Via(c.Town, to) is not { } via)
        {
            return;
        }

        var photos = (await ReportTable.Of(tx, c.Town, c.Id, stop)).Sum(r => r.Photos.Count);
        var parcel = new CaseParcel(c.Id, c.Number, c.Kind, c.Point.Latitude, c.Point.Longitude, c.Danger, photos, c.OpenedAt);
        await ParcelTable.Send(tx, c.Town, NamedGuid.From(c.Id, $"to/{to.Value}"), to, via, "case", JsonSerializer.Serialize(parcel), now, stop);
    }

    internal static async Task SendNews(NpgsqlTransaction tx, DamageTowns towns, StoredCase c, CaseOrigin origin, CaseMove move, string cause, DateTimeOffset now, CancellationToken stop)
    {
        if (towns.Via(c.Town, origin.Town) is not { } via)
        {
            return;
        }

        var news = new NewsParcel(origin.Case, move.Name(), (move as CaseMove.Plan)?.Day, (move as CaseMove.PassOn)?.To.Text);
        await ParcelTable.Send(tx, c.Town, NamedGuid.From(c.Id, $"news/{cause}"), origin.Town, via, "news", JsonSerializer.Serialize(news), now, stop);
    }
}
