using System.Net;
using System.Text;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Forms;

/// <summary>Posts that no honest page sends. Each is refused, and none reaches a talk.</summary>
public sealed class HostilePostTests
{
    private TestDatabase _database = null!;
    private FormsHost _host = null!;
    private Surfer _surfer = null!;
    private string _path = "";
    private Dictionary<string, string> _fields = [];

    [OneTimeSetUp]
    public async Task Open()
    {
        _database = await TestDatabase.New();
        _host = await FormsHost.Start(_database);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        (await _database.Peek<long>("select count(*) from inbox")).Single().ShouldBe(0);
        _host.Failures.Lines.ShouldBeEmpty();
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public async Task Begin()
    {
        _surfer = new Surfer(_host.Address);
        _path = await _host.Link(TestContext.CurrentContext.Test.ID);
        _fields = await _surfer.Open(_path, FormSamples.Right);
    }

    [TearDown]
    public void End() => _surfer.Dispose();

    [Test]
    public async Task A_huge_post_is_refused_whether_it_says_so_or_not()
    {
        _fields["q-note"] = new string('x', 70_000);
        (await _surfer.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        using var chunked = new HttpRequestMessage(HttpMethod.Post, _path) { Content = new FormUrlEncodedContent(_fields) };
        chunked.Headers.TransferEncodingChunked = true;
        (await _surfer.Send(chunked)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Test]
    public async Task A_long_answer_is_told_its_limit()
    {
        _fields["q-note"] = new string('あ', 201);
        var answer = await _surfer.Post(_path, _fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Surfer.Page(answer)).GetElementById("q-note-error")!.TextContent.ShouldContain("200文字以内");
    }

    [TestCase("text/plain")]
    [TestCase("application/json")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("application/x-www-form-urlencoded; charset=shift_jis")]
    [TestCase("application/x-www-form-urlencoded; charset=us-ascii")]
    public async Task Only_a_form_is_read(string type)
    {
        using var content = new ByteArrayContent("q-name=x"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        (await _surfer.Send(new HttpRequestMessage(HttpMethod.Post, _path) { Content = content })).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [TestCase("check")]
    [TestCase("page")]
    public async Task Without_its_token_or_its_seal_nothing_is_taken(string missing)
    {
        _fields.Remove(missing);
        (await _surfer.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        _fields[missing] = "CfDJ8Forged";
        (await _surfer.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Another_browsers_token_is_good_for_nothing()
    {
        using var thief = new Surfer(_host.Address);
        var theirs = await thief.Open(await _host.Link("theirs", citizen: new("U-thief")), FormSamples.Right);
        (await thief.Post(_path, theirs)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await thief.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        // With the antiforgery cookie stolen, the browser's own cookie is still missing.
        thief.Jar["page-check"] = _surfer.Jar["page-check"];
        (await thief.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var bare = new Surfer(_host.Address);
        (await bare.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task A_seal_of_another_page_does_not_open_this_one()
    {
        var other = await _surfer.Open(await _host.Link("other", citizen: new("U-other")), FormSamples.Right);
        _fields["page"] = other["page"];
        (await _surfer.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [TestCase("q-day")]
    [TestCase("citizen_id")]
    [TestCase("Q-NAME")]
    public async Task A_field_that_the_page_does_not_have_is_refused(string field)
    {
        _fields[field] = "mon";
        (await _surfer.Post(_path, _fields)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task A_field_given_twice_or_fields_without_end_are_refused()
    {
        (await _surfer.Post(_path, _fields.Append(new("q-name", "二人目")))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _surfer.Post(_path, _fields.Concat(Enumerable.Range(0, 200).Select(i => KeyValuePair.Create($"x{i}", "")))))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [TestCase("%00")]
    [TestCase("%EF%BF%BD")]
    [TestCase("%1B%5B31m")]
    [TestCase("%EF%BF%BE")]
    public async Task What_no_keyboard_types_is_pointed_out(string bytes)
    {
        foreach (var field in new[] { "q-name", "q-note" })
        {
            var answer = await Raw(field, $"hoshi{bytes}no");
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await Surfer.Page(answer)).GetElementById($"{field}-error")!.TextContent.ShouldContain("使えない文字");
        }
    }

    [TestCase("%ED%A0%80")]
    [TestCase("%ED%B0%80%ED%A0%80")]
    [TestCase("%FF%FE")]
    [TestCase("%C0%80")]
    public async Task Bytes_that_are_no_text_are_refused(string bytes) =>
        (await Raw("q-name", $"hoshi{bytes}no")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Test]
    public async Task Letters_beyond_the_first_plane_are_welcome()
    {
        var answer = await Raw("q-name", Uri.EscapeDataString("𠮷野 👨‍👩‍👧"), wrong: "q-people");
        (await Surfer.Page(answer)).QuerySelectorAll(".summary a").Select(a => a.GetAttribute("href")).ShouldBe(["#q-people"]);
    }

    [TestCase("none")]
    [TestCase("carry\n")]
    [TestCase("")]
    [TestCase("sudo")]
    public async Task Only_a_choice_that_was_offered_is_a_choice(string key)
    {
        _fields["q-help"] = key;
        _fields["q-people"] = "x";
        var page = await Surfer.Page(await _surfer.Post(_path, _fields));
        (page.QuerySelector("fieldset .error") is null).ShouldBe(key == "none");
    }

    private async Task<HttpResponseMessage> Raw(string field, string value, string? wrong = null)
    {
        var body = new StringBuilder();
        foreach (var (name, typed) in _fields)
        {
            body.Append(body.Length > 0 ? "&" : "").Append(name).Append('=').Append(name == field ? value : name == wrong ? "x" : Uri.EscapeDataString(typed));
        }

        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body.ToString()));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        return await _surfer.Send(new HttpRequestMessage(HttpMethod.Post, _path) { Content = content });
    }
}
