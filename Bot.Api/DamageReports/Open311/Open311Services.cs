using Bot.Api.Hosting;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;

namespace Bot.Api.DamageReports.Open311;

/// <summary>What the interface says of itself: where it is, what may be reported, what may be said of it.</summary>
internal static class Open311Services
{
    /// <summary>The attribute by which a program names its own report, so that the same sent twice is one.</summary>
    public const string Given = "external_id";

    public const string Danger = "danger";

    /// <summary>When this interface last changed its shape.</summary>
    private static readonly DateTimeOffset Changed = new(2026, 11, 27, 0, 0, 0, JapanTime.Offset);

    public static Open311Answer Discovery(Open311Call call, HouseSettings settings) => new("discovery", new Open311Body.Group(
        ("changeset", Open311Body.At(Changed)),
        ("contact", $"{call.Say(call.Face.Look.Desk)} {call.Face.Look.Telephone}"),
        ("key_service", call.Screen.Plain("damage-public.keys")),
        ("endpoints", new Open311Body.List("endpoint",
        [
            new Open311Body.Group(
                ("specification", "http://wiki.open311.org/GeoReport_v2"),
                ("url", new Uri(settings.PublicBaseUrl, $"/{call.Town.Value}/open311/v2").ToString()),
                ("changeset", Open311Body.At(Changed)),
                ("type", settings.IsDevelopment ? "test" : "production"),
                ("formats", new Open311Body.List("format", ["text/xml", "application/json"]))),
        ]))));

    public static Open311Answer All(Open311Call call) => new("services", new Open311Body.List("service", [.. call.Plan.Offered.Select(k => Service(call, k))]));

    public static Open311Answer Definition(Open311Call call, string code) => call.Plan.Offered.Any(k => k.Code == code)
        ? new("service_definition", new Open311Body.Group(
            ("service_code", code),
            ("attributes", new Open311Body.List("attribute",
            [
                Attribute(1, Danger, "singlevaluelist", call.Screen.Plain("damage-report.danger.name"), [.. DangerQuestion.Keys.Select(k => (k, call.Screen.Plain($"damage-report.danger.{k}")))]),
                Attribute(2, Given, "string", call.Screen.Plain("damage-public.external-id"), []),
            ]))))
        : Open311Answer.Missing("service_code is not known");

    private static Open311Body.Group Service(Open311Call call, DamageKind kind)
    {
        var group = call.Plan.GroupOf(kind) is { } of ? call.Say(of.Name) : kind.Group;
        return new Open311Body.Group(
            ("service_code", kind.Code), ("service_name", call.Say(kind.Name)), ("description", kind.Hint is { } hint ? call.Say(hint) : call.Say(kind.Name)), ("metadata", true), ("type", "realtime"),
            ("keywords", group), ("group", group));
    }

    private static Open311Body.Group Attribute(int order, string code, string type, string description, IReadOnlyList<(string Key, string Name)> values) => new(
    [
        ("variable", true), ("code", code), ("datatype", type), ("required", false), ("datatype_description", Open311Body.Nothing), ("order", (double)order), ("description", description),
        .. values.Count == 0 ? [] : (IEnumerable<(string, Open311Body)>)[("values", new Open311Body.List("value", [.. values.Select(v => new Open311Body.Group(("key", v.Key), ("name", v.Name)))]))],
    ]);
}
