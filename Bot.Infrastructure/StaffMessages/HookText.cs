using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Settings;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>What a web hook is told: the same as a mail says, as JSON. README describes it; names are added to, never changed.</summary>
internal static class HookText
{
    private const int Listed = 100;

    public static string Of(StaffMessage message, Guid batch, TownId town, string department, MessageWords words, DateTimeOffset now) => JsonSerializer.Serialize(
        new
        {
            id = batch,
            town = town.Value,
            department,
            reason = Lower(message.Reason),
            step = message.Step,
            at = now.ToOffset(JapanTime.Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            urgent = message.IsUrgent,
            title = words.Subject(message),
            total = message.Cases.Count,
            cases = message.Cases.Take(Listed).Select(c => new
            {
                service = c.Module, number = c.Number, kind = c.Title, district = c.District, danger = Lower(c.Pressure), drill = c.IsDrill, planned_on = c.PlannedOn, url = words.AddressOf(c),
            }),
        },
        PieceJson.Options);

    private static string Lower<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
