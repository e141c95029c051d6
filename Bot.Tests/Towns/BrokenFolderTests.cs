using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Towns;

public sealed class BrokenFolderTests
{
    private const string Waste = "mizuho-union/bulky-waste/";

    [TestCase("hoshimi/town.json", "\"telephone\": \"0999-21-1100\"", "\"telephone\": \"0999(21)1100\"", "hoshimi/town.json 9行目「office.telephone」", "電話番号ではありません")]
    [TestCase("hoshimi/town.json", "\"telephone\"", "\"telephon\"", "hoshimi/town.json 9行目「office.telephon」", "つづりを確かめて")]
    [TestCase("hoshimi/town.json", "\"primary\": \"#1F3A6E\"", "\"primary\": \"#FFCC00\"", "hoshimi/town.json 26行目「colours.onPrimary」", "コントラスト比 1.5")]
    [TestCase("hoshimi/town.json", "\"paypay\"", "\"linepay\"", "「payment.methods[2]」", "使えるもの: card, konbini, paypay")]
    [TestCase("hoshimi/town.json", "\"ja-easy\", ", "", "「languages」", "「ja-easy」を加えて")]
    [TestCase("hoshimi/town.json", "\"id\": \"hoshimi\"", "\"id\": \"hosimi\"", "hoshimi/town.json 2行目「id」", "フォルダーの名前「hoshimi」と同じ")]
    [TestCase("hoshimi/town.json", "\"region\": \"みずほ地域\",", "\"region\": \"みずほ地域\"", "hoshimi/town.json 7行目", "JSONとして読めません")]
    [TestCase("hoshimi/town.json", "\"from\": \"08:30\"", "\"from\": \"8時半\"", "「office.hours[0].from」", "08:30 のように")]
    [TestCase("hoshimi/town.json", "\"payDays\": 3", "\"payDays\": 90", "「payment.payDays」", "1 から 60 まで")]
    [TestCase("mizuho-union/town.json", "[\"hoshimi\", \"kawabe\"]", "[\"hoshimi\"]", "kawabe/town.json「services」", "members として「kawabe」")]
    [TestCase("hoshimi/areas.csv", "えきまえ,", "駅前,", "hoshimi/areas.csv 3行目「kana」", "ひらがなで書いて")]
    [TestCase("hoshimi/areas.csv", "000-0102", "0000102", "hoshimi/areas.csv 3行目「postal_codes」", "郵便番号ではありません")]
    [TestCase("hoshimi/areas.csv", "ekimae,", "honcho,", "hoshimi/areas.csv 3行目「code」", "二度あります")]
    [TestCase("hoshimi/areas.csv", "Ekimae,000-0102,h1", "Ekimae,000-0102,k1", "hoshimi/areas.csv「zone」", "駅前")]
    [TestCase("hoshimi/areas.csv", "駅前,", "駅前の広場のまわりのとても長い名前の地区の全部,", "hoshimi/areas.csv 3行目「ja」", "20文字以内")]
    [TestCase("hoshimi/areas.csv", "code,ja,kana", "code,ja,かな", "hoshimi/areas.csv 1行目「kana」", "この列がありません")]
    [TestCase("hoshimi/areas.csv", "Ekimae,", "Ekimae,,", "hoshimi/areas.csv 3行目:", "列が 10 個")]
    [TestCase("hoshimi/areas.csv", "36.7388,138.3185", "138.3185,36.7388", "hoshimi/areas.csv 3行目「lat」", "日本の位置ではありません")]
    [TestCase("hoshimi/areas.csv", "36.7388,138.3185", "36.7388,", "hoshimi/areas.csv 3行目「long」", "空です")]
    [TestCase("hoshimi/areas.csv", "Ekimae,", "\"Ekimae,", "hoshimi/areas.csv 3行目:", "正しくありません")]
    [TestCase("hoshimi/departments.csv", "water,", "construction,", "hoshimi/departments.csv 5行目「code」", "二度あります")]
    [TestCase("hoshimi/departments.csv", "農林課", "建設課", "hoshimi/departments.csv 6行目「name」", "二度あります")]
    [TestCase("hoshimi/departments.csv", "bulky-waste|", "bulky-wast|", "hoshimi/departments.csv 4行目「services」", "使えるもの: bulky-waste")]
    [TestCase("hoshimi/departments.csv", "water,", "waterworks,", "hoshimi/damage-reports/routing.csv 2行目「target」", "「water」という課は departments.csv にありません")]
    [TestCase("hoshimi/departments.csv", "agriculture,", "farming,", "hoshimi/damage-reports/groups.csv「department」", "「agriculture」という課は departments.csv にありません")]
    [TestCase("hoshimi/holidays.csv", "2026-12-30", "2026-12-32", "hoshimi/holidays.csv 3行目「date」", "日付ではありません")]
    [TestCase("holidays-jp.csv", "2026-01-12", "2026-01-01", "holidays-jp.csv 3行目「date」", "同じ日が二度")]
    [TestCase("hoshimi/wording.en.json", "\"pardon\"", "\"pardn\"", "hoshimi/wording.en.json 4行目「pardn」", "という言葉はありません")]
    [TestCase("hoshimi/wording.en.json", "\"pardon\"", "\"pardn\"", "hoshimi/wording.en.json「pardon」", "この言語でも書いて")]
    [TestCase("hoshimi/wording.ja.json", "{town}", "{city}", "hoshimi/wording.ja.json 2行目「greeting」", "使えるもの: {town}")]
    [TestCase("hoshimi/richmenu/main.ja.json", "\"start:bulky-waste-mine\"", "\"start:coupons\"", "hoshimi/richmenu/main.ja.json 21行目「areas[1].action.data」", "この町のボタンでは使えません")]
    [TestCase("hoshimi/richmenu/main.ja.json", "\"width\": 833", "\"width\": 900", "「areas[1].bounds」", "重なって")]
    [TestCase("hoshimi/richmenu/main.ja.json", "\"x\": 1667", "\"x\": 1700", "「areas[2].bounds」", "外に出て")]
    [TestCase("hoshimi/richmenu/main.ja.json", "\"width\": 2500", "\"width\": 2400", "hoshimi/richmenu/main.ja.json", "縦が長すぎます")]
    [TestCase("hoshimi/richmenu/main.ja.json", "\"height\": 1686", "\"height\": 1680", "hoshimi/richmenu/main.ja.png", "大きさが 2500×1686")]
    [TestCase("hoshimi/richmenu/main.ja.json", "tel:0999-21-1100", "tel:0999-21-1109", "hoshimi/richmenu/main.ja.json", "town.json の電話番号")]
    [TestCase("hoshimi/richmenu/main.ja.json", "\"label\": \"職員に相談する\"", "\"label\": \"職員\"", "hoshimi/richmenu/main.ja.json", "label と同じ言葉")]
    [TestCase("hoshimi/richmenu/main.ja.svg", "公式LINE", "公式ライン", "hoshimi/richmenu/main.ja.png", "scripts/town draw をもう一度")]
    [TestCase(Waste + "items.csv", ",1200,2,", ",1205,2,", Waste + "items.csv 3行目「fee_yen」", "10円きざみ")]
    [TestCase(Waste + "items.csv", "wardrobe,", "chest,", Waste + "items.csv 3行目「code」", "期間が重なって")]
    [TestCase(Waste + "items.csv", "furniture,1200", "kitchen,1200", Waste + "items.csv 3行目「category」", "categories.csv にありません")]
    [TestCase(Waste + "items.csv", "furniture,1200", "furniture,", Waste + "items.csv 3行目「fee_yen」", "sizes.csv")]
    [TestCase(Waste + "sizes.csv", "chest,small", "chset,small", Waste + "sizes.csv 2行目「item」", "items.csv にありません")]
    [TestCase(Waste + "excluded.csv", "液晶テレビ", "扇風機", Waste + "excluded.csv 2行目「synonyms」", "出せるか出せないか")]
    [TestCase(Waste + "zones.csv", "木1 木3", "木9", Waste + "zones.csv 2行目「days」", "木1 木3")]
    [TestCase(Waste + "calendar.csv", "closed,", "休み,", Waste + "calendar.csv 2行目「kind」", "closed")]
    [TestCase(Waste + "calendar.csv", ",h3,", ",h9,", Waste + "calendar.csv 3行目「zone」", "zones.csv にありません")]
    [TestCase(Waste + "rules.json", "\"workingDaysBefore\": 2", "\"workingDaysBefore\": 5", Waste + "rules.json 5行目「changeCutOff」", "日数を小さく")]
    public void A_broken_file_is_named_with_its_line_and_what_to_do(string file, string from, string to, string where, string advice)
    {
        using var folder = DemoFolder.Copy();
        folder.Change(file, from, to);
        var faults = Faults(folder);
        faults.ShouldContain(f => f.Contains(where, StringComparison.Ordinal) && f.Contains(advice, StringComparison.Ordinal), string.Join('\n', faults));
    }

    [Test]
    public void A_whole_folder_has_no_faults()
    {
        using var folder = DemoFolder.Copy();
        RegionFolder.Load(folder.Path).ShouldBeOfType<Loaded<Region>.Good>();
    }

    [Test]
    public void All_faults_are_told_at_once()
    {
        using var folder = DemoFolder.Copy();
        folder.Change("hoshimi/town.json", "\"town\"", "\"city\"");
        folder.Change("kawabe/areas.csv", "みなかみ,", "ミナカミ,");
        folder.Change(Waste + "rules.json", "\"08:30\"", "\"8:30\"");
        File.Delete(Path.Combine(folder.Path, Waste, "spots.csv"));
        Faults(folder).Count.ShouldBe(4);
    }

    [Test]
    public void A_missing_file_is_told_by_its_name()
    {
        using var folder = DemoFolder.Copy();
        File.Delete(Path.Combine(folder.Path, "hoshimi", "areas.csv"));
        Faults(folder).ShouldContain("hoshimi/areas.csv: ファイルがありません。infra/towns/README.md を見て作ってください。");
    }

    [Test]
    public void A_file_that_Japanese_Excel_saved_reads_the_same()
    {
        using var folder = DemoFolder.Copy();
        var path = Path.Combine(folder.Path, "hoshimi", "areas.csv");
        var cp932 = CodePagesEncodingProvider.Instance.GetEncoding(932)!;
        File.WriteAllBytes(path, cp932.GetBytes(File.ReadAllText(path).Replace("\n", "\r\n", StringComparison.Ordinal)));
        var town = new TownId("hoshimi");
        RegionFolder.Load(folder.Path).OrThrow().Find(town)!.Areas.ShouldBe(RegionFolder.Load(DemoFolder.Real).OrThrow().Find(town)!.Areas);
    }

    [Test]
    public void Dates_and_numbers_as_Excel_or_an_input_method_writes_them_are_read()
    {
        using var folder = DemoFolder.Copy();
        folder.Change("hoshimi/holidays.csv", "2026-12-30", "2026/12/30");
        folder.Change(Waste + "items.csv", "furniture,1200", "furniture,\"１,２００\"");
        RegionFolder.Load(folder.Path).OrThrow().Waste.Values.Single().Items.Single(i => i.Code == "wardrobe").Fee.ShouldBe(new Yen(1200));
    }

    [Test]
    public void An_empty_region_is_a_fault_not_a_crash() =>
        RegionFolder.Load("/nowhere/at/all").ShouldBeOfType<Loaded<Region>.Bad>().Faults.ShouldNotBeEmpty();

    private static IReadOnlyList<string> Faults(DemoFolder folder) =>
        [.. RegionFolder.Load(folder.Path).ShouldBeOfType<Loaded<Region>.Bad>().Faults.Select(f => f.ToString())];
}
