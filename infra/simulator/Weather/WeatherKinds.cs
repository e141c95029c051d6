namespace Bot.Simulator.Weather;

/// <summary>A warning that the stand-in can issue.</summary>
/// <param name="Key">As orders name it.</param>
/// <param name="Type">The agency's kind of report.</param>
/// <param name="Title">Of the report.</param>
public sealed record WeatherKind(string Key, string Type, string Title, string Code, string Name)
{
    public bool IsQuake => Type == "VXSE53";

    public bool IsRiver => Type.StartsWith("VXKO", StringComparison.Ordinal);
}

/// <summary>The warnings that the stand-in knows, with the agency's codes and names.</summary>
public static class WeatherKinds
{
    public static readonly IReadOnlyList<WeatherKind> All =
    [
        new("rain-5", "VPWW55", "気象警報・注意報（Ｒ０６）（大雨）", "33", "レベル５大雨特別警報"),
        new("rain-4", "VPWW55", "気象警報・注意報（Ｒ０６）（大雨）", "43", "レベル４大雨危険警報"),
        new("rain-3", "VPWW55", "気象警報・注意報（Ｒ０６）（大雨）", "03", "レベル３大雨警報"),
        new("rain-2", "VPWW55", "気象警報・注意報（Ｒ０６）（大雨）", "10", "レベル２大雨注意報"),
        new("landslide-4", "VPWW56", "気象警報・注意報（Ｒ０６）（土砂）", "49", "レベル４土砂災害危険警報"),
        new("landslide-3", "VPWW56", "気象警報・注意報（Ｒ０６）（土砂）", "09", "レベル３土砂災害警報"),
        new("storm-3", "VPWW58", "気象警報・注意報（Ｒ０６）（暴風）", "05", "暴風警報"),
        new("river-5", "VXKO55", "指定河川洪水予報", "51", "レベル５氾濫特別警報"),
        new("river-4", "VXKO55", "指定河川洪水予報", "41", "レベル４氾濫危険警報"),
        new("quake-6+", "VXSE53", "震源・震度に関する情報", "", "震度６強"),
        new("quake-5-", "VXSE53", "震源・震度に関する情報", "", "震度５弱"),
        new("quake-4", "VXSE53", "震源・震度に関する情報", "", "震度４"),
    ];

    public static WeatherKind? Find(string key) => All.FirstOrDefault(k => k.Key == key);

    /// <summary>What a code means in a report; what is unknown is that nothing holds.</summary>
    public static WeatherKind Of(string type, string code) =>
        All.FirstOrDefault(k => k.Type == type && k.Code == code) ?? new WeatherKind("clear", type, All.First(k => k.Type == type).Title, "00", "解除");
}
