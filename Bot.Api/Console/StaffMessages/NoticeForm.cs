using System.Globalization;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.StaffMessages;

/// <summary>Reads rules from the form. What cannot be read at all is a fault; whether the whole makes sense is looked at where it is stored.</summary>
internal static class NoticeForm
{
    public static readonly string[] Days = ["日曜日", "月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "祝日"];

    public static (NoticeRules Rules, Items<Fault> Faults) Read(Visit visit, NoticeRules was, string piece)
    {
        var faults = new List<Fault>();
        var rules = was with
        {
            Mails = Mails(visit.Field("mails")),
            TellNew = visit.Has("tell_new"),
            TellDanger = visit.Has("tell_danger"),
            DangerBreaksThrough = visit.Has("break_through"),
            TellOverdue = visit.Has("tell_overdue"),
            DigestAt = Time("digest_at") ?? was.DigestAt,
            AnswerDays = Number("answerdays"),
            Hours = visit.Field("hours") == "always" ? [] : [.. Enumerable.Range(0, DayHours.Days).Select(d => new DayHours(Time($"from{d}"), Time($"until{d}")))],
            Steps = [.. Enumerable.Range(1, NoticeRules.MostSteps).Select(Step).OfType<UnreadStep>()],
        };
        return (rules, [.. faults]);

        UnreadStep? Step(int n) => Number($"step{n}_minutes") is { } minutes ? new UnreadStep(minutes, Mails(visit.Field($"step{n}"))) : null;

        int? Number(string field)
        {
            var text = Plain(visit.Field(field));
            var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (!isNumber && text.Length > 0)
            {
                faults.Add(new Fault(piece, null, field, "数字で入れてください。"));
            }

            return isNumber ? number : null;
        }

        TimeOnly? Time(string field)
        {
            var text = Plain(visit.Field(field));
            var isTime = TimeOnly.TryParseExact(text, ["H:mm", "HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
            if (!isTime && text.Length > 0)
            {
                faults.Add(new Fault(piece, null, field == "digest_at" ? field : "loud", $"「{text}」は時刻の形になっていません。8:30 のように入れてください。"));
            }

            return isTime ? time : null;
        }
    }

    /// <summary>One to a line, or parted by commas.</summary>
    public static Items<string> Mails(string text) =>
        [.. text.Split(['\n', ',', ';', '、', ' ', '　'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Plain).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Letters and digits as keyboards of Japanese machines type them.</summary>
    private static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).Trim();
}
