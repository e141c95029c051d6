using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Kernel;

/// <summary>Text that fuzzing found to break its reader.</summary>
public sealed class OddTextTests
{
    private static readonly DateOnly Today = new(2026, 12, 1);

    [TestCase("٣日")]
    [TestCase("12/٣")]
    [TestCase("١٢月٣日")]
    [TestCase("٢٠٢٦/١٢/٣")]
    [TestCase("令和٩年1月1日")]
    [TestCase("٩週間後")]
    [TestCase("３日後の१")]
    [TestCase("٣ dec")]
    public void Digits_of_other_scripts_throw_nothing(string text) => Should.NotThrow(() => JapaneseDate.Parse(text, Today));

    [TestCase("12月٣")]
    [TestCase("٣日")]
    public void Nor_do_they_make_a_date(string text) => JapaneseDate.Parse(text, Today).ShouldBeNull();

    [TestCase("１２月３日")]
    [TestCase("12/3")]
    [TestCase("3日")]
    public void Full_width_digits_do(string text) => JapaneseDate.Parse(text, Today).ShouldBe(new DateOnly(2026, 12, 3));

    [TestCase("本\ufffe町")]
    [TestCase("\ufffe")]
    [TestCase("\uffff\ud800")]
    public void What_cannot_be_normalised_is_mended_first(string text)
    {
        Should.NotThrow(() => JapaneseText.Fold(text));
        JapaneseText.Number(text + "2").ShouldBeNull();
    }
}
