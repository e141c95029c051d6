using System.Globalization;
using Bot.Domain.Schools.Asks;

namespace Bot.Api.Schools.Asks;

/// <summary>How hours are written, for guardians and staff alike.</summary>
internal static class SlotTimes
{
    public static string Say(Slot slot) => $"{Say(slot.Starts)}–{Say(slot.Ends)}";

    public static string Say(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");

    /// <summary>For a field of hours.</summary>
    public static string Field(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    public static int? Parse(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Hour * 60 + time.Minute : null;
}
