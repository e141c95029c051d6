using Bot.Domain.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.BulkyWaste;

/// <summary>What a resident writes out of the blue leads to the right form, by the longest word in it.</summary>
public sealed class SpokenFormTests
{
    [TestCase("粗大ごみ", "bulky-waste")]
    [TestCase("粗大ゴミを出したいのですが", "bulky-waste")]
    [TestCase("粗大ごみの手数料を知りたい", "bulky-waste-fees")]
    [TestCase("そだいごみの とりけし", "bulky-waste")]
    [TestCase("粗大ごみの取り消しをしたい", "bulky-waste-mine")]
    public void A_sentence_starts_the_form_that_it_names_most_exactly(string text, string form) =>
        DemoWorld.Talk().Says(text).Last.OfType<Effect.Ask>().Single().Form.Value.ShouldBe(form);

    [Test]
    public void Closing_a_form_that_only_looks_says_that_nothing_has_changed() =>
        DemoWorld.Talk().Says("粗大ごみの手数料").Says("キャンセル").IsTold("closed");
}
