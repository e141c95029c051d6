using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Npgsql;

namespace Bot.Api.Console.DamageReports;

/// <summary>A picture of a case, whoever took it.</summary>
/// <param name="Id">As addresses of the console call it.</param>
/// <param name="Title">Whose it is, or when staff took it.</param>
/// <param name="Work">Of staff's own; <c>null</c> for a resident's.</param>
/// <param name="Public">When it was made public.</param>
/// <param name="IsHanded">It came from the town that handed the case over.</param>
public sealed record CasePicture(Guid Id, string ContentId, string Title, WorkPhoto? Work, Publication? Public, bool IsHanded = false);

/// <summary>The pictures of a case in one list: those of all reports, then those that came from another town, then staff's own.</summary>
internal static class CasePictures
{
    public static Guid IdOf(string contentId) => NamedGuid.From(contentId, "picture");

    public static string Path(Guid @case, Guid picture) => $"{DamageShown.Path(@case)}/pictures/{picture}";

    /// <summary>Those that can be shown.</summary>
    public static async Task<IReadOnlyList<CasePicture>> Of(NpgsqlTransaction tx, StoredCase stored, CancellationToken stop)
    {
        var reports = await ReportTable.Of(tx, stored.Town, stored.Id, stop);
        var work = await WorkPhotoTable.Of(tx, stored.Town, stored.Id, stop);
        var handed = await HandedPhotoTable.Of(tx, stored.Town, stored.Id, stop);
        List<(string Content, string Title, WorkPhoto? Work, bool IsHanded)> all =
        [
            .. reports.SelectMany(r => r.Photos.Select((p, n) => (p, $"{Shown.Moment(r.At)}の通報の写真 {n + 1}", (WorkPhoto?)null, false))),
            .. handed.Where(h => h.ContentId is not null).Select((h, n) => (h.ContentId!, $"引き継ぎ元から届いた写真 {n + 1}", (WorkPhoto?)null, true)),
            .. work.Select(w => (w.ContentId, $"{StageOf(w.Stage)}の写真（{Shown.Moment(w.At)}）", (WorkPhoto?)w, false)),
        ];
        string[] contents = [.. all.Select(a => a.Content).Distinct(StringComparer.Ordinal)];
        var here = contents.Zip(await PhotoTable.Standings(tx, stored.Town, contents, stop)).Where(s => s.Second.State == PhotoState.Here).Select(s => s.First).ToHashSet(StringComparer.Ordinal);
        var shown = await PublishedPhotoTable.Among(tx, stored.Town, contents, stop);
        return [.. all.Where(a => here.Contains(a.Content)).DistinctBy(a => a.Content, StringComparer.Ordinal).Select(a => new CasePicture(IdOf(a.Content), a.Content, a.Title, a.Work, shown.GetValueOrDefault(a.Content), a.IsHanded))];
    }

    public static string StageOf(WorkStage stage) => stage switch
    {
        WorkStage.Before => "作業前",
        WorkStage.After => "作業後",
        _ => "現地",
    };
}
