namespace Bot.Simulator.Phone;

/// <summary>Pictures and places that are ready to be sent; all of them invented.</summary>
internal static class Samples
{
    // The pictures carry a made-up camera and position, as photos from a phone do: a bot that keeps them shows it.
    public static IReadOnlyList<(string Name, string Title)> All { get; } = [("pothole", "道路の穴"), ("streetlight", "消えた街路灯"), ("sofa", "古いソファ")];

    public static IReadOnlyList<(string Title, string Address, double Latitude, double Longitude)> Places { get; } =
    [
        ("役場の前", "星見町本町1番地", 36.2418, 138.0712),
        ("ほしぞら公園", "星見町上町22", 36.2467, 138.0655),
        ("川辺橋", "川辺村大字川辺410", 36.2279, 138.0894),
        ("遠い町", "町の外", 35.6586, 139.7454),
    ];

    public static byte[] Bytes(string name) => All.Any(s => s.Name == name) ? Assets.Bytes($"phone/{name}.jpg") : throw new ArgumentException($"There is no picture {name}.", nameof(name));
}
