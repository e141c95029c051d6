using System.Globalization;
using System.Text;
using Bot.Domain.Kernel;

namespace Bot.Domain.StaffMessages;

/// <summary>What a message says, in the words of one town hall to another desk of it. All that it tells of a case is number, kind, district and danger.</summary>
/// <param name="console">The address of the town's console, ending in a slash.</param>
public sealed class MessageWords(string town, Uri console, string department)
{
    /// <summary>More cases are counted, not listed.</summary>
    public const int Listed = 5;

    public string Subject(StaffMessage message)
    {
        var drill = message.Cases.Count > 0 && message.Cases.All(c => c.IsDrill) ? "【訓練】" : "";
        var head = message.IsUrgent ? $"{drill}【至急】{town}" : $"{drill}【{town}】";
        var one = message.Cases.Count == 1 ? $" {message.Cases[0].Number}（{message.Cases[0].Title}）" : string.Create(CultureInfo.InvariantCulture, $" {message.Cases.Count}件");
        return message.Reason switch
        {
            MessageReason.New when message.WasKept => $"{head}時間外に届いた{Noun(message)}{one}",
            MessageReason.New => $"{head}新しい{Noun(message)}{one}",
            MessageReason.Danger => $"{head} 危険のある{Noun(message)}{one}",
            MessageReason.Unread => $"{head}まだ開かれていない{Noun(message)}{one}",
            MessageReason.Overdue => $"{head}遅れている{Noun(message)}{one}",
            MessageReason.Test => $"{head}職員への通知の試し送り",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public string Text(StaffMessage message)
    {
        var text = new StringBuilder().Append(Lead(message)).Append('\n');
        foreach (var c in message.Cases.OrderByDescending(c => c.Pressure).ThenBy(c => c.OpenedAt).Take(Listed))
        {
            text.Append('\n').Append(Line(c)).Append('\n').Append(AddressOf(c)).Append('\n');
        }

        if (message.Cases.Count > Listed)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nほか {message.Cases.Count - Listed}件\n");
        }

        return text.Append(message.Reason == MessageReason.Test ? "" : "\n内容は、職員画面にサインインして確かめてください。\n").ToString();
    }

    /// <summary>What stands below a mail.</summary>
    public string Foot() => $"-- \n{town}　職員への通知\n宛先や時間の変更：{new Uri(console, $"staff-messages/{Uri.EscapeDataString(department)}")}\nこのメールには返信できません。\n";

    public Uri AddressOf(WaitingCase c) => new(console, c.Path);

    private static string Lead(StaffMessage message) => message switch
    {
        { Reason: MessageReason.New, WasKept: true } => $"時間外に、次の{Noun(message)}が届いています。",
        { Reason: MessageReason.New } => $"新しい{Noun(message)}が届きました。",
        { Reason: MessageReason.Danger } => "危険があるという通報です。すぐに確かめてください。",
        { Reason: MessageReason.Unread } => $"届いてから、まだだれも開いていない{Noun(message)}があります。",
        { Reason: MessageReason.Overdue } => $"作業予定日を過ぎたか、返事をしていない日が続いている{Noun(message)}です。",
        { Reason: MessageReason.Test } => "これは試し送りです。この宛先に、職員への通知が届きます。",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What all of its cases are called; a plain word where they are of several kinds.</summary>
    private static string Noun(StaffMessage message) => message.Cases.Select(c => c.Noun).Distinct().ToList() is [var one] ? one : "知らせ";

    private static string Line(WaitingCase c) => string.Join('　', new[]
    {
        $"・{(c.IsDrill ? "【訓練】" : "")}{c.Number}",
        c.Title,
        c.District,
        c.Pressure switch { Pressure.Life => "命の危険", Pressure.Danger => "危険あり", _ => null },
        c.PlannedOn is { } day ? $"作業予定 {JapanTime.Say(day, Language.Japanese)}" : null,
    }.OfType<string>());
}
