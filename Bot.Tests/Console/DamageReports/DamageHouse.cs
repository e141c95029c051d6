using System.Net;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console.DamageReports;

/// <summary>
/// One house for all tests of the desk, with a clerk who is signed in, and reports as residents hand them in, through the desk that the talk uses.
/// Each test looks at cases of its own: by kind, by number, or after a place of its own.
/// </summary>
[SetUpFixture]
internal sealed class DamageHouse
{
    private static ConsoleHost? _host;
    private static Clerk? _clerk;

    public static ConsoleHost Host => _host ?? throw new InvalidOperationException("the house is not open");

    /// <summary>A clerk of Hoshimi's environment department.</summary>
    public static Clerk OurClerk => _clerk ?? throw new InvalidOperationException("the house is not open");

    [OneTimeSetUp]
    public static async Task Open()
    {
        _host = await ConsoleHost.Start();
        _clerk = await _host.SignIn("hoshimi", ("environment", Duty.Clerk));
    }

    [OneTimeTearDown]
    public static async Task Close()
    {
        _clerk?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    /// <summary>A report of Hoshimi's; who leaves a telephone number wants a call.</summary>
    /// <param name="same">The case that it joins.</param>
    public static Task<Guid> Report(
        string kind, GeoPoint point, string citizen, string label = "", Guid? same = null, string danger = "no", string? telephone = null, string? remark = null,
        string town = "hoshimi", params string[] photos) => DamageSamples.Report(Host, kind, point, citizen, label, same, danger, telephone, remark, town, photos);

    /// <summary>Lays a case on somebody's desk, on which it was not.</summary>
    public static Task Laid(Guid id, StaffMember on) => Host.Database.InTown(on.Town, tx => CaseDesks.Put(
        tx, DamageDesk.Subject(on.Town, id), Actor.Of(OurClerk.Staff), new CaseDesk(on.Town, null, on.Id, 0), TimeProvider.System.GetUtcNow(), default), default);

    public static string Path(Guid id) => DamageSamples.Path(id);

    /// <summary>As if it had been opened so many days ago.</summary>
    public static Task Aged(Guid id, int days) =>
        Host.Store.Peek<int>("update damage_case set opened_at = now() - make_interval(days => @days) where case_id = @id returning 1", new { id, days });

    /// <summary>A step by its page, with what the page says then.</summary>
    public static async Task<AngleSharp.Html.Dom.IHtmlDocument> Takes(Guid id, string move, params (string Name, string Value)[] typed) =>
        await OurClerk.Done(await OurClerk.Page($"{Path(id)}/move/{move}"), $"/move/{move}", typed);

    /// <summary>Sends the form of a page that takes files, with all that stands in it.</summary>
    public static async Task<HttpResponseMessage> Upload(string page, string action, (string Name, string Value)[] typed, params (string Field, byte[] File)[] files)
    {
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)(await OurClerk.Page(page)).QuerySelector($"form[action$='{action}']")!;
        using var body = new MultipartFormDataContent();
        var hidden = form.QuerySelectorAll("input[type=hidden]").Select(i => (Name: i.GetAttribute("name")!, Value: i.GetAttribute("value")!));
        foreach (var (name, value) in hidden.Where(h => typed.All(t => t.Name != h.Name)).Concat(typed))
        {
            body.Add(new StringContent(value, Encoding.UTF8), name);
        }

        foreach (var (field, file) in files)
        {
            body.Add(new ByteArrayContent(file), field, "picture.bin");
        }

        using var post = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = body };
        return await OurClerk.Surfer.Send(post);
    }

    public static async Task<HttpStatusCode> Status(string path) => (await OurClerk.Get(path)).StatusCode;

    /// <summary>The numbers on a page of the list.</summary>
    public static async Task<List<string>> Numbers(string path) => [.. (await OurClerk.Page(path)).QuerySelectorAll("main tbody th a").Select(a => a.TextContent)];

    public static async Task<string> Number(Guid id) => (await Host.Store.Peek<string>("select number from damage_case where case_id = @id", new { id })).Single();

    public static async Task<string> State(Guid id) => (await Host.Store.Peek<string>("select state from damage_case where case_id = @id", new { id })).Single();

    /// <summary>What LINE is to carry to a resident.</summary>
    public static Task<IReadOnlyList<string>> Told(string citizen) =>
        Host.Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where citizen_id = @citizen and kind = 'line.messages' order by seq", new { citizen });
}
