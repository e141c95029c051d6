using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Bot.Domain.Staff;
using Bot.Tests.Forms;

namespace Bot.Tests.Console;

/// <summary>A member of staff at a browser without eyes: opens pages of their console and sends the forms that stand on them.</summary>
internal sealed class Clerk(Uri address, StaffMember staff, string cookie, string token) : IDisposable
{
    private readonly Surfer _surfer = new(address) { Jar = { [cookie] = $"{staff.Town.Value}.{token}" } };

    public StaffMember Staff => staff;

    public Surfer Surfer => _surfer;

    /// <param name="path">Below the console of the clerk's town, or from the root when it begins with a slash.</param>
    public Task<HttpResponseMessage> Get(string path) => _surfer.Get(Whole(path));

    /// <summary>The page, which must be there.</summary>
    public async Task<IHtmlDocument> Page(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        var answer = await Get(path);
        return answer.StatusCode == status
            ? await Surfer.Page(answer)
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode} {answer.Headers.Location}");
    }

    /// <summary>Sends the form on the page whose action ends so, with what a person would type laid over what stands in it.</summary>
    public async Task<HttpResponseMessage> Send(string path, string action, params (string Name, string Value)[] typed) =>
        await Send(await Page(path), action, typed);

    public Task<HttpResponseMessage> Send(IHtmlDocument page, string action, params (string Name, string Value)[] typed)
    {
        var form = page.QuerySelectorAll("form[method=post]").OfType<IHtmlFormElement>().FirstOrDefault(f => (f.GetAttribute("action") ?? "").EndsWith(action, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"no form leads to …{action}: {string.Join(", ", page.QuerySelectorAll("form[method=post]").Select(f => f.GetAttribute("action")))}");
        return _surfer.Post(form.GetAttribute("action")!, [.. Fields(form).Where(f => typed.All(t => t.Name != f.Key)), .. typed.Select(t => KeyValuePair.Create(t.Name, t.Value))]);
    }

    /// <summary>Sends and follows to the page that says what was done.</summary>
    public async Task<IHtmlDocument> Done(IHtmlDocument page, string action, params (string Name, string Value)[] typed)
    {
        var answer = await Send(page, action, typed);
        return answer.StatusCode == HttpStatusCode.SeeOther
            ? await Page(answer.Headers.Location!.OriginalString)
            : throw new InvalidOperationException($"…{action} answered {(int)answer.StatusCode}: {(await Surfer.Page(answer)).QuerySelector("main")?.TextContent}");
    }

    public void Dispose() => _surfer.Dispose();

    /// <summary>What a browser would post when nothing is typed.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlFormElement form) => form.Elements
        .Where(e => e is not IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } and not IHtmlInputElement { Type: "file" })
        .Select(e => e switch
        {
            IHtmlInputElement i => (i.Name, Value: i.Value ?? ""),
            IHtmlTextAreaElement t => (t.Name, Value: t.Value ?? ""),
            IHtmlSelectElement s => (s.Name, Value: s.Value ?? ""),
            _ => (Name: null, Value: ""),
        })
        .Where(f => !string.IsNullOrEmpty(f.Name))
        .Select(f => KeyValuePair.Create(f.Name!, f.Value));

    private string Whole(string path) => path.StartsWith('/') ? path : $"/console/{staff.Town.Value}/{path}";
}
