using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>The rules of departments as a shelf of pieces, so that each change can be taken back. Their names begin as the settings' do, so that they stand in the same history.</summary>
public sealed class NoticeShelf(MailSettings? mail, TimeProvider clock)
{
    public const string Prefix = "town/staff-messages/";

    private const int LongestName = 40;
    private const int LongestDays = 60;
    private const int LongestMinutes = 3 * 24 * 60;

    /// <summary>Must come before the shelf of the settings, whose prefix is the beginning of this one.</summary>
    public Shelf Shelf => new(Prefix, Read, Check, Write);

    public static string Piece(string department) => Prefix + department;

    /// <summary>What is wrong with rules, apart from where they are kept.</summary>
    public static Items<Fault> Faults(string piece, NoticeRules rules, bool hasMail)
    {
        var faults = new List<Fault>();
        Mails("mails", rules.Mails);
        foreach (var (i, step) in rules.Steps.Index())
        {
            Mails($"step{i + 1}", step.Mails);
            Say(step.AfterMinutes is < 5 or > LongestMinutes, $"step{i + 1}_minutes", $"5分から{LongestMinutes}分（3日）までで入れてください。");
        }

        foreach (var turn in rules.OnCall)
        {
            Mails("mail", [turn.Mail]);
            Say(turn.Name.Length is 0 or > LongestName, "name", $"名前を{LongestName}文字までで入れてください。");
            Say(turn.Until < turn.From || turn.Until.DayNumber - turn.From.DayNumber > LongestDays, "until", $"最後の日を、始まりの日から{LongestDays}日のうちで入れてください。");
        }

        Say(rules.OnCall.Count > NoticeRules.MostTurns, "from", $"当番は{NoticeRules.MostTurns}件までです。終わったものを消してください。");
        Say(rules.Steps.Count > NoticeRules.MostSteps, "steps", $"段階は{NoticeRules.MostSteps}つまでです。");
        Say(rules.AnswerDays is < 1 or > 365, "answerdays", "1日から365日までで入れてください。");
        Say(rules.Hours.Count is not (0 or DayHours.Days), "loud", "曜日ごとの時間を入れてください。");
        Say(rules.Hours.Any(h => h.From is null != h.Until is null || (h.Until != TimeOnly.MinValue && h.From >= h.Until)), "loud", "始まりと終わりの時刻を、始まりが先になるように入れてください。一日中知らせない日は、両方を空にします。");
        return [.. faults];

        void Say(bool isWrong, string field, string what)
        {
            if (isWrong)
            {
                faults.Add(new Fault(piece, null, field, what));
            }
        }

        void Mails(string field, Items<string> addresses)
        {
            Say(addresses.Count > NoticeRules.MostMails, field, $"宛先は{NoticeRules.MostMails}件までです。");
            Say(addresses.Count > 0 && !hasMail, field, "メールの送信が設定されていないため、メールの宛先は使えません。");
            foreach (var address in addresses.Where(a => !MailAddressText.IsOne(a)))
            {
                Say(isWrong: true, field, $"「{address}」はメールアドレスの形になっていません。");
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, JsonNode?>> Read(NpgsqlTransaction tx, TownId town, CancellationToken stop) =>
        (await NoticeRuleTable.All(tx, town, stop)).ToDictionary(r => Piece(r.Department), r => (JsonNode?)PieceJson.Write(r.Rules), StringComparer.Ordinal);

    private async Task<Items<Fault>> Check(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        var departments = (await StaffSearch.Departments(tx, town, stop)).Select(d => d.Code).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. pieces.Where(p => p.Value is not null).SelectMany(p => departments.Contains(p.Key[Prefix.Length..])
                ? Faults(p.Key, PieceJson.Read<NoticeRules>(p.Value!), mail is not null)
                : [new Fault(p.Key, null, null, "この課はないか、閉じています。")]),
        ];
    }

    private async Task Write(NpgsqlTransaction tx, TownId town, IReadOnlyDictionary<string, JsonNode?> pieces, CancellationToken stop)
    {
        foreach (var (piece, value) in pieces)
        {
            await NoticeRuleTable.Put(tx, town, piece[Prefix.Length..], value, clock.GetUtcNow(), stop);
        }
    }
}
