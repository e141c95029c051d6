using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>
/// Sends pictures after the cases that other towns took over, and takes those that come. What comes goes through the gate that all pictures go through;
/// one that cannot be drawn now is tried again, and what a resident takes back is called back.
/// </summary>
public sealed class PhotoHandOver(Database database, Sealer sealer, Func<ReadOnlyMemory<byte>, CancellationToken, Task<PictureArrival>> clean, TimeProvider clock)
{
    private const int MostAtOnce = 4;

    /// <summary>Photos of a report come within a day, staff's own while they look at it.</summary>
    private static readonly TimeSpan Follows = TimeSpan.FromDays(30);

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>One round for one town, as giver and as taker. Safe to run anywhere at any time.</summary>
    public async Task Round(TownId town, CancellationToken stop)
    {
        var coming = await database.InTown(town, async tx =>
        {
            await Send(tx, town, stop);
            await SentPhotoTable.Tidy(tx, town, clock.GetUtcNow(), stop);
            foreach (var recalled in await HandedPhotoTable.Recalled(tx, town, stop))
            {
                await PhotoTable.Erase(tx, town, recalled, clock.GetUtcNow(), stop);
            }

            return await HandedPhotoTable.Due(tx, sealer, town, clock.GetUtcNow(), MostAtOnce, stop);
        }, stop);
        foreach (var photo in coming)
        {
            // Outside any transaction: drawing takes a second of another process.
            var arrival = await clean(photo.Picture, stop);
            await database.InTown(town, tx => Take(tx, town, photo, arrival, stop), stop);
        }
    }

    private async Task Send(NpgsqlTransaction tx, TownId town, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var photo in await SentPhotoTable.Unsent(tx, town, now - Follows, MostAtOnce, stop))
        {
            var picture = photo.Shown is { } shown
                ? await PublishedPhotoTable.Read(tx, sealer, town, shown, stop)
                : await PhotoTable.Read(tx, sealer, town, photo.ContentId, stop);
            if (picture is not null)
            {
                await SentPhotoTable.Send(tx, sealer, town, NamedGuid.From($"{town.Value}/{photo.ContentId}", $"photo/{photo.To.Value}"), photo, picture, now, stop);
            }
        }
    }

    private async Task Take(NpgsqlTransaction tx, TownId town, ComingPhoto photo, PictureArrival arrival, CancellationToken stop)
    {
        var (now, content) = (clock.GetUtcNow(), $"handed-{NamedGuid.From(photo.Id, photo.From.Value):n}");
        var lost = (arrival as PictureArrival.Lost)?.Why;
        var next = now + TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, 10 * Math.Pow(2, Math.Min(photo.Tries, 10))));
        if (await HandedPhotoTable.Note(tx, town, photo, content, arrival is PictureArrival.Arrived, lost, now, next, stop)
            && arrival is PictureArrival.Arrived(var picture) && await DamageSearch.Read(tx, town, photo.Case, stop) is { } stored)
        {
            await PhotoTable.Add(tx, sealer, town, content, new CitizenId(""), picture, now, stop);
            await CaseStory.Write(tx, stored, "photo-handed", null, Actor.System, $"{photo.Id:n}", now, stop);
        }
    }
}
