using System.Net.Security;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.StaffMessages;
using Bot.Tests.Inbox;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using NUnit.Framework;
using Shouldly;
using SmtpServer.Protocol;

namespace Bot.Tests.StaffMessages;

/// <summary>Mail to staff over a real connection: what arrives, and what becomes of it when the server does not behave.</summary>
public sealed class StaffMailTests
{
    private static readonly StaffBody Body = new(Guid.Empty, "roads", "roads@town.example", "【星見町】新しい通報 D08-00012（倒木・落石）", "新しい通報が届きました。\n\n・D08-00012\n");

    private TestDatabase _db = null!;

    [OneTimeSetUp]
    public async Task Open() => _db = await TestDatabase.New();

    [OneTimeTearDown]
    public ValueTask Close() => _db.DisposeAsync();

    [Test]
    public async Task A_mail_carries_its_own_id_its_list_and_that_a_program_wrote_it()
    {
        await using var server = MailServer.Start();
        var job = Job(Lane.Alert);
        (await Send(server.Port, job)).ShouldBeOfType<Delivery.Sent>();
        var mail = server.Received.ShouldHaveSingleItem();
        mail.Subject.ShouldBe(Body.Subject);
        mail.TextBody.ShouldNotBeNull().ReplaceLineEndings("\n").ShouldBe(Body.Text);
        mail.MessageId.ShouldBe($"{job.Row.Id:n}@region.example");
        mail.From.ToString().ShouldBe("linebot@region.example");
        mail.To.ToString().ShouldBe("roads@town.example");
        mail.Headers[HeaderId.ListId].ShouldBe("<roads.hoshimi.staff-messages.region.example>");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        mail.Importance.ShouldBe(MessageImportance.High);
        mail.Body.ShouldBeOfType<TextPart>().ContentType.Charset.ShouldBe("utf-8");
    }

    [Test]
    public async Task What_the_server_will_never_take_fails_and_what_it_may_take_later_is_tried_again()
    {
        await using var server = MailServer.Start();
        server.Unknown.Add("roads@town.example");
        (await Send(server.Port)).ShouldBeOfType<Delivery.Failed>().Reason.ShouldContain("550");
        server.Unknown.Clear();
        server.Answers.Enqueue(new SmtpResponse(SmtpReplyCode.TransactionFailed, "no"));
        (await Send(server.Port)).ShouldBeOfType<Delivery.Failed>().Reason.ShouldContain("554");
        server.Answers.Enqueue(new SmtpResponse(SmtpReplyCode.ServiceUnavailable, "busy"));
        (await Send(server.Port)).ShouldBeOfType<Delivery.Retry>().Reason.ShouldContain("421");
        server.Received.ShouldBeEmpty();
        (await Send(server.Port)).ShouldBeOfType<Delivery.Sent>();
    }

    [Test]
    public async Task A_server_that_is_away_or_slow_is_tried_again()
    {
        (await Send(MailServer.FreePort())).ShouldBeOfType<Delivery.Retry>().Reason.ShouldBe("メールサーバーにつながりません");
        await using var server = MailServer.Start();
        server.Slowness = TimeSpan.FromSeconds(30);
        var settings = Settings(server.Port) with { Longest = TimeSpan.FromMilliseconds(300) };
        (await Send(settings)).ShouldBeOfType<Delivery.Retry>().Reason.ShouldContain("時間内に終わりませんでした");
    }

    [Test]
    public async Task Nothing_goes_out_in_the_clear_where_tls_is_asked_for_and_the_certificate_must_be_good()
    {
        using var certificate = MailServer.Certificate();
        await using var server = MailServer.Start(certificate: certificate, password: "secret");
        await using var plain = MailServer.Start();
        var tls = Settings(server.Port) with { Security = MailSecurity.StartTls, User = "bot", Password = "secret" };
        (await Send(tls)).ShouldBeOfType<Delivery.Retry>().Reason.ShouldContain("証明書");
        var known = tls with { Judge = (_, _, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) };
        (await Send(known with { Password = "other" })).ShouldBeOfType<Delivery.Retry>().Reason.ShouldContain("認証");
        (await Send(known with { Port = plain.Port, User = null, Password = null })).ShouldBeOfType<Delivery.Retry>().Reason.ShouldContain("STARTTLS");
        plain.Received.ShouldBeEmpty();
        server.Received.ShouldBeEmpty();
        (await Send(known)).ShouldBeOfType<Delivery.Sent>();
        server.Received.Count.ShouldBe(1);
    }

    [Test]
    public async Task While_the_server_is_down_nothing_is_lost_and_when_it_is_up_all_arrives_once()
    {
        var port = MailServer.FreePort();
        using var mail = Mail(Settings(port));
        await using var rig = await Rig.Start(_db, new() { Handler = mail.Send });
        var rows = Enumerable.Range(0, 10).Select(n => Row(Lane.Notice, NamedGuid.From("smtp-down", $"{n}"), "test")).ToList();
        await _db.Database.InTown(TestDatabase.Hoshimi, tx => OutboxTable.Add(tx, TestDatabase.Hoshimi, rows, default), default);
        rig.Doorbell.Ring(TestDatabase.Hoshimi);
        await Rig.Until(async () => (await Failures()).Count(f => f is not null) == 10, "ten failed tries");

        await using var server = MailServer.Start(port);
        // The rounds repeat themselves meanwhile: the same rows once more.
        await _db.Database.InTown(TestDatabase.Hoshimi, tx => OutboxTable.Add(tx, TestDatabase.Hoshimi, rows, default), default);
        await Rig.Until(async () => (await _db.Peek<int>("select count(*)::int from outbox where kind = 'test' and sent_at is not null"))[0] == 10, "ten mails", seconds: 30);
        server.Received.Select(m => m.MessageId).ShouldBe(rows.Select(r => $"{r.Id:n}@region.example"), ignoreOrder: true);
    }

    [TestCase("", "")]
    [TestCase("Mail:Host=m", "Mail__From is missing or no mail address")]
    [TestCase("Mail:Host=m;Mail:From=a@b.jp;Mail:Security=ssl", "Mail__Security is none of starttls, tls, none")]
    [TestCase("Mail:Host=m;Mail:From=a@b.jp;Mail:Port=0", "Mail__Port is no port")]
    [TestCase("Mail:Host=m;Mail:From=a@b.jp;Mail:User=u", "Mail__User and Mail__Password belong together")]
    [TestCase("Mail:Host=m;Mail:From=a@b.jp;Mail:User=u;Mail:Password=p;Mail:Security=none", "Mail__Security=none would send Mail__Password in the clear")]
    [TestCase("Mail:Host=m;Mail:From=a@b.jp;Mail:User=u;Mail:Password=p", "")]
    public void Settings_are_read_at_the_start_and_no_secret_is_written_down(string given, string fault)
    {
        var values = given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => (string?)p[1]);
        var settings = MailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), out var faults);
        string.Join('\n', faults).ShouldBe(fault);
        if (settings is not null)
        {
            settings.ToString().ShouldNotContain("Password");
            (settings.Port, settings.Security).ShouldBe(faults.Count > 0 ? (settings.Port, settings.Security) : (587, MailSecurity.StartTls));
        }
    }

    [TestCase("a@b.jp", true)]
    [TestCase("roads+night@town.lg.jp", true)]
    [TestCase("a@b.jp\nBcc: c@d.jp", false)]
    [TestCase("a@b.jp>", false)]
    [TestCase("\"a b\"@b.jp", false)]
    [TestCase("a@@b.jp", false)]
    [TestCase("@b.jp", false)]
    [TestCase("a@", false)]
    [TestCase("課@b.jp", false)]
    public void Only_plain_addresses_are_taken(string text, bool isOne) => MailAddressText.IsOne(text).ShouldBe(isOne);

    private static MailSettings Settings(int port) => new("127.0.0.1", port, MailSecurity.None, "linebot@region.example");

    private static OutboxRow Row(Lane lane, Guid id, string kind) => new(id, null, lane, kind, Body.Write(), null, null, DateTimeOffset.UnixEpoch);

    private static OutboxJob Job(Lane lane = Lane.Notice) => new(TestDatabase.Hoshimi, Row(lane, Guid.NewGuid(), StaffKinds.Mail), 1, TimeProvider.System.GetUtcNow());

    private StaffMail Mail(MailSettings settings) => new(settings, new ToldStory(_db.Database, TimeProvider.System, NullLogger<ToldStory>.Instance), TimeProvider.System);

    private Task<Delivery> Send(int port, OutboxJob? job = null) => Send(Settings(port), job);

    private async Task<Delivery> Send(MailSettings settings, OutboxJob? job = null)
    {
        using var mail = Mail(settings);
        return await mail.Send(job ?? Job(), default);
    }

    private Task<IReadOnlyList<string?>> Failures() => _db.Peek<string?>("select failure from outbox where kind = 'test'");
}
