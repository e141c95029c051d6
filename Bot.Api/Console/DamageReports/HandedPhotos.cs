using Bot.Infrastructure.DamageReports;

namespace Bot.Api.Console.DamageReports;

/// <summary>The pictures that go with a case from one town to another.</summary>
/// <param name="Come">From the town that handed it over to us.</param>
/// <param name="Sent">To the town that took it over from us.</param>
public sealed record HandedPhotos(IReadOnlyList<HandedPhoto> Come, IReadOnlyList<HandedPhoto> Sent)
{
    /// <summary>How they stand, in words; empty when there are none.</summary>
    public static IEnumerable<string> Words(IReadOnlyList<HandedPhoto> some, bool isOurs)
    {
        var (taken, lost) = (some.Count(h => h.ContentId is not null), some.Count(h => h.Lost is not null));
        var waiting = some.Count - taken - lost;
        if (isOurs && taken > 0)
        {
            yield return $"写真{taken}枚を引き継ぎ先に渡しました。";
        }

        if (waiting > 0)
        {
            var again = some.Any(h => h is { ContentId: null, Lost: null, Tries: > 0 }) ? "うまくいかなかったため、自動でやり直しています。" : "まもなく届きます。";
            yield return isOurs ? $"写真{waiting}枚を引き継ぎ先に渡しています。{again}" : $"引き継ぎ元からの写真{waiting}枚を受け取っています。{again}";
        }

        if (lost > 0)
        {
            yield return isOurs ? $"写真{lost}枚は引き継ぎ先で読み取れず、渡せませんでした。必要なときは、ほかの方法で送ってください。" : $"引き継ぎ元からの写真{lost}枚は読み取れませんでした。必要なときは、引き継ぎ元に頼んでください。";
        }
    }
}
