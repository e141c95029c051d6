using System.Globalization;
using System.Text.Json;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads one object of a JSON file; what is missing, wrong or unknown leaves a fault.</summary>
internal sealed class JsonSection(string file, JsonAt node, FaultList faults)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public int Line => node.Line;

    /// <summary>For what may be missing.</summary>
    public bool Has(string key)
    {
        _asked.Add(key);
        return node.Members.ContainsKey(key);
    }

    public void Fault(string key, string message) =>
        faults.Add(file, node.Members.GetValueOrDefault(key)?.Line ?? node.Line, PathOf(key), message);

    public string Text(string key, int most = Limits.Sentence)
    {
        if (Member(key, JsonTokenType.String, "文字を \" と \" で囲んで書いてください。") is not { } value)
        {
            return "";
        }

        if (string.IsNullOrWhiteSpace(value.Text))
        {
            Fault(key, "空です。書いてください。");
        }
        else if (Limits.Length(value.Text) > most)
        {
            Fault(key, $"長すぎます（{Limits.Length(value.Text)}文字）。{most}文字以内にしてください。");
        }

        return value.Text;
    }

    public string Telephone(string key)
    {
        var text = Text(key);
        if (text.Length > 0 && !Limits.IsTelephone(text))
        {
            Fault(key, $"「{text}」は電話番号ではありません。0999-21-1111 のように半角で書いてください。");
        }

        return text;
    }

    public LocalText Words(string key, int most = Limits.Sentence)
    {
        var section = Section(key);
        var words = new LocalText(section.Text("ja", most), section.Text("easy", most), section.Text("en", most));
        section.End();
        return words;
    }

    public int Number(string key, int least, int most)
    {
        if (Member(key, JsonTokenType.Number, $"{least} から {most} までの数を書いてください（\" は要りません）。") is not { } value)
        {
            return least;
        }

        if (int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault(key, $"「{value.Text}」は使えません。{least} から {most} までの数を書いてください。");
        return least;
    }

    public bool Switch(string key)
    {
        _asked.Add(key);
        if (node.Members.GetValueOrDefault(key)?.Kind is not (JsonTokenType.True or JsonTokenType.False))
        {
            Fault(key, "true か false を書いてください。");
        }

        return node.Members.GetValueOrDefault(key)?.Kind == JsonTokenType.True;
    }

    public TimeOnly Time(string key)
    {
        var text = Text(key);
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        if (text.Length > 0)
        {
            Fault(key, $"「{text}」は時刻ではありません。08:30 のように書いてください。");
        }

        return default;
    }

    public CutOff CutOff(string key)
    {
        var section = Section(key);
        var cutOff = new CutOff(section.Number("workingDaysBefore", 0, 20), section.Time("at"));
        section.End();
        return cutOff;
    }

    public JsonSection Section(string key) =>
        new(file, Member(key, JsonTokenType.StartObject, "{ と } で囲んで書いてください。") ?? node.Nothing(PathOf(key)), faults);

    public IReadOnlyList<JsonSection> Sections(string key) =>
        [.. List(key, JsonTokenType.StartObject, "{ と } で囲んで書いてください。").Select(e => new JsonSection(file, e, faults))];

    public IReadOnlyList<string> Texts(string key, IReadOnlyCollection<string>? allowed = null)
    {
        var texts = List(key, JsonTokenType.String, "文字を \" と \" で囲んで書いてください。");
        foreach (var strange in texts.Where(t => allowed?.Contains(t.Text, StringComparer.Ordinal) == false))
        {
            faults.Add(file, strange.Line, strange.Path, $"「{strange.Text}」は使えません。使えるもの: {string.Join(", ", allowed!)}");
        }

        foreach (var twice in texts.GroupBy(t => t.Text, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
        {
            faults.Add(file, twice.Line, twice.Path, $"「{twice.Text}」が二度あります。一つにしてください。");
        }

        return [.. texts.Select(t => t.Text)];
    }

    /// <summary>Called last: a key that nobody asked for is a slip of the pen.</summary>
    public void End()
    {
        foreach (var (key, value) in node.Members.Where(m => !_asked.Contains(m.Key)))
        {
            faults.Add(file, value.Line, value.Path, $"「{key}」は使いません。つづりを確かめてください。使えるもの: {string.Join(", ", _asked)}");
        }
    }

    private IReadOnlyList<JsonAt> List(string key, JsonTokenType kind, string advice)
    {
        var list = Member(key, JsonTokenType.StartArray, "[ と ] で囲んで並べてください。")?.Elements ?? [];
        foreach (var wrong in list.Where(e => e.Kind != kind))
        {
            faults.Add(file, wrong.Line, wrong.Path, advice);
        }

        return [.. list.Where(e => e.Kind == kind)];
    }

    private JsonAt? Member(string key, JsonTokenType kind, string advice)
    {
        _asked.Add(key);
        if (!node.Members.TryGetValue(key, out var value))
        {
            // a section that is missing whole has said so already
            if (!node.IsNothing)
            {
                Fault(key, "ありません。書き加えてください。");
            }

            return null;
        }

        if (value.Kind == kind)
        {
            return value;
        }

        Fault(key, advice);
        return null;
    }

    private string PathOf(string key) => node.Path.Length == 0 ? key : $"{node.Path}.{key}";
}
