using Bot.Domain.BulkyWaste;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

public sealed class ArticleSearchTests
{
    [TestCase("ソファ", "sofa")]
    [TestCase("そふぁ", "sofa")]
    [TestCase("ｿﾌｧｰ", "sofa")]
    [TestCase("ＳＯＦＡ", "sofa")]
    [TestCase("カウチ", "sofa")]
    [TestCase("ソファー2人掛け", "sofa/two")]
    [TestCase("ソファ　３人掛け", "sofa/three")]
    [TestCase("古いソファを捨てたいです", "sofa")]
    [TestCase("ソファベッド", "sofa-bed")]
    [TestCase("たんす 高さ150", "chest")]
    [TestCase("箪笥", "chest")]
    [TestCase("勉強机", "desk")]
    [TestCase("子どもの学習机", "desk")]
    [TestCase("シングルベッド", "bed/single")]
    [TestCase("ダブルベッド", "bed/double")]
    [TestCase("大人用自転車", "bicycle/adult")]
    [TestCase("電動自転車", "electric-bicycle")]
    [TestCase("冷蔵庫", "=refrigerator")]
    [TestCase("れいぞうこ", "=refrigerator")]
    [TestCase("冷蔵庫の処分をお願いします", "=refrigerator")]
    [TestCase("液晶テレビ", "=tv")]
    [TestCase("テレビ台", "tv-stand")]
    [TestCase("bicycle", "bicycle")]
    [TestCase("futons", "futon")]
    [TestCase("扇風器", null)]
    [TestCase("せんふうき", "fan")]
    [TestCase("すいはんき", null)]
    [TestCase("い", null)]
    [TestCase("畳", "tatami")]
    [TestCase("ｶﾗｰﾎﾞｯｸｽ", "color-box")]
    [TestCase("カラボックス", "color-box")]
    [TestCase("マッサージチエア", "massage-chair")]
    public void A_word_is_found_however_it_is_written(string typed, string? found) => Codes(typed).ShouldBe(found is null ? [] : [found]);

    [TestCase("ストーブ", "oil-stove")]
    [TestCase("マットレス", "mattress-foam")]
    [TestCase("ベッド", "bed")]
    public void An_exact_word_goes_before_its_relatives(string typed, string first) => Codes(typed).ShouldBe([first]);

    [TestCase("電気", "electric-carpet", "electric-blanket", "electric-heater")]
    [TestCase("自転", "bicycle", "electric-bicycle")]
    [TestCase("乾燥", "dishwasher", "=washing-machine")]
    public void A_part_of_a_word_finds_all_that_have_it(string typed, params string[] among) => among.Except(Codes(typed)).ShouldBeEmpty();

    [TestCase("ソファ2つ", "ソファ", 2)]
    [TestCase("ソファを２つ捨てたい", "ソファ", 2)]
    [TestCase("椅子 四脚", "椅子", 4)]
    [TestCase("布団3枚お願いします", "布団", 3)]
    [TestCase("たんすをひとつ", "たんす", 1)]
    [TestCase("2 chairs", "chairs", 2)]
    [TestCase("chair x3", "chair", 3)]
    [TestCase("二段ベッド", "二段ベッド", null)]
    [TestCase("引き出しケース", "引き出しケース", null)]
    [TestCase("ソファ2人掛け", "ソファ2人掛け", null)]
    [TestCase("たんす 高さ150", "たんす 高さ150", null)]
    [TestCase("捨てたい", "捨てたい", null)]
    [TestCase("2つ", "2つ", null)]
    public void How_many_is_read_beside_what(string typed, string what, int? number) =>
        TypedArticle.Parse(typed).ShouldBe(new TypedArticle(what, number));

    [Test]
    public void Every_article_is_found_by_each_of_its_own_names()
    {
        foreach (var article in DemoWorld.Catalogue.Articles.Where(a => a.Valid.Holds(DemoWorld.Today)))
        {
            foreach (var name in article.Synonyms.Append(article.Name.Ja).Append(article.Kana))
            {
                Codes(name).ShouldContain(c => c.Split('/')[0] == article.Code, name);
            }
        }
    }

    [Test]
    public void An_article_is_found_once_although_it_stands_in_the_catalogue_with_two_fees()
    {
        Fee("mattress-spring", new DateOnly(2027, 3, 31)).ShouldBe(800);
        Fee("mattress-spring", new DateOnly(2027, 4, 1)).ShouldBe(1000);
        Codes("スプリングマットレス").ShouldBe(["mattress-spring"]);
    }

    [TestCase("ソファー", "ソファ", true)]
    [TestCase("abcd", "abdc", true)]
    [TestCase("abcd", "abxd", true)]
    [TestCase("abcd", "acbe", false)]
    [TestCase("abcd", "ab", false)]
    [TestCase("", "a", true)]
    public void One_slip_is_forgiven_and_two_are_not(string left, string right, bool close)
    {
        EditDistance.IsAtMostOne(left, right).ShouldBe(close);
        EditDistance.IsAtMostOne(right, left).ShouldBe(close);
    }

    private static int? Fee(string code, DateOnly day) => DemoWorld.Catalogue.Find(code, day)?.FeeOf(null, day)?.Amount;

    private static string[] Codes(string typed) =>
    [
        .. ArticleSearch.Look(DemoWorld.Catalogue, typed, DemoWorld.Today).Hits.Select(h => h switch
        {
            SearchHit.Collected(var article, { } size) => $"{article.Code}/{size.Code}",
            SearchHit.Collected(var article, null) => article.Code,
            SearchHit.NotCollected(var thing) => $"={thing.Code}",
            _ => throw new System.Diagnostics.UnreachableException(),
        }),
    ];
}
