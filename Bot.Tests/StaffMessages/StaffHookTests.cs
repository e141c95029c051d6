using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.StaffMessages;
using Bot.Tests.DamageReports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.StaffMessages;

/// <summary>Web hooks over a real connection: what is posted, how it is signed, and where they may never lead.</summary>
public sealed class StaffHookTests
{
    private const string Secret = "0123456789abcdef";

    private readonly List<(string Body, string Signature)> _heard = [];
    private StaffRig _rig = null!;
    private WebApplication _receiver = null!;
    private ServiceProvider _services = null!;
    private int _status = 200;

    [OneTimeSetUp]
    public async Task Open()
    {
        _rig = (await StaffRig.New()).At("10:00");
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", "--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _receiver = builder.Build();
        _receiver.MapPost("/hook", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            _heard.Add((await reader.ReadToEndAsync(), context.Request.Headers[StaffHooks.SignatureHeader].ToString()));
            context.Response.Headers.Location = "/elsewhere";
            return Results.StatusCode(_status);
        });
        _receiver.MapFallback(() =>
        {
            _heard.Add(("a redirect was followed", ""));
            return Results.Ok();
        });
        await _receiver.StartAsync();
        var services = new ServiceCollection();
        HookWire.Add(services, new HookWire(AllowLoopback: true));
        _services = services.BuildServiceProvider();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _services.DisposeAsync();
        await _receiver.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Test, Order(1)]
    public async Task A_program_is_told_the_same_as_a_person_and_can_check_who_says_so()
    {
        await Hook(new Uri($"{_receiver.Urls.First()}/hook"));
        await _rig.Reports.Reported("cave-in", DamageWorld.Honcho, danger: "yes");
        await _rig.Round();
        (await Send()).ShouldBeOfType<Delivery.Sent>();
        var (body, signature) = _heard.Single();
        var seconds = signature.Split(',')[0][2..];
        signature.ShouldBe($"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")))}");
        using var json = JsonDocument.Parse(body);
        var told = json.RootElement;
        (told.GetProperty("town").GetString(), told.GetProperty("department").GetString(), told.GetProperty("reason").GetString(), told.GetProperty("total").GetInt32())
            .ShouldBe(("hoshimi", StaffRig.Department, "danger", 1));
        var one = told.GetProperty("cases")[0];
        (one.GetProperty("kind").GetString(), one.GetProperty("danger").GetString(), one.GetProperty("district").GetString()).ShouldBe(("道路の陥没・段差", "danger", "本町"));
        one.GetProperty("url").GetString()!.ShouldStartWith("https://bot.example/console/hoshimi/damage-reports/");
    }

    [TestCase(200, typeof(Delivery.Sent))]
    [TestCase(204, typeof(Delivery.Sent))]
    [TestCase(302, typeof(Delivery.Failed))]
    [TestCase(404, typeof(Delivery.Failed))]
    [TestCase(429, typeof(Delivery.Retry))]
    [TestCase(500, typeof(Delivery.Retry))]
    [Order(2)]
    public async Task What_it_answers_decides(int status, Type outcome)
    {
        _status = status;
        var heard = _heard.Count;
        (await Send()).ShouldBeOfType(outcome);
        _heard.Count.ShouldBe(heard + 1, "a redirect is not followed");
    }

    [Test, Order(3)]
    public async Task Without_leave_for_it_our_own_machine_is_never_reached_not_even_by_name()
    {
        var heard = _heard.Count;
        using var handler = new HookWire(AllowLoopback: false).Handler();
        using var client = new HttpClient(handler);
        foreach (var host in (string[])["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
        {
            var refused = await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://{host}:{new Uri(_receiver.Urls.First()).Port}/hook")));
            refused.InnerException.ShouldBeOfType<InsideAddressException>(host);
        }

        _heard.Count.ShouldBe(heard);
    }

    [TestCase("93.184.216.34", true)]
    [TestCase("2606:2800:220:1:248:1893:25c8:1946", true)]
    [TestCase("127.0.0.1", false)]
    [TestCase("127.255.255.254", false)]
    [TestCase("0.0.0.0", false)]
    [TestCase("10.1.2.3", false)]
    [TestCase("172.16.0.1", false)]
    [TestCase("172.31.255.255", false)]
    [TestCase("172.32.0.1", true)]
    [TestCase("192.168.1.1", false)]
    [TestCase("169.254.169.254", false)]
    [TestCase("100.64.0.1", false)]
    [TestCase("224.0.0.1", false)]
    [TestCase("255.255.255.255", false)]
    [TestCase("::1", false)]
    [TestCase("::", false)]
    [TestCase("fe80::1", false)]
    [TestCase("fd00::1", false)]
    [TestCase("ff02::1", false)]
    [TestCase("::ffff:10.0.0.1", false)]
    [TestCase("::ffff:93.184.216.34", true)]
    [TestCase("64:ff9b::7f00:1", false)]
    [TestCase("2002:7f00:1::", false)]
    public void Only_the_outside_world_is_told(string address, bool isOutside) => OutsideAddress.IsOutside(IPAddress.Parse(address)).ShouldBe(isOutside);

    [TestCase("https://chat.example/hook?x=1", true)]
    [TestCase("http://chat.example/hook", false)]
    [TestCase("https://user:pass@chat.example/", false)]
    [TestCase("https://localhost/", false)]
    [TestCase("https://10.0.0.1/", false)]
    [TestCase("https://[::1]/", false)]
    [TestCase("ftp://chat.example/", false)]
    public void Only_https_is_taken(string address, bool takes) => new HookWire(AllowLoopback: false).Takes(new Uri(address)).ShouldBe(takes);

    private Task<int> Hook(Uri address) => _rig.Reports.In(DamageRig.Hoshimi, async tx =>
    {
        await StaffHookTable.Put(tx, _rig.Store.Sealer, DamageRig.Hoshimi, StaffRig.Department, new StaffHook(address, Secret), DamageRig.Clerk.Actor, _rig.Reports.Clock.Now, default);
        return 0;
    });

    private async Task<Delivery> Send()
    {
        var (id, body) = (await _rig.Store.Peek<(Guid, byte[])>("select outbox_id, body from outbox where kind = 'staff.hook'")).Single();
        var hooks = new StaffHooks(
            _services.GetRequiredService<IHttpClientFactory>(), _rig.Store.Database, _rig.Store.Sealer, _rig.Story, _services.GetRequiredService<HookWire>(), _rig.Reports.Clock);
        return await hooks.Send(new OutboxJob(DamageRig.Hoshimi, new OutboxRow(id, null, Lane.Notice, StaffKinds.Hook, body, null, null, _rig.Reports.Clock.Now), 1, _rig.Reports.Clock.Now), default);
    }
}
