using System.Collections.Frozen;

namespace Bot.Api.Console.Settings;

/// <summary>The fields of settings and plans as staff call them.</summary>
internal static class Names
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["ja"] = "日本語", ["easy"] = "やさしい日本語", ["ja-easy"] = "やさしい日本語", ["en"] = "英語", ["name"] = "名前", ["services"] = "受け持つサービス", ["closed"] = "閉じている", ["kana"] = "ふりがな", ["synonyms"] = "別の呼び方",
        ["category"] = "分類", ["fee"] = "手数料", ["fee_yen"] = "手数料", ["limit"] = "1回の上限", ["note"] = "注意書き", ["advice"] = "案内", ["valid"] = "期間", ["from"] = "初日",
        ["until"] = "最終日", ["to"] = "最終日", ["valid_from"] = "初日", ["valid_to"] = "最終日", ["sizes"] = "大きさ", ["size"] = "大きさ", ["capacity"] = "1日の件数",
        ["days"] = "収集日", ["reason"] = "理由", ["office"] = "窓口", ["telephone"] = "電話", ["desk"] = "課・係", ["address"] = "住所", ["website"] = "ホームページ", ["hours"] = "受付時間",
        ["hoursText"] = "受付時間の案内", ["payDays"] = "支払いの日数", ["methods"] = "支払い方法", ["cutOff"] = "締め切り", ["paused"] = "止めているサービス", ["place"] = "並び順",
        ["mails"] = "メールの宛先", ["mail"] = "メール", ["step1"] = "1つめの段階", ["step2"] = "2つめの段階", ["minutes"] = "分", ["afterMinutes"] = "分", ["loud"] = "知らせてよい時間", ["answerDays"] = "返事の日数",
        ["tellNew"] = "新しい通報", ["tellDanger"] = "危険のある通報", ["dangerBreaksThrough"] = "時間外の危険", ["onCall"] = "当番", ["steps"] = "段階", ["tellOverdue"] = "遅れている通報", ["digestAt"] = "まとめの時刻",
        ["rows"] = "内容", ["code"] = "番号", ["weekday"] = "曜日", ["nth"] = "第何", ["date"] = "日", ["zone"] = "収集地区", ["payment"] = "支払い", ["thing"] = "品目", ["town"] = "町",
        ["areas"] = "市町村コード", ["rules"] = "警報のときの動き", ["kind"] = "種類", ["act"] = "動き", ["intensity"] = "震度", ["heldAfterMinutes"] = "遅れの限度（分）",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>A path such as <c>office.desk.ja</c> or <c>note_ja</c> in words.</summary>
    public static string Of(string path) => string.Join('・', path.Split('.', '_').Where(p => p.Length > 0).Select(p => Known.GetValueOrDefault(p, p)));
}
