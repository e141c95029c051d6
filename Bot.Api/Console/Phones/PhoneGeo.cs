using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Api.Console.Phones;

/// <summary>Addresses that open the phone's own map.</summary>
internal static class PhoneGeo
{
    public static string? Of(GeoPoint? point) => point is { } p
        ? string.Create(CultureInfo.InvariantCulture, $"geo:{p.Latitude:0.00000},{p.Longitude:0.00000}?q={p.Latitude:0.00000},{p.Longitude:0.00000}")
        : null;
}
