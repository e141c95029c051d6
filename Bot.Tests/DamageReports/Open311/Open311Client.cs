using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.DamageReports.Open311;
using Bot.Tests.Console;
using Shouldly;

namespace Bot.Tests.DamageReports.Open311;

/// <summary>A program of somebody else's, which speaks Open311 and believes nothing.</summary>
internal sealed class Open311Client(ConsoleHost host) : IDisposable
{
    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly HttpClient _wire = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };

    public string? Key { get; set; }

    /// <param name="path">Behind the interface's own address, such as <c>requests.json?status=open</c>.</param>
    public Task<HttpResponseMessage> Get(string path, string town = "hoshimi") => _wire.GetAsync(new Uri($"/{town}/open311/v2/{path}", UriKind.Relative));

    /// <summary>Posts a form with the key, if there is one.</summary>
    public Task<HttpResponseMessage> Post(string path, params (string Name, string Value)[] fields) => _wire.PostAsync(
        new Uri($"/hoshimi/open311/v2/{path}", UriKind.Relative),
        new FormUrlEncodedContent([.. Key is { } key ? [KeyValuePair.Create("api_key", key)] : Array.Empty<KeyValuePair<string, string>>(), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]));

    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => _wire.SendAsync(request);

    /// <summary>Reports, and gives the number that the report got.</summary>
    public async Task<string> Reported(params (string Name, string Value)[] fields)
    {
        var answer = await Post("requests.json", fields);
        var json = await Json(answer);
        return answer.StatusCode == HttpStatusCode.OK
            ? json[0].GetProperty("service_request_id").GetString()!
            : throw new InvalidOperationException(json.ToString());
    }

    public async Task<JsonElement> GetJson(string path, string town = "hoshimi")
    {
        var answer = await Get(path, town);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return await Json(answer);
    }

    public static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
    }

    public static async Task<XElement> Xml(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/xml; charset=utf-8");
        using var reader = XmlReader.Create(await answer.Content.ReadAsStreamAsync(), Strict);
        return XDocument.Load(reader).Root!;
    }

    /// <summary>The faults that an answer names, which must be of the status and in the format asked for.</summary>
    public static async Task<IReadOnlyList<string>> Faults(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status);
        if (answer.Content.Headers.ContentType!.MediaType == "text/xml")
        {
            var xml = await Xml(answer);
            xml.Name.LocalName.ShouldBe("errors");
            xml.Elements().ShouldAllBe(e => e.Name.LocalName == "error" && e.Element("code")!.Value == $"{(int)status}");
            return [.. xml.Elements().Select(e => e.Element("description")!.Value)];
        }

        var json = await Json(answer);
        json.EnumerateArray().ShouldAllBe(e => e.GetProperty("code").GetInt32() == (int)status);
        return [.. json.EnumerateArray().Select(e => e.GetProperty("description").GetString()!)];
    }

    /// <summary>A key of Hoshimi's.</summary>
    public static async Task<string> NewKey(ConsoleHost host, bool report = true, bool update = true, string title = "市民アプリ")
    {
        var key = Open311Key.Fresh();
        (await host.Database.InTown(DamageWorld.Hoshimi, tx => Open311KeyTable.Add(
            tx, DamageWorld.Hoshimi, Guid.NewGuid(), Open311Key.Hash(key), title, report, update, new Actor("staff", "x", "hoshimi"), TimeProvider.System.GetUtcNow(), default), default)).ShouldBeTrue();
        return key;
    }

    public void Dispose() => _wire.Dispose();
}
