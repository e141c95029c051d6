using System.Text;
using System.Text.Json;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.StaffMessages;
using Bot.Tests.Line.OpenApi;
using Bot.Tests.Postgres;
using Bot.Tests.Story;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.StaffMessages;

/// <summary>A LINE group of staff joins by a code, is told by push, and leaves; what people say in it is kept nowhere. The whole house, with the stand-in for LINE.</summary>
public sealed class StaffGroupTests
{
    private static readonly Actor Clerk = new("staff", "x", "hoshimi");

    private StoryHost _host = null!;

    [OneTimeSetUp]
    public async Task Open() => _host = await StoryHost.Start();

    [OneTimeTearDown]
    public ValueTask Close() => _host.DisposeAsync();

    [Test]
    public async Task A_code_is_good_once_for_a_quarter_of_an_hour_and_the_word_ends_it()
    {
        var group = _host.Line.Find("hoshimi")!.Group("roads");
        await group.Joins();
        await Code("ABCD-EFGH", minutes: 15);
        await group.Says("連携　ａｂｃｄ－ｅｆｇｈ");
        (await Groups()).ShouldBe([$"{group.Id} roads"]);
        await StoryHost.Until(() => Task.FromResult(Heard(group.Id).Count == 1), "the answer in the group");
        Heard(group.Id)[0].ShouldContain("職員への通知を送ります");

        var other = _host.Line.Find("hoshimi")!.Group("strangers");
        await other.Joins();
        await other.Says("連携 ABCD-EFGH");
        await StoryHost.Until(() => Task.FromResult(Heard(other.Id).Count == 1), "the refusal");
        Heard(other.Id)[0].ShouldContain("このコードは使えません");
        await Code("JKLM-NPQR", minutes: -1);
        await other.Says("連携 JKLM-NPQR");
        await StoryHost.Until(() => Task.FromResult(Heard(other.Id).Count == 2), "the second refusal");
        (await Groups()).ShouldBe([$"{group.Id} roads"]);

        await group.Says("解除", "somebody");
        (await Groups()).ShouldBeEmpty();
        await StoryHost.Until(() => Task.FromResult(Heard(group.Id).Count == 2), "good-bye");

        await Code("STUV-WXYZ", minutes: 15);
        await group.Says("連携 STUV-WXYZ");
        (await Groups()).Count.ShouldBe(1);
        await group.Leaves();
        (await Groups()).ShouldBeEmpty("it was thrown out");
    }

    [Test]
    public async Task What_people_say_among_themselves_is_neither_kept_nor_answered()
    {
        var group = _host.Line.Find("hoshimi")!.Group("talk");
        await group.Joins();
        foreach (var said in (string[])["粗大ごみ", "通報", "ひみつの相談です", "解除"])
        {
            await group.Says(said);
        }

        Heard(group.Id).ShouldBeEmpty();
        (await _host.Database.Peek<int>("select count(*)::int from inbox where citizen_id = '-' or payload::text like '%group%'")).ShouldBe([0]);
        (await _host.Database.Peek<int>("select count(*)::int from inbox")).ShouldBe([0], "nothing of a group is kept");
        (await _host.Database.Peek<int>("select count(*)::int from outbox where kind = 'staff.line' and convert_from(body, 'UTF8') like @to", new { to = $"%{group.Id}%" })).ShouldBe([0]);
    }

    [Test]
    public void What_is_pushed_to_a_group_is_what_the_specification_says()
    {
        var messages = LineEnvelope.Array(StaffLine.Messages(new StaffBody(Guid.Empty, "roads", "C0123456789abcdef0123456789abcdef", "", new string('道', 9000))));
        LineLimits.RequestFaults(messages).ShouldBeEmpty();
        if (OpenApiFile.Find("messaging-api.yml") is not { } file)
        {
            Assert.Ignore("messaging-api.yml is not beside the repository; the list of limits is tested in any case");
            return;
        }

        using var request = JsonDocument.Parse($$"""{"to":"C0123456789abcdef0123456789abcdef","messages":{{Encoding.UTF8.GetString(messages.Span)}}}""");
        file.Faults("PushMessageRequest", request.RootElement).ShouldBeEmpty();
    }

    private Task Code(string code, int minutes) => _host.Services.GetRequiredService<Database>().InTown(TestDatabase.Hoshimi, tx => StaffGroupTable.AddCode(
        tx, TestDatabase.Hoshimi, StaffGroups.Hash(code), "roads", Clerk, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddMinutes(minutes), default), default);

    private Task<IReadOnlyList<string>> Groups() => _host.Database.Peek<string>("select group_id || ' ' || department from staff_group where ended_at is null");

    private List<string> Heard(string group) => [.. _host.Ledger.Entries.Where(e => e.Kind == "push" && e.Target == group).Select(e => e.Detail![0]!["text"]!.GetValue<string>())];
}
