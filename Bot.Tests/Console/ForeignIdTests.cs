using System.Net;
using Bot.Api.Console;
using Bot.Domain.Staff;
using Bot.Tests.Postgres;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Console;

/// <summary>
/// Somebody with every duty in one town puts the ids of another town into every address that takes an id. Each table holds a row of the other
/// town under that id, so a page that looked without regard to the town would find it.
/// </summary>
public sealed class ForeignIdTests
{
    [Test]
    public async Task Ids_of_another_town_lead_nowhere_and_leave_a_line_in_the_audit_log()
    {
        await using var host = await ConsoleHost.Start();
        var id = Guid.NewGuid();
        foreach (var table in await MadeUpRow.Tables(host.Store))
        {
            (await MadeUpRow.Plant(host.Store, table, "kawabe", id)).ShouldBeGreaterThan(0, table);
        }

        using var clerk = await host.SignIn("hoshimi", [.. Enum.GetValues<Duty>().Select(d => ("environment", d))]);
        var check = (await clerk.Page("")).QuerySelector("input[name=check]")!.GetAttribute("value")!;
        var (asked, wrong) = (0, new List<string>());
        foreach (var endpoint in host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Needs>() is not null && e.RoutePattern.Parameters.Any(p => p.ParameterPolicies.Any(c => c.Content == "guid"))))
        {
            foreach (var owner in new[] { "kawabe", "hoshimi" }.Take(endpoint.RoutePattern.GetParameter("owner") is null ? 1 : 2))
            {
                var path = AccessTests.Address(endpoint, id, owner);
                var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
                var before = (await host.Audited("hoshimi")).Count;
                using var answer = method == "GET" ? await clerk.Get(path) : await clerk.Surfer.Post(path, [KeyValuePair.Create("check", check), KeyValuePair.Create("version", "1")]);
                asked++;
                var lines = (await host.Audited("hoshimi")).Skip(before).ToList();
                // Forgetting what was never kept is no news; such an answer says nothing of another town.
                var harmless = answer.StatusCode == HttpStatusCode.SeeOther && path.Contains("/kept/", StringComparison.Ordinal);
                if (!harmless && (answer.StatusCode != HttpStatusCode.NotFound || !lines.Exists(l => l.StartsWith("access.not-found", StringComparison.Ordinal))))
                {
                    wrong.Add($"{method} {endpoint.RoutePattern.RawText} ({owner}): {(int)answer.StatusCode} {answer.Headers.Location} {string.Join(", ", lines)}");
                }
            }
        }

        await TestContext.Out.WriteLineAsync($"{asked} addresses with ids of another town");
        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(40);
    }
}
