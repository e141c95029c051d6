using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Casework;

/// <summary>Calls for a person, as casework: they can be noted on, handed over and answered by letter.</summary>
public static class CallCase
{
    public const string Name = "call";

    public static CaseModule Module(Database database) => new(
        Name, "職員への相談", Rights.CallsSee, Rights.CallsSee, (visit, subjects, stop) => Find(database, visit, subjects, stop), entry => entry.Kind switch
        {
            "call-done" => $"対応済みにしました{How(entry.Detail)}",
            "call-reopened" => "未対応に戻しました",
            _ => null,
        },
        [
            new("telephone", "電話をお願いする", "ご相談ありがとうございます。\n詳しいお話をうかがいたいので、お手数ですが、下の担当まで平日の時間内にお電話ください。"),
            new("when", "都合を聞く", "ご相談ありがとうございます。\nこちらからお電話します。ご都合のよい日時と電話番号を、下の「お返事」に書いてお送りください。"),
            new("what", "内容を聞く", "ご相談ありがとうございます。\nどのようなことでお困りですか。下の「お返事」に書いてお送りください。LINEには送られません。"),
        ]);

    /// <summary>What the resident was filling in, as staff call it.</summary>
    public static string FormTitle(StaffCall call, TownTalks talks, TownId town) =>
        call.Form is { } form && talks.Find(town)?.Forms.GetValueOrDefault(form) is { } known
            ? talks[town].Words.Say(Domain.Conversations.Wording.Words.Of($"{known.Key}.title"), Language.Japanese)
            : call.Form is null ? "メニューから" : call.Form.Value.Value;

    private static string How(string? detail) => detail switch
    {
        not null when detail.Contains("telephone", StringComparison.Ordinal) => "（電話）",
        not null when detail.Contains("letter", StringComparison.Ordinal) => "（手紙）",
        not null when detail.Contains("counter", StringComparison.Ordinal) => "（窓口）",
        not null when detail.Contains("needless", StringComparison.Ordinal) => "（対応不要）",
        _ => "",
    };

    private static async Task<IReadOnlyList<CaseRef>> Find(Database database, Visit visit, IReadOnlyList<string> subjects, CancellationToken stop)
    {
        var ids = subjects.Select(s => Guid.TryParseExact(s, "n", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        var calls = await database.ReadInTown(visit.TownId, tx => CallSearch.Of(tx, visit.TownId, ids, stop), stop);
        return [.. calls.Select(c => new CaseRef(
            new CaseSubject(visit.TownId, Name, $"{c.Id:n}"), $"{Shown.ShortDay(JapanTime.Day(c.Asked))}の相談", $"calls/{c.Id:n}", c.Citizen))];
    }
}
