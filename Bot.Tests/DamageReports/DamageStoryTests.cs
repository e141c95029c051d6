using System.Text.Json.Nodes;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Simulator.Line;
using Bot.Tests.Forms;
using Bot.Tests.Story;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>Two residents, two towns, the real webhook and the whole bot: reported, joined, handed over, done, and told.</summary>
[TestFixture]
internal sealed class DamageStoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private StoryHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await StoryHost.Start();

    [OneTimeTearDown]
    public async Task Close() => await _host.DisposeAsync();

    [Test]
    [CancelAfter(180_000)]
    public async Task A_pothole_is_reported_joined_by_another_and_done()
    {
        var (hanako, taro) = (_host.Line.Town("hoshimi").Resident("hanako"), _host.Line.Town("hoshimi").Resident("taro"));
        await Begins(hanako);
        await Taps(hanako, "どんな異常ですか", "道路の穴・ひび");
        await Hears(hanako, "場所はどこですか");
        await hanako.SendsPlace(36.7420, 138.3120, "本町バス停", "星見町本町1");
        await Taps(hanako, "写真があれば", "なし");
        await Taps(hanako, "おそれがありますか", "いいえ");
        await Taps(hanako, "ほかに伝えたいこと", "ない");
        await Confirms(hanako);
        await Hears(hanako, "受付番号 D08-00001");

        await Begins(taro);
        await Taps(taro, "どんな異常ですか", "側溝・マンホール");
        await Hears(taro, "場所はどこですか");
        await taro.SendsPlace(36.74205, 138.31205);
        await Hears(taro, "同じものですか");
        await Taps(taro, "これです（D08-00001）", "これです（D08-00001）");
        await Taps(taro, "おそれがありますか", "おそれがある");
        await Confirms(taro);
        await Hears(taro, "先に届いていた通報に加えました");

        var id = (await _host.Database.Peek<Guid>("select case_id from damage_case where town_id = 'hoshimi' and number = 'D08-00001'")).Single();
        (await _host.Database.Peek<string>("select reporters || ' ' || danger || ' ' || department from damage_case where case_id = @id", new { id })).ShouldBe(["2 1 construction"]);
        var (heard, also) = (hanako.Talk.Last, taro.Talk.Last);
        await Acts("hoshimi", id, new CaseMove.Finish());
        await Hears(hanako, "作業が終わりました", heard);
        await Hears(taro, "作業が終わりました", also);
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task What_lies_in_the_next_town_goes_there_and_the_answer_comes_back_in_the_same_talk()
    {
        var yuki = _host.Line.Town("hoshimi").Resident("yuki");
        await Begins(yuki);
        await Taps(yuki, "どんな異常ですか", "街路灯が消えている");
        await Hears(yuki, "場所はどこですか");
        await yuki.SendsPlace(38.5, 137.5);
        await Hears(yuki, "この地域の町の外です");
        await yuki.SendsPlace(36.7041, 138.3572);
        await Taps(yuki, "写真があれば", "あとで送る");
        await Taps(yuki, "おそれがありますか", "いいえ");
        await Taps(yuki, "ほかに伝えたいこと", "ない");
        await Confirms(yuki);
        await Hears(yuki, "川辺村へ引き継ぎ");

        Guid[] there = [];
        await StoryHost.Until(async () => (there = [.. await _host.Database.Peek<Guid>("select case_id from damage_case where town_id = 'kawabe'")]).Length == 1, "it never came to the other town");
        var heard = yuki.Talk.Last;
        await Acts("kawabe", there[0], new CaseMove.Start());
        await Hears(yuki, "作業を始めました", heard);
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task Who_wants_a_call_writes_the_number_on_our_own_page_and_sends_a_photo()
    {
        var ken = _host.Line.Town("kawabe").Resident("ken");
        await Begins(ken);
        await ken.SendsPhoto(Photos.PictureSamples.Jpeg());
        await Hears(ken, "写真を加えました");
        await ken.Says("公園の遊具・設備");
        await Hears(ken, "場所はどこですか");
        await ken.Says("水車 広場のブランコ");
        await Taps(ken, "おそれがありますか", "おそれがある");
        await Taps(ken, "ほかに伝えたいこと", "電話で返事がほしい");
        var link = await Hears(ken, "安全なページ");
        using (var phone = new Surfer(_host.BotAddress))
        {
            var path = new Uri(All(link.Message).OfType<JsonObject>().Select(o => (string?)o["uri"]).First(u => u is not null)!).AbsolutePath;
            var fields = await phone.Open(path, new Dictionary<string, string> { ["q-name"] = "川辺健", ["q-telephone"] = "0999-00-5678", ["q-remark"] = "鎖が切れそうです" });
            (await phone.Post(path, fields)).StatusCode.ShouldBeOneOf(System.Net.HttpStatusCode.OK, System.Net.HttpStatusCode.SeeOther);
        }

        await Confirms(ken);
        var said = await Hears(ken, "受付番号 D08-");
        Text(said).ShouldNotContain("川辺健");
        var id = (await _host.Database.Peek<Guid>("select case_id from damage_case where town_id = 'kawabe' and kind = 'park'")).Single();
        var detail = await _host.Services.GetRequiredService<Bot.Infrastructure.Postgres.Database>().InTown(
            new TownId("kawabe"), tx => CaseListSearch.Detail(tx, _host.Services.GetRequiredService<Bot.Infrastructure.Sealing.Sealer>(), new TownId("kawabe"), id, default), default);
        detail!.Reports.Single().Who.ShouldBe(new Reporter("川辺健", "0999005678", "鎖が切れそうです", "水車 広場のブランコ"));
        detail.Reports.Single().Photos.Count.ShouldBe(1);
    }

    /// <summary>As from the rich menu.</summary>
    private static async Task Begins(Resident resident)
    {
        await resident.AddsFriend();
        await Hears(resident, "友だち");
        await resident.Says("通報");
    }

    private static async Task Taps(Resident resident, string asked, string label)
    {
        var bubble = await Hears(resident, asked);
        await resident.Posts(Action(bubble, label));
    }

    private static async Task Confirms(Resident resident)
    {
        var review = await Hears(resident, "異常の種類");
        await resident.Posts(All(review.Message).OfType<JsonObject>().Select(o => (string?)o["data"]).First(d => d?.EndsWith("/ok", StringComparison.Ordinal) == true)!);
    }

    private async Task Acts(string town, Guid id, CaseMove move)
    {
        var module = _host.Services.GetRequiredService<DamageReportsModule>();
        var outcome = await _host.Services.GetRequiredService<Bot.Infrastructure.Postgres.Database>().InTown(
            new TownId(town), tx => module.Cases.Act(tx, new TownId(town), id, DamageRig.Clerk, move, default), default);
        outcome.ShouldBeOfType<CaseOutcome.Done>();
    }

    private static Task<TalkEntry> Hears(Resident resident, string words, int after = 0) =>
        resident.Talk.Next(e => e.Author == Author.Bot && Text(e).Contains(words, StringComparison.Ordinal), after, Patience);

    private static string Text(TalkEntry entry) => entry.Text + string.Concat(All(entry.Message).OfType<JsonObject>().Select(o => (string?)o["text"] is { } text ? text : ""));

    private static string Action(TalkEntry entry, string label) => All(entry.Message).OfType<JsonObject>()
        .Where(o => ((string?)o["label"])?.Contains(label, StringComparison.Ordinal) == true && o["data"] is not null).Select(o => (string)o["data"]!).First();

    private static IEnumerable<JsonNode> All(JsonNode? node) => node switch
    {
        JsonObject o => [o, .. o.SelectMany(p => All(p.Value))],
        JsonArray a => a.SelectMany(All),
        _ => [],
    };
}
