using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;

namespace Bot.Tests.Forms;

/// <summary>A browser without eyes: keeps cookies, navigates, and fills the form that it was shown.</summary>
internal sealed class Surfer(Uri address) : IDisposable
{
    private readonly HttpClient _wire = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    /// <summary>By name; the value with its attributes.</summary>
    public Dictionary<string, string> Jar { get; } = new(StringComparer.Ordinal);

    /// <summary>Without these it looks like a program.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal)
    {
        ["Accept"] = "text/html,application/xhtml+xml",
        ["Sec-Fetch-Mode"] = "navigate",
        ["Accept-Language"] = "ja",
    };

    /// <summary>Comes again with the cookie, when that is all that the first answer brings.</summary>
    public async Task<HttpResponseMessage> Get(string path)
    {
        var answer = await Send(new HttpRequestMessage(HttpMethod.Get, path));
        return answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location?.ToString() is { } to && to.Contains("?known=1", StringComparison.Ordinal)
            ? await Send(new HttpRequestMessage(HttpMethod.Get, to))
            : answer;
    }

    public Task<HttpResponseMessage> Post(string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) });

    public async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Jar.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Jar.Select(c => $"{c.Key}={c.Value.Split(';')[0]}")));
        }

        var answer = await _wire.SendAsync(request);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = cookie.Split('=', 2) is [var n, var v] ? (n, v) : (cookie, "");
            Jar[name] = value;
        }

        return answer;
    }

    /// <summary>Opens the page and gives back its form with what a person would type laid over it.</summary>
    public async Task<Dictionary<string, string>> Open(string path, IReadOnlyDictionary<string, string> typed)
    {
        var answer = await Get(path);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"the page answered {answer.StatusCode}");
        }

        var fields = Fields(await Page(answer));
        foreach (var (name, value) in typed)
        {
            fields[name] = value;
        }

        return fields;
    }

    public static async Task<IHtmlDocument> Page(HttpResponseMessage answer) =>
        (IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(answer.Content.ReadAsStream()));

    /// <summary>What the browser would post when nothing more is typed.</summary>
    public static Dictionary<string, string> Fields(IHtmlDocument page)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in page.QuerySelectorAll("form#answers input, form#answers textarea"))
        {
            switch (field)
            {
                case IHtmlInputElement { Type: "radio", IsChecked: false }:
                    break;
                case IHtmlInputElement input:
                    fields[input.Name!] = input.Value;
                    break;
                case IHtmlTextAreaElement area:
                    fields[area.Name!] = area.Value;
                    break;
            }
        }

        return fields;
    }

    public void Dispose() => _wire.Dispose();
}
