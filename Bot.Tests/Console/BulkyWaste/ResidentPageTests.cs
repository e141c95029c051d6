using System.Net;
using System.Text;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Browser;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.BulkyWaste;

/// <summary>What is held about a resident is shown to them, handed over and erased when they ask for it.</summary>
public sealed class ResidentPageTests : BrowserFixture
{
    private static readonly TownId Hoshimi = new("hoshimi");
    private static readonly string[] Secrets = ["雁渡", "かりわたし", "0998765432", "本町9-8-7", "裏口から", "孫が代理で", "手紙の秘密", "メモの秘密", "受信の秘密"];

    private ConsoleHost _host = null!;
    private Clerk _approver = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _approver = await _host.SignIn("hoshimi", ("environment", Duty.Approver));
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _approver.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task A_resident_is_found_by_receipt_kana_and_telephone_and_in_no_other_town()
    {
        await Request("R-FIND", new RequestState.Lapsed(), null);
        foreach (var typed in (string[])["R-FIND", "かりわた", "099-876-5432"])
        {
            (await Find(_approver, typed)).ShouldContain("R-FIND", Case.Sensitive, typed);
        }

        using var other = await _host.SignIn("kawabe", ("environment", Duty.Approver));
        (await Find(other, "かりわた")).ShouldNotContain("R-FIND");
        (await Find(other, "R-FIND")).ShouldContain("ありません");
    }

    [Test]
    public async Task Another_towns_resident_is_not_there()
    {
        var id = await Request("R-OTHER", new RequestState.Lapsed(), null);
        using var other = await _host.SignIn("kawabe", ("environment", Duty.Approver));
        (await other.Get($"residents/{id}/export.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await other.Page($"residents/{id}", HttpStatusCode.NotFound);
    }

    [Test]
    public async Task The_file_holds_what_was_typed_and_erasure_leaves_none_of_it()
    {
        const string citizen = "Ucafe0000000000000000000000000001";
        var id = await Request("R-ERASE", new RequestState.Lapsed(), citizen);
        var file = Encoding.UTF8.GetString(await (await _approver.Get($"residents/{id}/export.json")).Content.ReadAsByteArrayAsync());
        foreach (var secret in Secrets)
        {
            file.ShouldContain(secret);
        }

        var wrong = await _approver.Send($"residents/{id}", "/erase", ("receipt", "R-ELSE"));
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await _approver.Done(await _approver.Page($"residents/{id}"), "/erase", ("receipt", "R-ERASE"));

        (await _host.Store.Peek<int>("""
            select count(*)::int from bulky_request r where request_id = @id and requester is null and citizen_id is null and erased_at is not null
              and not exists (select from bulky_request_line l where l.request_id = r.request_id and l.remark_sealed is not null)
              and not exists (select from timeline t where t.subject = @subject and t.words is not null)
              and not exists (select from letter t where t.subject = @subject and (t.body is not null or t.reply is not null or t.citizen_id is not null))
              and not exists (select from intake t where t.subject = @subject and t.note is not null)
              and not exists (select from crew_pin t where t.request_id = r.request_id)
              and not exists (select from search_token t where t.subject = @subject)
              and not exists (select from conversation t where t.citizen_id = @citizen and t.state is not null)
              and not exists (select from inbox t where t.citizen_id = @citizen and length(t.payload) > 0)
            """, new { id, subject = RequestLife.Subject(id), citizen })).ShouldBe([1]);
        foreach (var table in await _host.Store.Peek<string>("select tablename::text from pg_tables where schemaname = 'public'"))
        {
            var text = string.Join('\n', await _host.Store.Peek<string>($"select t::text from \"{table}\" t"));
            foreach (var secret in Secrets)
            {
                text.ShouldNotContain(secret, Case.Sensitive, table);
                text.ShouldNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), Case.Sensitive, table);
            }
        }

        (await _host.Store.Peek<int>("select count(*)::int from bulky_request_line where request_id = @id", new { id })).ShouldBe([1]);
        (await _host.Store.Peek<string>("select category from erasure_proof where town_id = 'hoshimi'")).ShouldBe(["resident-asked"]);
        (await _host.Audited("hoshimi")).ShouldContain("resident.erase/done 1");
    }

    [Test]
    public async Task What_is_not_over_is_not_erased_and_the_clerk_is_told_what_comes_first()
    {
        var id = await Request("R-OPEN", new RequestState.Checking(), null);
        var answer = await _approver.Send($"residents/{id}", "/erase", ("receipt", "R-OPEN"));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(answer)).QuerySelector("[role=alert]")!.TextContent.ShouldContain("先に収集の完了");
        (await _host.Store.Peek<bool>("select requester is not null from bulky_request where request_id = @id", new { id })).ShouldBe([true]);
    }

    [Test]
    public async Task The_pages_can_be_read_by_everybody()
    {
        var id = await Request("R-LOOK", new RequestState.Lapsed(), null);
        await using var context = await Desk();
        var page = await _host.SignedIn(context, _approver.Staff);
        await page.GotoAsync(new Uri(_host.Address, "/console/hoshimi/residents").ToString());
        await page.FillAsync("[name=typed]", "R-LOOK");
        await page.ClickAsync("main button[type=submit]");
        await ConsoleLook.Check(page, "residents");
        await page.GotoAsync(new Uri(_host.Address, $"/console/hoshimi/residents/{id}").ToString());
        await ConsoleLook.Check(page, "resident");
    }

    private static async Task<string> Find(Clerk clerk, string typed) =>
        (await Surfer.Page(await clerk.Send("residents", "/residents", ("typed", typed)))).QuerySelector("main")!.TextContent;

    /// <summary>Somebody of whom something is held in every place.</summary>
    private async Task<Guid> Request(string receipt, RequestState state, string? citizen)
    {
        var id = await BulkySamples.Request(_host, receipt, "雁渡 蓮", state: state, citizen: citizen);
        var (towns, now) = (_host.Get<BulkyTowns>(), TimeProvider.System.GetUtcNow());
        var at = new CaseSubject(Hoshimi, RequestLife.Module, RequestLife.Subject(id));
        await _host.Database.InTown(Hoshimi, async tx =>
        {
            var stored = (await RequestSearch.Read(tx, towns, Hoshimi, id, default))!;
            await RequesterTable.Change(tx, towns, stored.Request, new Requester("雁渡 蓮", "かりわたし れん", "0998765432", "本町9-8-7", "裏口から"), now, default);
            var actor = Actor.Of(_approver.Staff);
            await IntakeTable.Add(tx, Hoshimi, new Intake(
                at.Module, at.Subject, Channels.Phone, actor, now, Language.Japanese, now,
                towns.Sealer.Seal(Hoshimi, "intake", "note", IntakeTable.RowOf(at.Module, at.Subject), "孫が代理で")), default);
            await _host.Get<Notes>().Write(tx, at, actor, Guid.NewGuid(), "メモの秘密", now, default);
            await _host.Get<LetterDesk>().Write(tx, at, _approver.Staff, new LetterDraft(Guid.NewGuid(), null, "手紙の秘密"), now, default);
            return 0;
        }, default);
        if (citizen is not null)
        {
            var payload = towns.Sealer.Seal(Hoshimi, "inbox", "payload", $"e-{receipt}", "{\"text\":\"受信の秘密\"}");
            var talk = towns.Sealer.Seal(Hoshimi, "conversation", "state", citizen, "{\"v\":1}");
            await _host.Store.Peek<int>("""
                with c as (insert into conversation (town_id, citizen_id, state) values ('hoshimi', @citizen, @talk))
                insert into inbox (town_id, event_id, citizen_id, source, occurred_at, received_at, payload, done_at)
                values ('hoshimi', @e, @citizen, 'line', @now, @now, @payload, @now) returning 1
                """, new { citizen, talk, e = $"e-{receipt}", now, payload });
        }

        return id;
    }
}
