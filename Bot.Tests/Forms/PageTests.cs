using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Forms;

/// <summary>The page of a one-time link as a browser gets it.</summary>
public sealed class PageTests
{
    private TestDatabase _database = null!;
    private FormsHost _host = null!;
    private Surfer _surfer = null!;

    [OneTimeSetUp]
    public async Task Open()
    {
        _database = await TestDatabase.New();
        _host = await FormsHost.Start(_database);
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [SetUp]
    public void Begin() => _surfer = new Surfer(_host.Address);

    [TearDown]
    public void End()
    {
        _surfer.Dispose();
        _host.Failures.Lines.ShouldBeEmpty();
    }

    [Test]
    public async Task What_is_typed_reaches_the_talk_once()
    {
        var path = await Link();
        var fields = await _surfer.Open(path, FormSamples.Right);
        var answer = await _surfer.Post(path, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var thanks = await _surfer.Get(answer.Headers.Location!.OriginalString);
        thanks.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Surfer.Page(thanks)).QuerySelector("h1")!.TextContent.ShouldBe("入力を受け取りました");

        (await _surfer.Post(path, fields)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await _surfer.Post(path, fields.Append(new("language", "en")))).StatusCode.ShouldBe(HttpStatusCode.OK);
        var filled = (await Mine()).ShouldHaveSingleItem();
        filled.Form.ShouldBe(FormSamples.Visit.Id);
        filled.Began.ShouldBe(FormSamples.Began);
        filled.Answers.ShouldBe(Answers.None
            .With(new("name"), new Answer.Words("星野 花子"))
            .With(new("kana"), new Answer.Words("ほしの はなこ"))
            .With(new("phone"), new Answer.Words("0999001234"))
            .With(new("address"), new Answer.Words("星見町中央1-2-3 ほしみ荘 101"))
            .With(new("people"), new Answer.Count(3))
            .With(new("help"), new Answer.Chosen("carry"))
            .With(new("note"), new Answer.Words("玄関の前です。")));
    }

    [Test]
    public async Task Sent_twice_at_once_it_has_one_effect()
    {
        var path = await Link();
        var fields = await _surfer.Open(path, FormSamples.Right);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _surfer.Post(path, fields)));
        answers.Select(a => a.StatusCode).ShouldAllBe(s => s == HttpStatusCode.SeeOther);
        (await Mine()).ShouldHaveSingleItem();
    }

    [Test]
    public async Task Every_field_has_its_label_help_and_kind_of_keyboard()
    {
        var page = await Shown(await Link());
        page.DocumentElement.GetAttribute("lang").ShouldBe("ja");
        foreach (var id in FormSamples.Asked.Where(q => q.Value != "help"))
        {
            var field = page.GetElementById($"q-{id.Value}").ShouldNotBeNull(id.Value);
            page.QuerySelector($"label[for='q-{id.Value}']").ShouldNotBeNull().TextContent.Trim().ShouldNotBeEmpty();
            foreach (var described in field.GetAttribute("aria-describedby")?.Split(' ') ?? [])
            {
                page.GetElementById(described).ShouldNotBeNull(described);
            }
        }

        page.QuerySelectorAll("fieldset legend").ShouldHaveSingleItem();
        page.QuerySelectorAll("input[type=radio]").Cast<IHtmlInputElement>().ShouldAllBe(r => r.Name == "q-help" && page.QuerySelectorAll($"label[for='{r.Id}']").Length == 1);
        page.GetElementById("q-name")!.GetAttribute("autocomplete").ShouldBe("name");
        page.GetElementById("q-phone")!.GetAttribute("autocomplete").ShouldBe("tel");
        page.GetElementById("q-phone")!.GetAttribute("inputmode").ShouldBe("tel");
        page.GetElementById("q-address")!.GetAttribute("autocomplete").ShouldBe("street-address");
        page.GetElementById("q-people")!.GetAttribute("inputmode").ShouldBe("numeric");
        page.GetElementById("q-note")!.HasAttribute("aria-required").ShouldBeFalse();
        page.QuerySelectorAll("script, style, [style], [onclick]").ShouldBeEmpty();
        page.All.Select(e => e.Id).Where(id => !string.IsNullOrEmpty(id)).ShouldBeUnique();
    }

    [Test]
    public async Task Errors_lead_to_their_fields_and_nothing_typed_is_lost()
    {
        var path = await Link();
        var typed = FormSamples.Right;
        (typed["q-phone"], typed["q-name"], typed["q-people"]) = ("12-34", "  ", "100");
        var answer = await _surfer.Post(path, await _surfer.Open(path, typed));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await Surfer.Page(answer);
        page.Title!.ShouldStartWith("エラー：");

        var links = page.QuerySelectorAll(".summary a").Cast<IHtmlAnchorElement>().ToList();
        links.Select(l => l.Hash).ShouldBe(["#q-name", "#q-phone", "#q-people"]);
        foreach (var link in links)
        {
            var field = page.GetElementById(link.Hash[1..]).ShouldNotBeNull();
            field.GetAttribute("aria-invalid").ShouldBe("true");
            page.GetElementById($"{field.Id}-error").ShouldNotBeNull();
            field.GetAttribute("aria-describedby")!.Split(' ').ShouldContain($"{field.Id}-error");
        }

        Surfer.Fields(page).Where(f => f.Key.StartsWith("q-", StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value.ReplaceLineEndings("\r\n"))
            .ShouldBe(typed, ignoreOrder: true);
        (await Mine()).ShouldBeEmpty();
    }

    [Test]
    public async Task A_choice_that_was_not_made_is_an_error_at_the_first_of_them()
    {
        var path = await Link();
        var fields = await _surfer.Open(path, FormSamples.Right);
        fields.Remove("q-help");
        var page = await Surfer.Page(await _surfer.Post(path, fields));
        var link = (IHtmlAnchorElement)page.QuerySelector(".summary a")!;
        page.GetElementById(link.Hash[1..]).ShouldBeAssignableTo<IHtmlInputElement>()!.Name.ShouldBe("q-help");
    }

    [TestCase("</textarea><script>alert(1)</script>")]
    [TestCase("\"><img src=x onerror=alert(1)>")]
    [TestCase("'--&amp;<b>太字</b>\u202E")]
    [TestCase("\n\n先頭の改行")]
    public async Task Hostile_input_is_shown_as_it_was_typed(string text)
    {
        var path = await Link();
        var fields = await _surfer.Open(path, new Dictionary<string, string> { ["q-name"] = text, ["q-note"] = text });
        var answer = await _surfer.Post(path, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await Surfer.Page(answer);
        page.QuerySelectorAll("script, img, b").ShouldBeEmpty();
        ((IHtmlTextAreaElement)page.GetElementById("q-note")!).Value.ReplaceLineEndings("\n").ShouldBe(text);
    }

    [Test]
    public async Task Another_language_keeps_what_was_typed_and_sends_nothing()
    {
        var path = await Link();
        var fields = await _surfer.Open(path, new Dictionary<string, string> { ["q-name"] = "Jane" });
        foreach (var (language, heading, lang) in new[] { ("en", "Home visit request", "en"), ("ja-easy", "家（いえ）に来（き）てもらう申（もう）し込（こ）み", "ja") })
        {
            fields["language"] = language;
            var page = await Surfer.Page(await _surfer.Post(path, fields));
            page.QuerySelector("h1")!.TextContent.ShouldBe(heading);
            page.DocumentElement.GetAttribute("lang").ShouldBe(lang);
            ((IHtmlInputElement)page.GetElementById("q-name")!).Value.ShouldBe("Jane");
            page.QuerySelectorAll(".error").ShouldBeEmpty();
            fields = Surfer.Fields(page);
        }

        (await Mine()).ShouldBeEmpty();
    }

    [Test]
    public async Task The_first_button_of_the_form_sends_it() =>
        // The Enter key presses the first one.
        (await Shown(await Link())).QuerySelectorAll("button").First(b => b.GetAttribute("form") == "answers").GetAttribute("name").ShouldBe("send");

    [Test]
    public async Task Easy_Japanese_sets_readings_above_words()
    {
        var page = await Shown(await Link(Language.EasyJapanese));
        page.QuerySelectorAll("h1 ruby rt").Select(r => r.TextContent).ShouldBe(["いえ", "き", "もう", "こ"]);
        page.Title!.ShouldNotContain("（");
    }

    [Test]
    public async Task What_was_answered_before_stands_there_for_correcting()
    {
        var before = Answers.None.With(new("day"), new Answer.Chosen("mon")).With(new("name"), new Answer.Words("星野 太郎"))
            .With(new("people"), new Answer.Count(4)).With(new("help"), new Answer.Chosen("sign"));
        var fields = Surfer.Fields(await Shown(await Link(before: before)));
        fields["q-name"].ShouldBe("星野 太郎");
        fields["q-people"].ShouldBe("4");
        fields["q-help"].ShouldBe("sign");
        fields["q-phone"].ShouldBe("");
    }

    [Test]
    public async Task A_draft_that_is_over_is_not_asked_for_again()
    {
        var path = await Link(began: new TurnNo(8));
        var answer = await _surfer.Get(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await Surfer.Page(answer)).QuerySelector("h1")!.TextContent.ShouldBe("この手続きは続けられません");
    }

    private static int _cause;

    private static CitizenId Citizen => new($"U-{TestContext.CurrentContext.Test.ID}");

    private async Task<string> Link(Language? language = null, Answers? before = null, TurnNo? began = null) => await _host.Link(
        $"page-{Interlocked.Increment(ref _cause)}", before, language, Citizen, began: began);

    private async Task<IHtmlDocument> Shown(string path)
    {
        var answer = await _surfer.Get(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await Surfer.Page(answer);
    }

    private Task<IReadOnlyList<Bot.Domain.Conversations.Input.Filled>> Mine() =>
        FormsHost.Filled(_database, Citizen);
}
