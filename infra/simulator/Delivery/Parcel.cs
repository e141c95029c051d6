namespace Bot.Simulator.Delivery;

/// <summary>A webhook on its way: parcels with the same lane keep their order on the first attempt.</summary>
internal sealed record Parcel(
    string Town,
    string Lane,
    string Label,
    Func<string?> Address,
    Func<bool, byte[]> Body,
    Func<byte[], IEnumerable<KeyValuePair<string, string>>> Headers);
