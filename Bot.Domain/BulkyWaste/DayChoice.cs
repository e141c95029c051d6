using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>How a day of collection is offered and understood, wherever one is chosen.</summary>
internal static class DayChoice
{
    /// <summary>So few places left are worth saying.</summary>
    private const int Few = 3;

    private const int Offered = 8;

    private const int Nearest = 3;

    public static Prompt Ask(Words text, FreeDays days)
    {
        var free = Free(days);
        if (free.Count == 0)
        {
            return new Prompt(Words.Of("bulky-waste.day.none"));
        }

        var more = free.Count > Offered ? new Words.Lines([text, Words.Of("bulky-waste.day.more")]) : text;
        return new Prompt(more, Options(days)) { Dates = new DateRange(free[0].Date, free[^1].Date) };
    }

    /// <summary>The day that was meant, if it is free.</summary>
    public static Checked<DateOnly> Read(Input input, FreeDays days, Asking at) => Meant(input, days, at) switch
    {
        { } day when days.Days.Any(d => d.Date == day && d.Left > 0) => new Checked<DateOnly>.Good(day),
        _ => new Checked<DateOnly>.Bad("bulky-waste.day.hint"),
    };

    /// <summary>Why the day does not do, with the nearest that would.</summary>
    public static Words Hint(Input input, FreeDays days, Asking at)
    {
        var meant = Meant(input, days, at);
        var free = Free(days);
        if (free.Count == 0)
        {
            return Words.Of("bulky-waste.day.none");
        }

        if (meant is not { } day)
        {
            return Words.Of("bulky-waste.day.hint");
        }

        var why = day < days.Window.First ? "bulky-waste.day.too-early"
            : day > days.Window.Last ? "bulky-waste.day.too-late"
            : days.Days.Any(d => d.Date == day) ? "bulky-waste.day.full"
            : "bulky-waste.day.no-collection";
        var nearest = free.OrderBy(d => Math.Abs(d.Date.DayNumber - day.DayNumber)).Take(Nearest).OrderBy(d => d.Date);
        return new Words.Lines(
        [
            Words.Of(why, ("day", new Words.Day(day)), ("first", new Words.Day(days.Window.First)), ("last", new Words.Day(days.Window.Last))),
            Words.Of("bulky-waste.day.nearest"),
            .. nearest.Select(d => Words.Of("bulky-waste.day.entry", ("day", new Words.Day(d.Date)))),
        ]);
    }

    public static Items<Button.Pick> Options(FreeDays days) =>
    [
        .. Free(days).Take(Offered).Select(d => new Button.Pick(
            Key(d.Date),
            new Words.Day(d.Date),
            d.Left <= Few ? Words.Of("bulky-waste.day.left", ("left", Words.Number(d.Left))) : null)),
    ];

    /// <summary>Every free day, each with its places, as staff at the counter read them out.</summary>
    public static Items<Button.Pick> All(FreeDays days) =>
        [.. Free(days).Select(d => new Button.Pick(Key(d.Date), new Words.Day(d.Date), Words.Of("bulky-waste.day.left", ("left", Words.Number(d.Left)))))];

    public static string Key(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? FromKey(string key) =>
        DateOnly.TryParseExact(key, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static DateOnly? Meant(Input input, FreeDays days, Asking at) => input switch
    {
        Input.PickedDate(_, var date) => date,
        Input.Tapped(var key) => FromKey(key),
        Input.Said(var text) => Said(text, input, days, at),
        _ => null,
    };

    /// <summary>A date wins over the label of a button, of which it may be a part: 12月3日 is not a piece of 12月30日.</summary>
    private static DateOnly? Said(string text, Input input, FreeDays days, Asking at) =>
        JapaneseDate.Parse(text, JapanTime.Day(at.Now))
        ?? (OptionsQuestion.Pick(input, Options(days), at) is { } picked ? FromKey(picked.Key) : null);

    private static Items<FreeDay> Free(FreeDays days) => [.. days.Days.Where(d => d.Left > 0).OrderBy(d => d.Date)];
}
