using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Towns;

/// <summary><c>town check</c> against the stand-ins for LINE and Stripe.</summary>
public sealed class TownCheckTests
{
    private TownWorld _world = null!;

    [SetUp]
    public async Task Start() => _world = await TownWorld.Open();

    [TearDown]
    public ValueTask End() => _world.DisposeAsync();

    [Test]
    public async Task A_town_that_was_never_published_is_told_to_publish()
    {
        _world.Town.Settings.WebhookUrl = null;

        var (code, said) = await _world.Run("check");

        code.ShouldBe(1);
        said.ShouldContain("✗ webhookの住所が登録されていません。\n    → scripts/town publish hoshimi");
        said.ShouldContain("✗ リッチメニューが登録されていないか、古くなっています（disaster.en, disaster.ja-easy, disaster.ja, main.en, main.ja-easy, main.ja）");
    }

    [TestCase("Towns:hoshimi:Line:ChannelSecret", "wrong", "✗ LINEのトークンを取得できません")]
    [TestCase("Towns:hoshimi:Line:ChannelSecret", "", "✗ LINEの設定が足りません。")]
    [TestCase("Towns:hoshimi:Line:BotUserId", "U00000000000000000000000000000000", "✗ ボットのユーザーIDが違います。")]
    [TestCase("Towns:hoshimi:Stripe:SecretKey", "sk_test_wrong", "✗ Stripeのキーが使えません。")]
    [TestCase("Towns:hoshimi:Stripe:SecretKey", "", "✗ Stripeの設定が足りません。")]
    [TestCase("PublicBaseUrl", "", "✗ このシステムの住所が設定されていません。")]
    [TestCase("PublicBaseUrl", "http://127.0.0.1:1", "✗ webhookの住所が違います")]
    public async Task A_wrong_setting_is_named_and_never_shown(string setting, string value, string expected)
    {
        _world.Settings[setting] = value;

        var (code, said) = await _world.Run("check");

        code.ShouldBe(1);
        said.ShouldContain(expected);
        said.ShouldNotContain("secret-hoshimi");
        said.ShouldNotContain("sk_test_");
    }

    [Test]
    public async Task A_union_has_no_account_to_check() => (await _world.Run("check", "mizuho-union")).Said.ShouldContain("組合なので");
}
