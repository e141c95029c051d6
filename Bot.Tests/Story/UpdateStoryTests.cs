using Bot.Simulator.Faults;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Story;

/// <summary>What the house goes through in a night: an update in the middle of a talk, LINE failing, the same news twice.</summary>
[TestFixture]
internal sealed class UpdateStoryTests
{
    private StoryHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await StoryHost.Start();

    [OneTimeTearDown]
    public async Task Close() => await _host.DisposeAsync();

    [Test]
    [CancelAfter(120_000)]
    public async Task An_update_in_the_middle_of_a_talk_loses_nothing()
    {
        var resident = _host.Line.Town("hoshimi").Resident("kenta");
        await Ask(resident, "粗大ごみ", "捨てたい物の名前");
        await Ask(resident, "扇風機1台", "ほかにありますか");
        await _host.Restart();
        await Ask(resident, "これで全部", "お住まいの地区");
        await Ask(resident, "本町", "収集日を選んで");
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task When_LINE_fails_for_a_while_the_answer_comes_all_the_same_and_once()
    {
        var resident = _host.Line.Town("kawabe").Resident("fumi");
        _host.Faults.Next(FaultKind.ServerError, "message/reply", times: 3, status: 500);
        var before = resident.Talk.Last;
        await resident.Says("粗大ごみ");
        await resident.Talk.Next(e => e.Text.Contains("捨てたい物の名前", StringComparison.Ordinal), before, TimeSpan.FromSeconds(60));
        await Task.Delay(1500);
        resident.Talk.Entries.Count(e => e.Text.Contains("捨てたい物の名前", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task Ask(global::Bot.Simulator.Line.Resident resident, string says, string hears)
    {
        var before = resident.Talk.Last;
        (await resident.Says(says)).Accepted.ShouldBeTrue();
        await resident.Talk.Next(e => e.Text.Contains(hears, StringComparison.Ordinal), before, TimeSpan.FromSeconds(30));
    }
}
