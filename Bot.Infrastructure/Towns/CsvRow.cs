using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>One line of a CSV file; every reading that fails leaves a fault and gives something harmless.</summary>
internal sealed class CsvRow(string path, int line, IReadOnlyDictionary<string, string> cells, FaultList faults)
{
    public int Line => line;

    public void Fault(string? column, string message) => faults.Add(path, line, column, message);

    public string? Optional(string column) => cells.GetValueOrDefault(column) is { Length: > 0 } text ? text : null;

    public string Text(string column, int most = 400)
    {
        var text = Optional(column);
        if (text is null)
        {
            Fault(column, "空です。書いてください。");
        }
        else if (Limits.Length(text) > most)
        {
            Fault(column, $"長すぎます（{Limits.Length(text)}文字）。{most}文字以内にしてください。");
        }

        return text ?? "";
    }

    public string Code(string column = "code")
    {
        var code = Text(column);
        if (code.Length > 0 && !Limits.IsCode(code))
        {
            Fault(column, $"「{code}」は使えません。半角の英小文字・数字・ハイフンで、英字から始めてください。");
        }

        return code;
    }

    public string Kana(string column = "kana")
    {
        var kana = Text(column, 60);
        if (kana.Length > 0 && !Limits.IsKana(kana))
        {
            Fault(column, $"「{kana}」はひらがなだけではありません。ひらがなで書いてください。");
        }

        return kana;
    }

    /// <summary>Three columns, <c>ja</c>, <c>easy</c>, <c>en</c>, or with a stem <c>note_ja</c> and so on; all must be filled.</summary>
    public LocalText Words(int most, string stem = "") =>
        new(Text(stem + "ja", most), Text(stem + "easy", most), Text(stem + "en", most));

    /// <summary>As <see cref="Words"/>, or nothing when all three are empty.</summary>
    public LocalText? MaybeWords(int most, string stem) =>
        Optional(stem + "ja") is null && Optional(stem + "easy") is null && Optional(stem + "en") is null ? null : Words(most, stem);

    /// <summary>Several words in one cell, parted by <c>|</c>.</summary>
    public Items<string> Several(string column) =>
        [.. cells[column].Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public int Number(string column, int least, int most)
    {
        var text = JapaneseText.Normal(Text(column)).Replace(",", "", StringComparison.Ordinal);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        if (text.Length > 0)
        {
            Fault(column, $"「{cells[column]}」は使えません。{least} から {most} までの数を書いてください。");
        }

        return least;
    }

    /// <summary>One of a few words.</summary>
    public string OneOf(string column, IReadOnlyList<string> words)
    {
        var text = Text(column);
        if (text.Length > 0 && !words.Contains(text, StringComparer.Ordinal))
        {
            Fault(column, $"「{text}」は使えません。使えるもの: {string.Join(", ", words)}");
        }

        return words.Contains(text, StringComparer.Ordinal) ? text : words[0];
    }

    public string Telephone(string column)
    {
        var text = Text(column);
        if (text.Length > 0 && !Limits.IsTelephone(text))
        {
            Fault(column, $"「{text}」は電話番号ではありません。0999-21-1100 のように、ハイフンを入れて書いてください。");
        }

        return text;
    }

    public TimeOnly Time(string column)
    {
        var text = Text(column);
        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        if (text.Length > 0)
        {
            Fault(column, $"「{text}」は時刻ではありません。08:30 のように書いてください。");
        }

        return TimeOnly.MinValue;
    }

    public int? MaybeNumber(string column, int least, int most) => Optional(column) is null ? null : Number(column, least, most);

    /// <summary>Degrees north and east, from two columns of which both or neither are filled.</summary>
    public GeoPoint? MaybePoint(string north, string east)
    {
        if (Optional(north) is null && Optional(east) is null)
        {
            return null;
        }

        // Japan, islands included: a place elsewhere is a slip, most often the two columns exchanged.
        return Degrees(north, 20, 46) is { } latitude && Degrees(east, 122, 154) is { } longitude ? new GeoPoint(latitude, longitude) : null;
    }

    public DateOnly Date(string column)
    {
        if (DateOnly.TryParseExact(Text(column), ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        if (Optional(column) is { } text)
        {
            Fault(column, $"「{text}」は日付ではありません。2026-11-23 のように書いてください。");
        }

        return DateOnly.MinValue;
    }

    public DateOnly? MaybeDate(string column) => Optional(column) is null ? null : Date(column);

    private double? Degrees(string column, double least, double most)
    {
        var text = JapaneseText.Normal(Text(column));
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees) && degrees >= least && degrees <= most)
        {
            return degrees;
        }

        if (text.Length > 0)
        {
            Fault(column, $"「{text}」は日本の位置ではありません。緯度（lat）は 36.7654、経度（long）は 138.1234 のように書いてください。");
        }

        return null;
    }
}
