using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.StaffMessages;
using Bot.Tests.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.StaffMessages;

/// <summary>From reports to rows of the outbox, on a real database.</summary>
public sealed class StaffMessageDeskTests
{
    private static readonly GeoPoint Far = new(36.7444, 138.3160);

    private StaffRig _rig = null!;

    [SetUp]
    public async Task Open() => _rig = (await StaffRig.New()).At("10:00");

    [TearDown]
    public ValueTask Close() => _rig.DisposeAsync();

    [Test]
    public async Task Five_hundred_reports_of_one_tree_are_one_case_and_one_message_however_often_and_by_how_many_it_is_looked()
    {
        var tree = await _rig.Reports.Reported("fallen-tree", DamageWorld.Honcho, resident: 1);
        for (var resident = 2; resident <= 500; resident++)
        {
            await _rig.Reports.Reported("fallen-tree", DamageWorld.Honcho, resident, same: $"{tree:n}");
            if (resident % 50 == 0)
            {
                _rig.Reports.Clock.Now += TimeSpan.FromMinutes(6);
                await Task.WhenAll(_rig.Round(), _rig.Round(), _rig.Round());
            }
        }

        (await _rig.Reports.Case(tree)).Reporters.ShouldBe(500);
        (await _rig.Store.Peek<int>("select count(*)::int from damage_case")).ShouldBe([1]);
        (await _rig.Written()).ShouldBe(["new 1 roads@town.example"]);

        await _rig.Reports.Reported("fallen-tree", DamageWorld.Honcho, resident: 501, same: $"{tree:n}", danger: "yes");
        await _rig.Round();
        (await _rig.Written()).ShouldBe(["new 1 roads@town.example", "danger 1 roads@town.example alert"], "what grows dangerous is told, once");
    }

    [Test]
    public async Task Many_at_once_are_one_message_and_others_departments_cases_are_none()
    {
        await _rig.Reports.Reported("leak", DamageWorld.Honcho);
        (await _rig.Round()).ShouldBe(0, "the water department has no rules");
        for (var resident = 1; resident <= 13; resident++)
        {
            await _rig.Reports.Reported("pothole", DamageWorld.Honcho, resident);
        }

        (await _rig.Round()).ShouldBe(1);
        (await _rig.Written()).ShouldBe(["new 13 roads@town.example"]);
        (await _rig.Bodies()).Single().ShouldContain("ほか 8件");
        (await _rig.Round()).ShouldBe(0);
    }

    [Test]
    public async Task Nothing_that_a_resident_wrote_and_no_place_stands_in_a_message()
    {
        await _rig.Reports.Submit(DamageRig.Answers("pothole", DamageWorld.Honcho, label: "山田さんの家の前", danger: "life").With(DamageForms.Remark, new Bot.Domain.Conversations.Forms.Answer.Words("ひみつの言葉")));
        await _rig.Round();
        var body = (await _rig.Bodies()).Single();
        foreach (var secret in (string[])["山田", "ひみつ", "36.74", "138.31", "U0000"])
        {
            body.ShouldNotContain(secret);
        }

        body.ShouldContain("命の危険");
        body.ShouldContain("本町");
        body.ShouldContain("https://bot.example/console/hoshimi/damage-reports/");
    }

    [Test]
    public async Task At_night_danger_finds_whom_it_is_on_call_and_the_morning_brings_the_rest()
    {
        await using var rig = await StaffRig.New(StaffRig.Rules with { OnCall = [new OnCallTurn(PlanTable.Tuesday, PlanTable.Tuesday.AddDays(6), "当番", "night@town.example")] });
        rig.At("22:00");
        await rig.Reports.Reported("pothole", DamageWorld.Honcho, 1);
        await rig.Reports.Reported("cave-in", Far, 2, danger: "yes");
        await rig.Round();
        (await rig.Written()).ShouldBe(["danger 1 night@town.example alert"]);
        await rig.At("08:30", 1).Round();
        (await rig.Written()).ShouldBe(["danger 1 night@town.example alert", "unread 1 head@town.example alert", "new 2 roads@town.example"], ignoreOrder: true);
    }

    [Test]
    public async Task Opening_a_case_ends_the_waiting_and_so_does_taking_it()
    {
        var opened = await _rig.Reports.Reported("pothole", DamageWorld.Honcho, 1);
        var taken = await _rig.Reports.Reported("drain", Far, 2);
        var left = await _rig.Reports.Reported("roadside", Far, 3);
        await _rig.Round();
        await _rig.Reports.In(DamageRig.Hoshimi, async tx =>
        {
            await AuditTable.Add(tx, DamageRig.Hoshimi, DamageRig.Clerk.Actor, new AuditEntry("damage-reports.see/detail", [$"damage-reports/{opened:n}"]), _rig.Reports.Clock.Now, default);
            return 0;
        });
        await _rig.Reports.Done(taken, new CaseMove.Accept());
        (await _rig.At("10:59").Round()).ShouldBe(0);
        (await _rig.At("11:00").Round()).ShouldBe(1);
        (await _rig.Written()).ShouldBe(["new 3 roads@town.example", "unread 1 head@town.example"]);
        (await _rig.Bodies())[^1].ShouldContain((await _rig.Reports.Case(left)).Number);
        (await _rig.At("12:00").Round()).ShouldBe(0);
    }

    [Test]
    public async Task What_is_late_is_listed_each_morning_until_it_is_done()
    {
        var planned = await _rig.Reports.Reported("pothole", DamageWorld.Honcho, 1);
        await _rig.Reports.Reported("drain", Far, 2);
        await _rig.Round();
        await _rig.Reports.Done(planned, new CaseMove.Plan(PlanTable.Tuesday));
        await _rig.At("08:29", 1).Round();
        (await _rig.At("08:30", 1).Round()).ShouldBe(2, "the planned day is over, and nobody has opened the other");
        await _rig.At("09:00", 1).Round();
        await _rig.At("08:30", 3).Round();
        (await _rig.Written()).ShouldBe(["new 2 roads@town.example", "overdue 1 roads@town.example", "unread 1 head@town.example", "overdue 2 roads@town.example"], ignoreOrder: true);
        await _rig.Reports.Done(planned, new CaseMove.Finish());
        await _rig.At("08:30", 6).Round();
        (await _rig.Written())[^1].ShouldBe("overdue 1 roads@town.example");
    }

    [Test]
    public async Task Handed_to_another_department_it_is_news_there()
    {
        await _rig.Reports.In(DamageRig.Hoshimi, async tx =>
        {
            await NoticeRuleTable.Put(tx, DamageRig.Hoshimi, "water", Bot.Infrastructure.Settings.PieceJson.Write(StaffRig.Rules with { Mails = ["water@town.example"] }), _rig.Reports.Clock.Now, default);
            return 0;
        });
        var id = await _rig.Reports.Reported("pothole", DamageWorld.Honcho);
        await _rig.Round();
        await _rig.Reports.In(DamageRig.Hoshimi, tx => CaseDeskTable.Put(
            tx, new CaseSubject(DamageRig.Hoshimi, "damage-reports", $"{id:n}"), new CaseDesk(DamageRig.Hoshimi, "water", null, 0), _rig.Reports.Clock.Now, default));
        await _rig.Round();
        (await _rig.Written()).ShouldBe(["new 1 roads@town.example", "new 1 water@town.example"], ignoreOrder: true);
    }

    [Test]
    public async Task Without_an_address_nothing_counts_as_told_and_the_first_address_gets_it()
    {
        await using var rig = await StaffRig.New(StaffRig.Rules with { Mails = [] });
        await rig.At("10:00").Reports.Reported("pothole", DamageWorld.Honcho);
        (await rig.Round()).ShouldBe(0);
        await rig.Reports.In(DamageRig.Hoshimi, async tx =>
        {
            await NoticeRuleTable.Put(tx, DamageRig.Hoshimi, StaffRig.Department, Bot.Infrastructure.Settings.PieceJson.Write(StaffRig.Rules), rig.Reports.Clock.Now, default);
            return 0;
        });
        (await rig.Round()).ShouldBe(1);
    }

    [Test]
    public async Task What_failed_is_sent_again_as_a_message_of_its_own_once()
    {
        await _rig.Reports.Reported("pothole", DamageWorld.Honcho);
        await _rig.Round();
        var id = (await _rig.Store.Peek<Guid>("update outbox set failed_at = now(), failure = '550' where kind = 'staff.mail' returning outbox_id")).Single();
        (await _rig.Reports.In(DamageRig.Hoshimi, tx => StaffMessageTable.Failed(tx, DamageRig.Hoshimi, default)))[StaffRig.Department].ShouldBe(1);
        for (var twice = 0; twice < 2; twice++)
        {
            await _rig.Reports.In(DamageRig.Hoshimi, async tx => await _rig.Desk.Again(tx, DamageRig.Hoshimi, (await StaffMessageTable.One(tx, DamageRig.Hoshimi, id, default))!, default));
        }

        (await _rig.Store.Peek<int>("select count(*)::int from outbox where kind = 'staff.mail' and failed_at is null")).ShouldBe([1]);
        (await _rig.Bodies()).Distinct().ShouldHaveSingleItem();
        (await _rig.Reports.In(DamageRig.Hoshimi, tx => StaffMessageTable.Failed(tx, DamageRig.Hoshimi, default))).ShouldBeEmpty();
        (await _rig.Reports.In(DamageRig.Kawabe, tx => StaffMessageTable.One(tx, DamageRig.Kawabe, id, default))).ShouldBeNull("another town's is not there");
    }

    [Test]
    public async Task Each_case_tells_when_staff_were_told_of_it()
    {
        var id = await _rig.Reports.Reported("pothole", DamageWorld.Honcho);
        await _rig.Round();
        await using var server = MailServer.Start();
        using var mail = new StaffMail(new MailSettings("127.0.0.1", server.Port, MailSecurity.None, "linebot@region.example"), _rig.Story, _rig.Reports.Clock);
        var (row, body) = (await _rig.Store.Peek<(Guid, byte[])>("select outbox_id, body from outbox where kind = 'staff.mail'")).Single();
        var job = new OutboxJob(DamageRig.Hoshimi, new OutboxRow(row, null, Lane.Notice, StaffKinds.Mail, body, null, null, _rig.Reports.Clock.Now), 1, _rig.Reports.Clock.Now);
        for (var twice = 0; twice < 2; twice++)
        {
            (await mail.Send(job, default)).ShouldBeOfType<Delivery.Sent>();
        }

        var story = await _rig.Reports.In(DamageRig.Hoshimi, tx => TimelineTable.Of(tx, DamageRig.Hoshimi, "damage-reports", $"{id:n}", default));
        story.Single(e => e.Kind == ToldStory.Kind).Detail.ShouldBe("""{"channel": "mail"}""");
        server.Received.Select(m => m.MessageId).Distinct().ShouldHaveSingleItem("a second copy is known by its id");
    }
}
