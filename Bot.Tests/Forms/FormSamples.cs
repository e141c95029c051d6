using Bot.Api.Forms;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Bot.Infrastructure.Wording;
using Bot.Tests.BulkyWaste;

namespace Bot.Tests.Forms;

/// <summary>A form with every kind of question that a page can ask, and the towns that ask it.</summary>
internal static class FormSamples
{
    public static readonly TownId Hoshimi = new("hoshimi");
    public static readonly TownId Kawabe = new("kawabe");
    public static readonly CitizenId Hanako = new("U00000000000000000000000000000001");
    public static readonly TurnNo Began = new(7);

    public static readonly Form Visit = new(new("visit"), Version: 1, "visit",
    [
        new ChoiceQuestion(new("day"), "visit.day", ["mon", "tue"]),
        new TextQuestion(new("name"), "visit.name", MaxLength: 40, TextKind.Name) { Class = DataClass.Personal },
        new TextQuestion(new("kana"), "visit.kana", MaxLength: 40, TextKind.Kana) { Class = DataClass.Personal },
        new TextQuestion(new("phone"), "visit.phone", MaxLength: 20, TextKind.Telephone) { Class = DataClass.Personal },
        new TextQuestion(new("address"), "visit.address", MaxLength: 120, TextKind.Address) { Class = DataClass.Personal },
        new CountQuestion(new("people"), "visit.people", 1, 9) { Class = DataClass.Personal },
        new ChoiceQuestion(new("help"), "visit.help", ["carry", "sign", "none"]) { Class = DataClass.Personal },
        new TextQuestion(new("note"), "visit.note", MaxLength: 200) { Class = DataClass.Personal, Optional = true },
    ]);

    public static readonly Effect.OpenPage Page = PageOf(Visit);

    public static readonly Items<QuestionId> Asked = Page.Questions;

    public static readonly IEnumerable<(Language, string, string)> Sayings = Phrases.SelectMany(p => new[]
    {
        (Language.Japanese, p.Key, p.Ja), (Language.EasyJapanese, p.Key, p.Easy), (Language.English, p.Key, p.En),
    });

    public static readonly Wordbook Book = WordingFiles.Load().With(Sayings);

    public static Faces Faces { get; } = new(
        new Dictionary<TownId, TownFace>
        {
            [Hoshimi] = Face(DemoWorld.Region.Find(Hoshimi)!, "@000hoshi"),
            [Kawabe] = Face(DemoWorld.Region.Find(Kawabe)!, null),
        },
        Book);

    /// <summary>Answers that are right, as they are typed.</summary>
    public static Dictionary<string, string> Right => new(StringComparer.Ordinal)
    {
        ["q-name"] = "星野 花子",
        ["q-kana"] = "ほしの はなこ",
        ["q-phone"] = "０９９９－００－１２３４",
        ["q-address"] = "星見町中央1-2-3\r\nほしみ荘 101",
        ["q-people"] = "３",
        ["q-help"] = "carry",
        ["q-note"] = "玄関の前です。",
    };

    /// <summary>What the talk says when it comes to the personal questions of a form.</summary>
    public static Effect.OpenPage PageOf(Form form) =>
        new(form.Id, [.. form.Questions.Where(q => q.Class == DataClass.Personal).Select(q => q.Id)], Began, Words.Of("page.ask"));

    private static TownFace Face(TownProfile town, string? lineId) => new(
        new TownLook(
            town.Id, town.Name, town.Office.Desk, town.Office.Telephone, town.Office.HoursText, town.Colours.Primary, town.Colours.OnPrimary, lineId),
        BulkyWasteForms.All.Append(Visit).ToDictionary(f => f.Id),
        Book);

    private static IEnumerable<(string Key, string Ja, string Easy, string En)> Phrases =>
    [
        ("visit.title", "訪問サービスの申し込み", "家（いえ）に来（き）てもらう申（もう）し込（こ）み", "Home visit request"),
        ("visit.day.ask", "ご希望の曜日は？", "何曜日（なんようび）がいいですか？", "Which day?"),
        ("visit.day.name", "曜日", "曜日（ようび）", "Day"),
        ("visit.day.mon", "月曜日", "月曜日（げつようび）", "Monday"),
        ("visit.day.tue", "火曜日", "火曜日（かようび）", "Tuesday"),
        ("visit.name.ask", "お名前は？", "名前（なまえ）は？", "Your name?"),
        ("visit.name.name", "お名前", "名前（なまえ）", "Name"),
        ("visit.kana.ask", "ふりがなは？", "ふりがなは？", "Reading?"),
        ("visit.kana.name", "ふりがな", "ふりがな", "Name in hiragana"),
        ("visit.phone.ask", "電話番号は？", "電話番号（でんわばんごう）は？", "Telephone?"),
        ("visit.phone.name", "電話番号", "電話番号（でんわばんごう）", "Telephone number"),
        ("visit.phone.help", "当日つながる番号をご入力ください。", "その日（ひ）に話（はな）せる番号（ばんごう）を書（か）いてください。", "A number where we can reach you on the day."),
        ("visit.address.ask", "ご住所は？", "住所（じゅうしょ）は？", "Address?"),
        ("visit.address.name", "ご住所", "住所（じゅうしょ）", "Address"),
        ("visit.address.help", "アパートやマンションの名前、部屋番号もご入力ください。", "部屋（へや）の番号（ばんごう）も書（か）いてください。", "Include the building and room number."),
        ("visit.people.ask", "何人ですか？", "何人（なんにん）ですか？", "How many people?"),
        ("visit.people.name", "世帯の人数", "家族（かぞく）の人数（にんずう）", "People in your household"),
        ("visit.people.help", "例：3", "例（れい）：3", "For example: 3"),
        ("visit.help.ask", "お手伝いは？", "手伝（てつだ）いは？", "Help?"),
        ("visit.help.name", "必要なお手伝い", "必要（ひつよう）な手伝（てつだ）い", "Help you need"),
        ("visit.help.carry", "家の中からの運び出し", "家（いえ）の中（なか）から運（はこ）ぶ", "Carrying things out of the house"),
        ("visit.help.sign", "手話・筆談", "手話（しゅわ）・筆談（ひつだん）", "Sign language or writing"),
        ("visit.help.none", "必要ありません", "いりません", "None"),
        ("visit.note.ask", "ご連絡は？", "伝（つた）えたいことは？", "Anything else?"),
        ("visit.note.name", "伝えておきたいこと", "伝（つた）えたいこと", "Anything we should know"),
    ];
}
