using System.Net;
using System.Text.RegularExpressions;
using Bot.Api.Console;
using Bot.Domain.Staff;
using Bot.Infrastructure.Staff;
using Bot.Tests.House;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console;

/// <summary>
/// Every endpoint of the console, asked with every duty, in a department that sees to the service and in one that does not.
/// Who may what stands in <c>access.txt</c>, which people review; <c>UPDATE_ACCESS=1</c> writes it anew.
/// </summary>
public sealed partial class AccessTests
{
    private const string Anybody = "open";

    private ConsoleHost _host = null!;
    private HttpClient _wire = null!;

    private static string File => Path.Combine(Sources.Root, "Bot.Tests", "Console", "access.txt");

    private IEnumerable<RouteEndpoint> Endpoints => _host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("console", StringComparison.Ordinal))
        .OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal).ThenBy(MethodOf, StringComparer.Ordinal);

    [OneTimeSetUp]
    public async Task Open()
    {
        _host = await ConsoleHost.Start();
        _wire = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _host.Address };
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        _wire.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public void Who_may_what_is_what_was_reviewed()
    {
        var now = Endpoints.Select(Line).ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_ACCESS") == "1")
        {
            System.IO.File.WriteAllLines(File, now);
        }

        now.ShouldBe(System.IO.File.ReadAllLines(File));
    }

    [Test]
    public void Every_right_is_in_the_one_table_and_named_once() =>
        Endpoints.Select(e => e.Metadata.GetMetadata<Needs>()?.Right).OfType<Right>().Distinct()
            .ShouldBeSubsetOf(Rights.All.GroupBy(r => r.Name).Select(g => g.Single()));

    [Test]
    public async Task Every_endpoint_answers_to_the_duties_of_the_table_and_to_no_other()
    {
        var reviewed = System.IO.File.ReadAllLines(File).Select(l => l.Split('\t')).ToDictionary(c => $"{c[0]} {c[1]}", StringComparer.Ordinal);
        var cookie = _host.Get<StaffCookie>().Name;
        var (asked, wrong) = (0, new List<string>());
        foreach (var duty in Enum.GetValues<Duty>())
        {
            foreach (var department in new[] { "environment", "general" })
            {
                using var clerk = await _host.SignIn("hoshimi", (department, duty));
                foreach (var endpoint in Endpoints)
                {
                    var key = $"{MethodOf(endpoint)} {endpoint.RoutePattern.RawText}";
                    if (reviewed[key][2] == Anybody)
                    {
                        continue;
                    }

                    var may = reviewed[key][3].Split(' ').Contains(duty.Code()) && (reviewed[key].Length < 5 || reviewed[key][4].Length == 0 || department == "environment");
                    using var request = new HttpRequestMessage(new HttpMethod(MethodOf(endpoint)), Address(endpoint));
                    request.Headers.Add("Cookie", clerk.Surfer.Jar[cookie] is { } value ? $"{cookie}={value}" : "");
                    request.Headers.Add("Accept", "text/html");
                    using var answer = await _wire.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    asked++;
                    // A post without a page's token is refused after the duty was found good: so this walk changes nothing.
                    var refused = answer.StatusCode == HttpStatusCode.Forbidden;
                    if (refused == may || (may && (int)answer.StatusCode >= 500))
                    {
                        wrong.Add($"{key} with {duty} in {department}: {(int)answer.StatusCode}");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
        await TestContext.Out.WriteLineAsync($"{Endpoints.Count()} endpoints × {Enum.GetValues<Duty>().Length} duties × 2 departments: {asked} requests");
        asked.ShouldBeGreaterThan(100);
    }

    [Test]
    public async Task Without_a_session_no_endpoint_shows_or_does_anything()
    {
        foreach (var endpoint in Endpoints.Where(e => e.Metadata.GetMetadata<OpenToAll>() is null))
        {
            using var request = new HttpRequestMessage(new HttpMethod(MethodOf(endpoint)), Address(endpoint));
            request.Headers.Add("Accept", "text/html");
            using var answer = await _wire.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, endpoint.RoutePattern.RawText);
            answer.Headers.Location!.OriginalString.ShouldStartWith("/console/hoshimi/sign-in");
        }
    }

    private static string Line(RouteEndpoint endpoint) => string.Join('\t', endpoint.Metadata.GetMetadata<Needs>() is { Right: var right }
        ? [MethodOf(endpoint), endpoint.RoutePattern.RawText!, right.Name, string.Join(' ', right.Duties.Select(d => d.Code())), right.Service ?? "", right.Proof ? "proof" : ""]
        : [MethodOf(endpoint), endpoint.RoutePattern.RawText!, Anybody, endpoint.Metadata.GetMetadata<OpenToAll>()!.Why]);

    private static string MethodOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods[0] ?? "GET";

    /// <summary>An address of that shape; what it names is not there.</summary>
    private static string Address(RouteEndpoint endpoint) => Address(endpoint, new Guid("0f9a1c3e-0000-4000-8000-000000000001"), "hoshimi");

    /// <param name="owner">The resident's town, where the address names one.</param>
    internal static string Address(RouteEndpoint endpoint, Guid id, string owner) => Hole.Replace(endpoint.RoutePattern.RawText!, hole => (hole.Groups["name"].Value, hole.Groups["kind"].Value) switch
    {
        ("town", _) => "hoshimi",
        ("subject", _) => id.ToString("n"),
        (_, "guid") => id.ToString(),
        (_, "int" or "long") => "1",
        ("owner" or "member" or "of", _) => owner,
        ("date" or "day" or "from" or "to", _) => "2026-12-17",
        _ => "x1",
    });

    [GeneratedRegex(@"\{\*{0,2}(?<name>[a-zA-Z]+)\??(:(?<kind>[a-z]+)[^}]*)?\??\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole { get; }
}
