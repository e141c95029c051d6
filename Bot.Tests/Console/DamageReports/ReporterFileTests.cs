using System.Net;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Photos;
using Bot.Tests.Console.BulkyWaste;
using Bot.Tests.DamageReports;
using Bot.Tests.Forms;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.DamageReports;

/// <summary>What is held about somebody who reports: shown, handed over and erased together with all else of the same LINE account.</summary>
[Category("database")]
public sealed class ReporterFileTests
{
    private const string Citizen = "Ufeed0000000000000000000000000001";
    private static readonly TownId Hoshimi = new("hoshimi");
    private static readonly string[] Secrets = ["山田 花子", "0998887777", "裏の家の犬", "青い屋根の前", "メモの秘密", "絵の秘密"];

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
    public async Task The_file_holds_reports_and_requests_of_one_account_and_erasure_leaves_none_of_it_while_the_case_goes_on()
    {
        var id = await Reported(Citizen, "e1");
        var request = await BulkySamples.Request(_host, "R-SAME", "山田 花子", state: new Domain.BulkyWaste.RequestState.Lapsed(), citizen: Citizen);
        var number = await Number(id);
        var found = await Surfer.Page(await _approver.Send("residents", "/residents", ("typed", number.ToLowerInvariant())));
        found.QuerySelector("main td a")!.GetAttribute("href").ShouldEndWith($"residents/{id}");

        var file = Encoding.UTF8.GetString(await (await _approver.Get($"residents/{id}/export.json")).Content.ReadAsByteArrayAsync());
        foreach (var secret in Secrets.Append("R-SAME"))
        {
            file.ShouldContain(secret == "絵の秘密" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) : secret);
        }

        (await _approver.Page($"residents/{request}")).QuerySelector("main")!.TextContent.ShouldContain(number, Case.Sensitive, "whichever is found, all is there");
        (await _approver.Send($"residents/{id}", "/erase", ("receipt", "D00-00000"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await _approver.Done(await _approver.Page($"residents/{id}"), "/erase", ("receipt", number));

        foreach (var table in await _host.Store.Peek<string>("select tablename::text from pg_tables where schemaname = 'public' and tablename <> 'audit_entry'"))
        {
            var text = string.Join('\n', await _host.Store.Peek<string>($"select t::text from \"{table}\" t"));
            foreach (var secret in Secrets.Append(Citizen))
            {
                text.ShouldNotContain(secret, Case.Sensitive, table);
            }
        }

        (await _host.Store.Peek<bool>("select person is null and citizen_id is null and photos = '{}' and erased_at is not null from damage_report where report_id = @id", new { id })).ShouldBe([true]);
        (await _host.Store.Peek<bool>("select requester is null from bulky_request where request_id = @request", new { request })).ShouldBe([true]);
        (await _host.Store.Peek<string>("select state from damage_case where case_id = @id", new { id })).ShouldBe(["new"], "what is broken is still broken");
        (await _host.Store.Peek<int>("select length(picture) from photo where content_id = 'e1'")).ShouldBe([0]);
        (await _host.Audited("hoshimi")).ShouldContain("resident.erase/done 2");
    }

    [Test]
    public async Task A_note_about_several_people_is_not_handed_out_and_not_erased_for_one_and_a_hold_stops_it()
    {
        var first = await Reported("Ufeed0000000000000000000000000002", "e2");
        await DamageSamples.Report(_host, "pothole", DamageWorld.Honcho, "Ufeed0000000000000000000000000003", same: first);
        var file = Encoding.UTF8.GetString(await (await _approver.Get($"residents/{first}/export.json")).Content.ReadAsByteArrayAsync());
        file.ShouldNotContain("メモの秘密");
        await _host.Store.Peek<int>("insert into legal_hold (town_id, module, subject, why, set_by, set_at) values ('hoshimi', 'damage-reports', @subject, 'x', 'a', now()) returning 1", new { subject = $"{first:n}" });
        (await _approver.Send($"residents/{first}", "/erase", ("receipt", await Number(first)))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await _host.Store.Peek<int>("delete from legal_hold returning 1");
        await _approver.Done(await _approver.Page($"residents/{first}"), "/erase", ("receipt", await Number(first)));
        (await _host.Store.Peek<long>("select count(*) from timeline where subject = @subject and words is not null", new { subject = $"{first:n}" })).ShouldBe([1]);
        using var other = await _host.SignIn("kawabe", ("environment", Duty.Approver));
        await other.Page($"residents/{first}", HttpStatusCode.NotFound);
    }

    private async Task<string> Number(Guid id) => (await _host.Store.Peek<string>("select c.number from damage_case c join damage_report r using (town_id, case_id) where r.report_id = @id", new { id })).Single();

    private async Task<Guid> Reported(string citizen, string photo)
    {
        var id = await DamageSamples.Report(_host, "pothole", DamageWorld.Honcho, citizen, "青い屋根の前", telephone: "0998887777", remark: "裏の家の犬", photos: photo);
        await _host.Database.InTown(Hoshimi, async tx =>
        {
            var now = TimeProvider.System.GetUtcNow();
            await PhotoTable.Add(tx, _host.Store.Sealer, Hoshimi, photo, new CitizenId(citizen), new Picture(PictureKind.Jpeg, 1, 1, Encoding.UTF8.GetBytes("絵の秘密"), Encoding.UTF8.GetBytes("絵の秘密")), now, default);
            await _host.Get<DamageReportsModule>().Cases.Note(tx, _host.Get<Notes>(), Hoshimi, id, DamageRig.Clerk.Actor, Guid.NewGuid(), "メモの秘密", default);
            return 0;
        }, default);
        return id;
    }
}
