using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp;
using AngleSharp.Html.Dom;
using Bot.Chaos.Ground;

namespace Bot.Chaos.Load;

/// <summary>A resident's browser: opens the page of a one-time link and sends it filled in, opens the pay page; to whichever process answers, until it works.</summary>
public sealed class Browser(Func<IReadOnlyList<BotProcess>> bots) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { Timeout = Patience };

    /// <summary>The id of the event that the page of a link makes, however often it is sent.</summary>
    public static string EventOf(Uri link) => $"form-{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(link.Segments[^1])))}";

    /// <summary>Opens the page and sends it with what a person would type laid over it.</summary>
    /// <returns>True once the page has thanked; false when the time was up or the page is of no use any more.</returns>
    public async Task<bool> Fill(Uri link, IReadOnlyDictionary<string, string> typed, Random random, CancellationToken stop)
    {
        var jar = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!stop.IsCancellationRequested)
        {
            var opened = await Send(HttpMethod.Get, link, null, jar, random, stop);
            if (opened?.StatusCode == HttpStatusCode.SeeOther)
            {
                // It has brought the cookie that the link wants to see.
                opened.Dispose();
                opened = await Send(HttpMethod.Get, link, null, jar, random, stop);
            }

            if (opened?.StatusCode == HttpStatusCode.OK)
            {
                using (opened)
                {
                    var fields = Fields((IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(opened.Content.ReadAsStream(stop)), stop));
                    if (fields.Count == 0)
                    {
                        // It says that it was sent already: an earlier sending whose answer was lost.
                        return true;
                    }

                    foreach (var (name, value) in typed)
                    {
                        fields[name] = value;
                    }

                    using var sent = await Send(HttpMethod.Post, link, fields, jar, random, stop);
                    if (sent?.StatusCode == HttpStatusCode.SeeOther)
                    {
                        return true;
                    }
                }
            }

            await Task.Delay(200 + random.Next(300), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    /// <summary>Opens the pay page until it leads on to the agent's.</summary>
    /// <returns>The id of the checkout session; null when the time was up.</returns>
    public async Task<string?> Checkout(Uri link, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var answer = await Send(HttpMethod.Get, link, null, [], random, stop);
            if (answer is { StatusCode: HttpStatusCode.SeeOther, Headers.Location: { } to })
            {
                return to.ToString().TrimEnd('/').Split('/')[^1];
            }

            await Task.Delay(300 + random.Next(300), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage?> Send(
        HttpMethod method, Uri link, Dictionary<string, string>? fields, Dictionary<string, string> jar, Random random, CancellationToken stop)
    {
        var all = bots();
        using var request = new HttpRequestMessage(method, new Uri(all[random.Next(all.Count)].Address, link.PathAndQuery));
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
        request.Headers.TryAddWithoutValidation("Accept-Language", "ja");
        if (jar.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", jar.Select(c => $"{c.Key}={c.Value}")));
        }

        if (fields is not null)
        {
            request.Content = new FormUrlEncodedContent(fields);
        }

        try
        {
            var answer = await _http.SendAsync(request, stop);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var pair = cookie.Split(';')[0].Split('=', 2);
                jar[pair[0]] = pair.Length > 1 ? pair[1] : "";
            }

            return answer;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Fields(IHtmlDocument page)
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
                default:
                    break;
            }
        }

        return fields;
    }
}
