using Bot.Infrastructure.Line.Sending;
using Bot.Simulator.Faults;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Towns;

/// <summary><c>town publish</c> against the stand-in for LINE and a real database.</summary>
public sealed class TownPublishTests
{
    private TestDatabase _db = null!;
    private TownWorld _world = null!;

    [OneTimeSetUp]
    public async Task Begin() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask Finish() => _db.DisposeAsync();

    [SetUp]
    public async Task Start()
    {
        await _db.Peek<int>("with a as (delete from rich_menu), b as (delete from conversation) select 1");
        _world = await TownWorld.Open();
        _world.Settings["ConnectionStrings:Bot"] = _db.AppConnectionString;
    }

    [TearDown]
    public ValueTask End() => _world.DisposeAsync();

    [Test]
    public async Task Publishing_registers_the_webhook_and_all_menus_and_notes_their_ids()
    {
        (await _world.Run("publish")).Code.ShouldBe(0);

        _world.Town.Settings.WebhookUrl.ShouldEndWith("/webhooks/line/hoshimi");
        var rows = await Rows();
        rows.Select(r => r.Name).ShouldBe(["disaster.en", "disaster.ja", "disaster.ja-easy", "main.en", "main.ja", "main.ja-easy"]);
        _world.Town.Menus.Default.ShouldBe(rows.Single(r => r.Name == "main.ja").Id);
        rows.ShouldAllBe(r => _world.Town.Menus.Picture(r.Id) != null);
        rows.ShouldAllBe(r => _world.Town.Menus.ByAlias(RichMenuAlias.Of(r.Name)) == r.Id);
    }

    [Test]
    public async Task Publishing_again_changes_nothing()
    {
        await _world.Run("publish");
        var before = (await Rows(), _world.Town.Menus.All.Count);

        var (code, said) = await _world.Run("publish");

        code.ShouldBe(0);
        said.ShouldContain("メニュー main.ja は変わっていません。");
        (await Rows()).ShouldBe(before.Item1);
        _world.Town.Menus.All.Count.ShouldBe(before.Count);
    }

    [Test]
    public async Task A_changed_menu_replaces_the_old_one_and_keeps_it_for_those_who_chose_the_language()
    {
        await _world.Run("publish");
        var old = (await Rows()).ToDictionary(r => r.Name, r => r.Id, StringComparer.Ordinal);
        await Choose("U1", "en");
        await Choose("U2", "vi");
        await Choose("U3", "ja-easy");
        using var folder = DemoFolder.Copy();
        folder.Change("hoshimi/richmenu/main.en.json", "\"chatBarText\": \"Menu\"", "\"chatBarText\": \"Services\"");
        _world.Settings["TownsFolder"] = folder.Path;

        (await _world.Run("publish")).Code.ShouldBe(0);

        var now = (await Rows()).ToDictionary(r => r.Name, r => r.Id, StringComparer.Ordinal);
        now["main.en"].ShouldNotBe(old["main.en"]);
        (now["main.ja"], now["main.ja-easy"]).ShouldBe((old["main.ja"], old["main.ja-easy"]));
        _world.Town.Menus.Get(old["main.en"]).ShouldBeNull();
        _world.Town.Menus.ByAlias("main-en").ShouldBe(now["main.en"]);
        _world.Town.Menus.All.Count.ShouldBe(6);
        Links().ShouldBe([("U1", now["main.en"]), ("U2", now["main.en"]), ("U3", now["main.ja-easy"])], ignoreOrder: true);
    }

    [Test]
    public async Task During_a_disaster_everybody_keeps_the_disasters_menu()
    {
        await _world.Run("publish");
        await Choose("U1", "en");
        await Choose("U2", null);
        await _db.Peek<int>("insert into town_setting (town_id, key, value, version) values ('hoshimi', 'town/disaster', '{\"IsDrill\": true}', 1) returning 1");
        using var folder = DemoFolder.Copy();
        folder.Change("hoshimi/richmenu/main.en.json", "\"chatBarText\": \"Menu\"", "\"chatBarText\": \"Services\"");
        _world.Settings["TownsFolder"] = folder.Path;
        (await _world.Run("publish")).Code.ShouldBe(0);
        var now = (await Rows()).ToDictionary(r => r.Name, r => r.Id, StringComparer.Ordinal);
        Links().ShouldBe([("U1", now["disaster.en"]), ("U2", now["disaster.ja"])], ignoreOrder: true);
        await _db.Peek<int>("delete from town_setting returning 1");
    }

    [Test]
    public async Task What_a_broken_run_left_behind_is_cleared_away()
    {
        _world.Line.Faults.Next(FaultKind.ServerError, "/content");
        var (code, said) = await _world.Run("publish");
        code.ShouldBe(1);
        said.ShouldContain("画像を送れません");
        (await Rows()).ShouldBeEmpty();

        (await _world.Run("publish")).Code.ShouldBe(0);

        _world.Town.Menus.All.Count.ShouldBe(6);
    }

    [Test]
    public async Task A_rate_limit_is_waited_for()
    {
        _world.Line.Faults.Next(FaultKind.RateLimited, "POST /line-api/v2/bot/richmenu", status: 429);

        var (code, said) = await _world.Run("publish");

        code.ShouldBe(0);
        said.ShouldContain("… LINEの回数の上限のため、2秒待ちます。");
    }

    [Test]
    public async Task Menus_that_are_not_ours_stay()
    {
        var token = await _world.Line.Token();
        await _world.Line.Call("POST", "/line-api/v2/bot/richmenu", """{"size":{"width":2500,"height":843},"selected":false,"name":"event","chatBarText":"x","areas":[]}""", token: token);

        await _world.Run("publish");
        await _world.Run("publish");

        _world.Town.Menus.All.Count.ShouldBe(7);
    }

    [Test]
    public async Task A_published_town_passes_the_check_and_is_told_what_to_look_at()
    {
        await _world.Run("publish");

        var (code, said) = await _world.Run("check");

        said.ShouldNotContain("✗");
        code.ShouldBe(0);
        said.ShouldContain("✓ LINEからの試しの送信が届きました");
        said.ShouldContain("△ webhookの再送（redelivery）は、LINEから読み取れません");
        said.ShouldContain("✓ リッチメニュー6枚が登録されています。");
    }

    [Test]
    public async Task A_webhook_that_does_not_answer_well_is_found()
    {
        await _world.Run("publish");
        for (var i = 0; i < 10; i++)
        {
            _world.Line.Answers.Enqueue(500);
        }

        (await _world.Run("check")).Said.ShouldContain("✗ LINEからの試しの送信が届きません（ERROR_STATUS_CODE");
    }

    private async Task<IReadOnlyList<(string Name, string Id)>> Rows() =>
        await _db.Peek<(string, string)>("select name, rich_menu_id from rich_menu where town_id = 'hoshimi' order by name collate \"C\"");

    private Task<IReadOnlyList<int>> Choose(string citizen, string? language) =>
        _db.Peek<int>("insert into conversation (town_id, citizen_id, language) values ('hoshimi', @citizen, @language) returning 1", new { citizen, language });

    private List<(string User, string Menu)> Links() =>
        [.. _world.Line.Ledger.Of("menu-link").Select(e => (e.Target!, e.Key!))];
}
