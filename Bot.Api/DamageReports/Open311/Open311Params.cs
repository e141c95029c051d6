using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Api.DamageReports.Open311;

/// <summary>The parameters of a call. An empty one is as good as none; what no text may hold is taken out.</summary>
internal sealed class Open311Params(IReadOnlyDictionary<string, string> given)
{
    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    public static Open311Params Of(IQueryCollection query) =>
        new(query.ToDictionary(q => q.Key, q => q.Value is [{ } first, ..] ? first : "", StringComparer.Ordinal));

    public string? this[string name] => given.GetValueOrDefault(name) is { } text && Clean(text) is { Length: > 0 } clean ? clean : null;

    /// <summary>The same as a list with commas between.</summary>
    public IReadOnlyList<string> List(string name) => this[name]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>A moment as W3C writes it; a bare day is its beginning in Japan.</summary>
    /// <param name="wrong">What is wrong is added to it.</param>
    public DateTimeOffset? Moment(string name, ICollection<string> wrong)
    {
        if (this[name] is not { } text)
        {
            return null;
        }

        // A plus sign that was not escaped has become a blank on its way.
        var whole = text.Replace(' ', '+');
        if (DateTimeOffset.TryParseExact(whole, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is >= 2000 and < 2200)
        {
            return whole.Length == 10 ? at.ToOffset(JapanTime.Offset) - JapanTime.Offset : at;
        }

        wrong.Add($"{name} must be a date and time such as 2026-11-27T09:00:00+09:00");
        return null;
    }

    public double? Degrees(string name, double most, ICollection<string> wrong)
    {
        if (this[name] is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most)
        {
            return degrees;
        }

        wrong.Add($"{name} must be a number of degrees");
        return null;
    }

    /// <summary>A text of limited length.</summary>
    public string? Text(string name, int most, ICollection<string> wrong)
    {
        if (this[name] is not { Length: var length } text)
        {
            return null;
        }

        if (length > most)
        {
            wrong.Add($"{name} must not be longer than {most} characters");
        }

        return text;
    }

    private static string Clean(string text) =>
        string.Concat(JapaneseText.Whole(text.ReplaceLineEndings("\n")).Where(c => c is '\n' or '\t' || !(char.IsControl(c) || c is '\uFFFD' or '\uFFFE' or '\uFFFF'))).Trim();
}
