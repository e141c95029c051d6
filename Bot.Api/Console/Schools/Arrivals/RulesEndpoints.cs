using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Arrivals;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools.Arrivals;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Console.Schools.Arrivals;

/// <summary>The rules of a school, and the codes that are printed for its children and its buses.</summary>
internal static class RulesEndpoints
{
    public static IReadOnlyList<(DayOfWeek Day, string Title)> Weekdays { get; } =
        [(DayOfWeek.Monday, "月"), (DayOfWeek.Tuesday, "火"), (DayOfWeek.Wednesday, "水"), (DayOfWeek.Thursday, "木"), (DayOfWeek.Friday, "金"), (DayOfWeek.Saturday, "土"), (DayOfWeek.Sunday, "日")];

    public static void MapArrivalRules(this RouteGroupBuilder console)
    {
        console.MapGet("/schools/{school}/arrivals/rules", Show).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/arrivals/rules", Save).Needs(Rights.SchoolChange);
        console.MapGet("/schools/{school}/arrivals/cards", Cards).Needs(Rights.SchoolChange);
    }

    private static async Task<IResult> Show(Visit visit, string school, ArrivalPages pages) => pages.Find(visit, school, Rights.SchoolSee) is { } found
        ? visit.Page<RulesPage>(new { School = found, Rules = await pages.In(visit, async tx => await ArrivalRuleTable.Of(tx, visit.TownId, found.Code, visit.Stop) ?? new ArrivalRules()) })
        : visit.NotFound();

    private static async Task<IResult> Save(Visit visit, string school, ArrivalPages pages)
    {
        if (pages.Find(visit, school, Rights.SchoolChange) is not { } found)
        {
            return visit.NotFound();
        }

        var was = await pages.In(visit, async tx => await ArrivalRuleTable.Of(tx, visit.TownId, found.Code, visit.Stop) ?? new ArrivalRules());
        var (rules, wrong) = Typed(visit, was);
        if (wrong is not null)
        {
            return visit.Refuse<RulesPage>(new { School = found, Rules = rules, Wrong = wrong });
        }

        await pages.In(visit, async tx =>
        {
            await ArrivalRuleTable.Put(tx, visit.TownId, found.Code, rules, visit.Actor, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.change/arrival-rules", [$"school/{school}"], rules.IsOn ? "する" : "しない"), visit.Now, visit.Stop);
            return true;
        });
        return visit.Go(ArrivalPages.Board(school), "決まりを保存しました。");
    }

    private static async Task<IResult> Cards(Visit visit, string school, ArrivalPages pages)
    {
        if (pages.Find(visit, school, Rights.SchoolChange) is not { } found)
        {
            return visit.NotFound();
        }

        var morning = await pages.In(visit, async tx =>
        {
            var read = await pages.Read(tx, visit, found, isDrill: false);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.change/arrival-cards", [.. read.Pupils.Select(p => new Watched.Pupil(p.Child.Id).Code).Prepend($"school/{school}")]), visit.Now, visit.Stop);
            return read;
        });
        return visit.Page<CardsPage>(new { School = found, morning.Rules, morning.Pupils });
    }

    private static (ArrivalRules Rules, string? Wrong) Typed(Visit visit, ArrivalRules was)
    {
        var (staff, head) = (Mails(visit, "staff-mails"), Mails(visit, "head-mails"));
        var rules = was with
        {
            IsOn = visit.Field("on") == "1",
            Days = [.. visit.Fields("day").Select(d => Enum.TryParse<DayOfWeek>(d, out var day) && Enum.IsDefined(day) ? day : (DayOfWeek?)null).OfType<DayOfWeek>().Distinct()],
            ArriveBy = TimeOnly.TryParseExact(visit.Field("by"), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var by) ? by : default,
            GuardianMinutes = Number("guardian"), StaffMinutes = Number("staff"), HeadMinutes = Number("head"),
            Buses = Number("buses"), BusMinutes = Number("bus"), RearSeatMinutes = Number("rear"),
            TellsArrival = visit.Field("tells") == "1", StaffMails = staff, HeadMails = head,
            Sheet = was.Sheet == Guid.Empty || visit.Field("new-sheet") == "1" ? Guid.NewGuid() : was.Sheet,
        };
        var wrong = rules.ArriveBy == default ? "登園の時刻を入力してください。"
            : rules.Days.Count == 0 ? "確認する曜日を選んでください。"
            : rules.GuardianMinutes > rules.StaffMinutes || rules.StaffMinutes > rules.HeadMinutes ? "知らせる順番は、保護者・職員・園長（校長）です。分は、同じか、あとのものほど大きくしてください。"
            : staff.Concat(head).FirstOrDefault(m => !MailAddressText.IsOne(m) || !m.Contains('@', StringComparison.Ordinal)) is { } bad ? $"メールアドレスではないものがあります：{bad}"
            : rules.IsSound() ? null
            : $"分は1から{ArrivalRules.MostMinutes}、バスは{ArrivalRules.MostBuses}台まで、メールアドレスはそれぞれ{ArrivalRules.MostMails}件までです。";
        return (rules, wrong);

        int Number(string name) => int.TryParse(visit.Field(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static Items<string> Mails(Visit visit, string name) =>
        [.. visit.Field(name).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)];
}
