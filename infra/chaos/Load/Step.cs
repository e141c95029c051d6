namespace Bot.Chaos.Load;

/// <summary>One thing that a resident writes.</summary>
/// <param name="Name">What it is, in words of ours; this goes into histories.</param>
/// <param name="Words">What is written.</param>
/// <param name="Expects">What the answer holds if all before it took effect once and in order.</param>
public sealed record Step(string Name, string Words, string Expects);

/// <summary>The talks that residents hold.</summary>
public static class Steps
{
    private static readonly Dictionary<string, string[]> Areas = new(StringComparer.Ordinal)
    {
        ["hoshimi"] = ["本町", "駅前", "月ヶ丘", "天ノ沢", "三ツ森", "星見高原", "奥星"],
        ["kawabe"] = ["水上", "桑畑", "鮎沢", "上川原", "渡し場"],
    };

    /// <summary>Words that start nothing.</summary>
    public static IReadOnlyList<Step> Chat(Random random) =>
        [.. Enumerable.Range(0, 4 + random.Next(10)).Select(_ => new Step("chat", "こんにちは", ""))];

    /// <summary>What does it cost to throw this away?</summary>
    public static IReadOnlyList<Step> Fees { get; } =
    [
        new("fees", "粗大ごみの手数料", "手数料を知りたい"),
        new("fees-sofa", "ソファ", "1,500円"),
        new("fees-tv", "テレビ", "家電リサイクル法"),
        new("fees-fan", "扇風機", "300円"),
        new("fees-end", "やめる", ""),
    ];

    /// <summary>A request for a collection, up to where the personal page is asked for.</summary>
    public static IReadOnlyList<Step> Request(string town, Random random)
    {
        var areas = Areas[town];
        return
        [
            new("bulky", "粗大ごみ", "捨てたい物の名前"),
            new("item", random.Next(2) == 0 ? "扇風機1台" : "扇風機2台", "ほかにありますか"),
            new("items-done", "これで全部", "お住まいの地区"),
            new("area", areas[random.Next(areas.Length)], "収集日を選んで"),
            new("day", "1", "どこに出しますか"),
            new("spot", "玄関前", "町の安全なページ"),
        ];
    }

    /// <summary>A request that is thought over, gone back in, and dropped.</summary>
    public static IReadOnlyList<Step> Dither(string town, Random random)
    {
        var request = Request(town, random);
        return [.. request.Take(4), new("back", "戻る", "お住まいの地区"), request[3], new("back", "戻る", "お住まいの地区"), new("drop", "やめる", ""), new("bulky-again", "粗大ごみ", "捨てたい物の名前"), new("drop", "やめる", "")];
    }

    public static Step Confirm { get; } = new("confirm", "この内容で申し込む", "お支払いください");

    /// <summary>The only request is cancelled; the money goes back.</summary>
    public static IReadOnlyList<Step> Cancel { get; } =
    [
        new("mine", "申し込みの確認", "どの申し込みですか"),
        new("mine-first", "1", "どうなさいますか"),
        new("mine-cancel", "申し込みを取り消す", "全額返金します"),
        new("mine-yes", "取り消す", "返金します"),
    ];
}
