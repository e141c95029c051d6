using Bot.Domain.Kernel;
using Bot.Domain.Staff;

namespace Bot.Api.Console.Audit;

/// <summary>How the record's codes are said to an auditor.</summary>
internal static class AuditWords
{
    /// <summary>What is not called by a right.</summary>
    private static readonly (string Code, string Title)[] Others =
    [
        ("access.", "断られた操作"), ("sign-in", "サインイン"), ("sign-out", "サインアウト"), ("account/", "自分のサインインの設定"), ("accounts/", "収納の記録"),
        ("letter/", "住民への手紙"), ("note/", "内部メモ"), ("photo.", "写真の公開"), ("desk/", "担当の変更"), ("retention/", "保存期間による消去"), ("bulky-waste.adopt", "窓口の申し込みの引き取り"),
        ("schools.letter/", "保護者へのお知らせ"), ("schools.ask/", "保護者への質問・面談"), ("schools.consent/", "写真などの同意"), ("schools.link", "保護者の登録と解除"),
        ("schools.absence/", "保護者の欠席の連絡"),
    ];

    /// <summary>Beginnings of actions, for the filter.</summary>
    public static Items<(string Code, string Title)> Kinds { get; } =
        [.. Rights.All.Where(r => r != Rights.Home && r != Rights.Account && r != Rights.Accounts).Select(r => ($"{r.Name}/", r.Title)), .. Others];

    public static string Action(string action) =>
        Kinds.Where(k => $"{action}/".StartsWith(k.Code, StringComparison.Ordinal)).OrderByDescending(k => k.Code.Length).Select(k => k.Title).FirstOrDefault() ?? action;

    public static string Kind(string kind) => kind switch
    {
        "resident" => "住民",
        "system" => "システム",
        _ => "職員",
    };

    public static string Why(string why) => why switch
    {
        "an entry is missing" => "記録が抜けています。",
        "the entry does not follow the one before it" => "前の記録とつながりません。",
        "the entry was altered" => "記録が書き換えられています。",
        "entries at the end are missing" => "最後の記録が失われています。",
        _ => "最後の記録が、最後に書かれたものではありません。",
    };
}
