using Bot.Domain.DamageReports;

namespace Bot.Api.Console.DamageReports;

/// <summary>What a step of staff still needs to know.</summary>
public enum MoveField
{
    None,
    Day,
    Whose,
    Number,
    Photos,
}

/// <summary>A step of staff, asked with its consequences before it is taken.</summary>
/// <param name="Name">As addresses call it.</param>
/// <param name="Like">Such a step, whatever its day or aim: from which states it leads on, the rules say.</param>
public sealed record MoveAsk(string Name, string Title, string Told, string Consequence, CaseMove Like, MoveField Field = MoveField.None, bool Danger = false)
{
    public static IReadOnlyList<MoveAsk> All { get; } =
    [
        new("accept", "確認ずみにする", "確認ずみにしました。", "担当の係が内容を確認したことになります。", new CaseMove.Accept()),
        new("plan", "作業日を決める", "作業日を決めました。", "作業日を伝えます。天気などで変わることがある、と添えます。", new CaseMove.Plan(DateOnly.MaxValue), MoveField.Day),
        new("start", "作業を始める", "作業中にしました。", "作業を始めたことになります。", new CaseMove.Start()),
        new("finish", "完了にする", "完了にしました。", "作業が終わったことになり、一覧の「終わっていないもの」から外れます。", new CaseMove.Finish(), MoveField.Photos),
        new("pass-on", "ほかの機関に引き継ぐ", "引き継いだことを記録しました。", "引き継ぎ先の受け持ちだと伝えます。道路の事務所などには自動では届きません。電話などで知らせてください。", new CaseMove.PassOn(new RouteTarget.Outside("")), MoveField.Whose, Danger: true),
        new("merge", "ほかの通報にまとめる", "ほかの通報にまとめました。", "この番号は終わり、まとめた先の番号を伝えます。", new CaseMove.Merge(Guid.Empty), MoveField.Number, Danger: true),
        new("not-found", "見つからずとする", "「現地で見つからず」にしました。", "現地に行ったが見つからなかった、まだあるときは写真を付けてもう一度知らせてほしい、と伝えます。", new CaseMove.FindNothing(), Danger: true),
        new("reopen", "対応を再開する", "対応を再開しました。", "もう一度確認することになります。まとめた通報は、元の番号に戻ります。", new CaseMove.Reopen()),
    ];

    /// <summary>What it is called where the case stands.</summary>
    public string TitleFor(ReportState state) => (Like, state) switch
    {
        (CaseMove.Plan, ReportState.Planned) => "作業日を変える",
        (CaseMove.Reopen, ReportState.Duplicate) => "まとめるのを取り消す",
        _ => Title,
    };

    public bool IsFor(ReportState state) => state.After(Like) is not null;
}
