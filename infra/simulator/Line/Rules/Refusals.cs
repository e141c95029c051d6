using System.Text.Json.Nodes;

namespace Bot.Simulator.Line.Rules;

/// <summary>Everything that is wrong with one request, in LINE's error shape.</summary>
internal sealed class Refusals
{
    private readonly List<(string Message, string Property)> all = [];

    public bool Any => all.Count > 0;

    public IReadOnlyList<(string Message, string Property)> All => all;

    public void Add(string message, string property) => all.Add((message, property));

    public JsonObject Body() => new()
    {
        ["message"] = FormattableString.Invariant($"The request body has {all.Count} error(s)"),
        ["details"] = new JsonArray([.. all.Select(one => new JsonObject { ["message"] = one.Message, ["property"] = one.Property })]),
    };
}
