using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What staff write down of an inspection or of work.</summary>
/// <param name="Id">Made with the form, so that a form sent twice is kept once.</param>
/// <param name="Words">For colleagues; empty for none.</param>
public sealed record WorkEntry(Guid Id, bool IsWork, string Words, Items<WorkPicture> Pictures);

/// <summary>A picture that has passed the gate.</summary>
public sealed record WorkPicture(WorkStage Stage, Picture Picture);

/// <summary>Keeps what staff saw and did at the place: a line in the timeline, their words, their pictures. Residents hear nothing of it.</summary>
public sealed class WorkDesk(Sealer sealer, TimeProvider clock)
{
    public const int MostAtOnce = 6;

    public const int MostOfCase = 60;

    /// <summary>Under what a picture of an entry rests.</summary>
    internal static string ContentId(Guid work, int n) => string.Create(CultureInfo.InvariantCulture, $"work-{work:n}-{n}");

    /// <returns>Whether there was room for the pictures; if not, nothing is kept.</returns>
    public async Task<bool> Keep(NpgsqlTransaction tx, Notes notes, StoredCase stored, Actor by, WorkEntry entry, CancellationToken stop)
    {
        var (town, now) = (stored.Town, clock.GetUtcNow());
        var there = await WorkPhotoTable.Of(tx, town, stored.Id, stop);
        if (there.Count + entry.Pictures.Count > MostOfCase)
        {
            return false;
        }

        var kind = entry.IsWork ? "worked" : "inspected";
        var detail = entry.Pictures.Count == 0 ? null : new Dictionary<string, string> { ["photos"] = entry.Pictures.Count.ToString(CultureInfo.InvariantCulture) };
        await CaseStory.Write(tx, stored, kind, detail, by, $"{entry.Id:n}", now, stop);
        await AuditTable.Add(tx, town, by, new AuditEntry($"damage-reports.change/{kind}", [$"{DamageReportsModule.Name}/{stored.Subject}"]), now, stop);
        if (entry.Words.Length > 0)
        {
            await notes.Write(tx, DamageDesk.Subject(town, stored.Id), by, entry.Id, entry.Words, now, stop);
        }

        foreach (var (n, picture) in entry.Pictures.Index())
        {
            var content = ContentId(entry.Id, n);
            await PhotoTable.Add(tx, sealer, town, content, new CitizenId(""), picture.Picture, now, stop);
            await WorkPhotoTable.Add(tx, town, new WorkPhoto(content, stored.Id, picture.Stage, now), entry.Id, by, stop);
        }

        return true;
    }

    /// <summary>Takes a picture of staff's away, with what was published of it.</summary>
    public async Task Remove(NpgsqlTransaction tx, StoredCase stored, WorkPhoto photo, Actor by, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await PhotoTable.Erase(tx, stored.Town, photo.ContentId, now, stop);
        await AuditTable.Add(tx, stored.Town, by, new AuditEntry("damage-reports.change/photo-removed", [$"{DamageReportsModule.Name}/{stored.Subject}", $"photo/{photo.ContentId}"]), now, stop);
        await CaseStory.Write(tx, stored, "photo-removed", null, by, photo.ContentId, now, stop);
    }

    /// <summary>Notes in the timeline that a copy was made public, or taken back; the record of it is the copy's own.</summary>
    public Task Published(NpgsqlTransaction tx, StoredCase stored, Guid? publicId, string contentId, Actor by, CancellationToken stop) =>
        CaseStory.Write(tx, stored, publicId is null ? "photo-withdrawn" : "photo-published", null, by, $"{publicId?.ToString("n") ?? contentId}/{clock.GetUtcNow():O}", clock.GetUtcNow(), stop);
}
