using Bot.Domain.Kernel;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Kernel;

public sealed class VisibleTextTests
{
    [TestCase("星野\u202E花子", ExpectedResult = "星野⟦U+202E⟧花子")]
    [TestCase("\u2066a\u2069\u200F", ExpectedResult = "⟦U+2066⟧a⟦U+2069⟧⟦U+200F⟧")]
    [TestCase("a\u200Bb\uFEFFc\u00ADd", ExpectedResult = "a⟦U+200B⟧b⟦U+FEFF⟧c⟦U+00AD⟧d")]
    [TestCase("a\u200Db", ExpectedResult = "a⟦U+200D⟧b")]
    [TestCase("\u0007\u0000\u0085", ExpectedResult = "⟦U+0007⟧⟦U+0000⟧⟦U+0085⟧")]
    [TestCase("ㅤ\u3164", ExpectedResult = "⟦U+3164⟧⟦U+3164⟧")]
    [TestCase("\U000E0041", ExpectedResult = "⟦U+E0041⟧")]
    public string Marks_that_hide_or_turn_are_shown(string text) => VisibleText.Of(text);

    [TestCase("星野 花子")]
    [TestCase("👨‍👩‍👧‍👦 👍🏽 ❤️‍🔥 🏳️‍🌈")]
    [TestCase("葛\U000E0100城 辻\U000E0101")]
    [TestCase("ば\u3099 e\u0301")]
    [TestCase("一行\n二行\t　おわり")]
    [TestCase("<script>alert(1)</script>")]
    public void What_can_be_seen_stays_as_it_is(string text) => VisibleText.Of(text).ShouldBe(text);

    [Test]
    public void Half_a_character_becomes_one_that_can_be_shown() => VisibleText.Of("a\uD800b").ShouldBe("a\uFFFDb");

    [Test]
    public void Nothing_is_nothing() => VisibleText.Of(null).ShouldBe("");
}
