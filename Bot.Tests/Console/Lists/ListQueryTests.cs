using Bot.Api.Console.Lists;
using Microsoft.AspNetCore.WebUtilities;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.Lists;

public sealed class ListQueryTests
{
    private static readonly ListShape Shape = new(
        [new ListSort("asked", "受付", Falling: true), new ListSort("day", "収集日")],
        [
            new ListFilter.Words("q", "検索", Most: 20),
            new ListFilter.Choice("state", "状態", [new("paid", "支払済み"), new("open", "未払い")]),
            new ListFilter.Choices("town", "町", [new("a", "甲町"), new("b", "乙村")]),
            new ListFilter.Day("from", "収集日（から）"),
            new ListFilter.Number("least", "件数", Least: 1, Most: 20),
            new ListFilter.Flag("mine", "自分の担当"),
        ]);

    [Test]
    public void An_address_without_a_query_asks_for_the_first_page_as_usual()
    {
        var query = Read("");
        (query.Page, query.Size, query.Sort.Key, query.Falling, query.Offset, query.IsFiltered).ShouldBe((1, 50, "asked", true, 0, false));
        query.Address().ShouldBe("");
        query.Notices.ShouldBeEmpty();
    }

    [Test]
    public void What_the_shape_allows_is_read_as_what_it_means()
    {
        var query = Read("?q=%20ソファ%20&state=paid&town=b&town=a&from=2026-12-01&least=１２&mine=1&sort=day&size=20&page=3");
        query.Notices.ShouldBeEmpty();
        query.Text("q").ShouldBe("ソファ");
        query.Text("state").ShouldBe("paid");
        query.Texts("town").ShouldBe(["b", "a"]);
        query.Day("from").ShouldBe(new DateOnly(2026, 12, 1));
        query.Number("least").ShouldBe(12);
        query.Flag("mine").ShouldBeTrue();
        (query.Sort.Key, query.Falling, query.Size, query.Offset).ShouldBe(("day", false, 20, 40));
        Read("?" + query.Address()).ShouldBe(query);
    }

    [TestCase("?state=%27%20or%201=1", "「状態」の値が正しくないため、条件から外しました。")]
    [TestCase("?from=2026-13-01", "「収集日（から）」の値が正しくないため、条件から外しました。")]
    [TestCase("?from=0001-01-01", "「収集日（から）」の値が正しくないため、条件から外しました。")]
    [TestCase("?least=99999999999", "「件数」の値が正しくないため、条件から外しました。")]
    [TestCase("?q=123456789012345678901", "「検索」の値が正しくないため、条件から外しました。")]
    [TestCase("?q=%00", "「検索」の値が正しくないため、条件から外しました。")]
    [TestCase("?mine=yes", "「自分の担当」の値が正しくないため、条件から外しました。")]
    [TestCase("?sort=name;drop", "指定された並び順は使えないため、いつもの順に並べています。")]
    [TestCase("?page=0", "ページ番号が正しくないため、1ページ目を表示しています。")]
    [TestCase("?page=99999999", "ページ番号が正しくないため、1ページ目を表示しています。")]
    [TestCase("?size=101", "1ページの件数は100件までです。")]
    public void What_is_wrong_is_left_out_and_said(string address, string notice)
    {
        var query = Read(address);
        query.Notices.ShouldBe([notice]);
        query.Address().ShouldBe("");
    }

    [Test]
    public void What_no_filter_is_named_for_is_not_read() => Read("?secret=1&state=").Values.ShouldBeEmpty();

    [Test]
    public void A_filter_that_takes_one_value_takes_the_first() => Read("?state=paid&state=open").Texts("state").ShouldBe(["paid"]);

    [Test]
    public void Choosing_a_column_sorts_by_it_and_choosing_it_again_turns_it_round()
    {
        var query = Read("?page=4&state=paid");
        var byDay = query.By(Shape.Sorts[1]);
        (byDay.Page, byDay.Falling, byDay.Address()).ShouldBe((1, false, "state=paid&sort=day"));
        byDay.By(Shape.Sorts[1]).Address().ShouldBe("state=paid&sort=-day");
        query.By(Shape.Sorts[0]).Address().ShouldBe("state=paid&sort=asked");
    }

    [Test]
    public void A_saved_view_forgets_the_page() => Read("?page=4&state=paid").Address(withPage: false).ShouldBe("state=paid");

    private static ListQuery Read(string query) => ListQuery.Read(Shape, QueryHelpers.ParseQuery(query));
}
