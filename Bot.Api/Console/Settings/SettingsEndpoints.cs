using System.Globalization;
using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Console.Settings;

/// <summary>The town's own settings: services, office, payment, closings, and the history of what was changed.</summary>
internal static class SettingsEndpoints
{
    private const string Here = "settings";
    private const string Log = "settings/history";

    public static void MapSettings(this RouteGroupBuilder console)
    {
        console.MapGet("/settings", (Visit visit, SettingsDesk desk) => desk.Page(visit, [], null)).Needs(Rights.SettingsSee);
        console.MapPost("/settings/services", Services).Needs(Rights.SettingsChange);
        console.MapPost("/settings/office", Office).Needs(Rights.SettingsChange);
        console.MapPost("/settings/payment", Payment).Needs(Rights.SettingsChange);
        console.MapPost("/settings/closings", AddClosing).Needs(Rights.SettingsChange);
        console.MapPost("/settings/closings/remove", RemoveClosing).Needs(Rights.SettingsChange);
        console.MapGet("/settings/history", (Visit visit, Database database, StaffNames names) =>
            History(visit, database, names, TownPieces.Prefix, Log, Here, visit.May(Rights.SettingsChange))).Needs(Rights.SettingsSee);
        console.MapPost("/settings/history/{id:guid}/undo", (Visit visit, Guid id, ChangeAnswer answer) =>
            answer.Undo(visit, Rights.SettingsChange, TownPieces.Prefix, id, Log)).Needs(Rights.SettingsChange);
    }

    /// <summary>The history of one shelf, a page at a time.</summary>
    internal static async Task<IResult> History(Visit visit, Database database, StaffNames names, string under, string path, string home, bool mayUndo)
    {
        int? before = int.TryParse(visit.Query("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null;
        var changes = await database.ReadInTown(
            visit.TownId, tx => ChangeTable.Latest(tx, visit.TownId, before, under, HistoryPage.Most, visit.Stop), visit.Stop);
        var people = await names.Of(visit, changes.Select(c => c.Actor));
        return visit.Page<HistoryPage>(new { Changes = changes, Path = path, Home = home, MayUndo = mayUndo, People = people });
    }

    private static async Task<IResult> Services(Visit visit, SettingsDesk desk, ChangeAnswer answer)
    {
        var (town, service) = (await desk.Town(visit), visit.Field("service"));
        if (town.OperatorOf(service) is null)
        {
            return visit.NotFound();
        }

        var pausing = visit.Field("paused") == "yes";
        var paused = town.Paused.Where(p => p != service).Concat(pausing ? [service] : []);
        return await Make(visit, desk, answer, pausing ? "サービスの受付を止める" : "サービスの受付を始める", TownPieces.Services, PieceJson.Write(new ServicesPiece([.. paused])));
    }

    private static async Task<IResult> Office(Visit visit, SettingsDesk desk, ChangeAnswer answer)
    {
        if (OfficeHours.Parse(visit.Field("hours")) is not { } hours)
        {
            return await desk.Page(visit, [new Fault("town.json", null, "office.hours", "読めない行があります。「月火水木金 08:30-17:15」のように書いてください。")], null);
        }

        var office = (await desk.Town(visit)).Office with
        {
            Desk = Words(visit, "desk"),
            Telephone = visit.Field("telephone"),
            Hours = hours,
            HoursText = Words(visit, "hours"),
        };
        return await Make(visit, desk, answer, "窓口の内容を変更", TownPieces.Office, PieceJson.Write(office));
    }

    private static async Task<IResult> Payment(Visit visit, SettingsDesk desk, ChangeAnswer answer)
    {
        if ((await desk.Town(visit)).Payment is not { } terms)
        {
            return visit.NotFound();
        }

        var days = int.TryParse(JapaneseText.Normal(visit.Field("days")), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return await Make(
            visit, desk, answer, "支払いの内容を変更", TownPieces.Payment, PieceJson.Write(terms with { Methods = [.. visit.Fields("method")], PayDays = days }));
    }

    private static async Task<IResult> AddClosing(Visit visit, SettingsDesk desk, ChangeAnswer answer)
    {
        if (!DateOnly.TryParseExact(visit.Field("date"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return await desk.Page(visit, [new Fault("holidays.csv", null, "date", "日を入れてください。")], null);
        }

        var closing = new Closing(date, new LocalText(visit.Field("ja"), visit.Field("easy"), visit.Field("en")));
        var all = (await desk.Town(visit)).Closings.Append(closing).OrderBy(c => c.Date);
        return await Make(visit, desk, answer, $"{Shown.Day(date)}を休みにする", TownPieces.Closings, PieceJson.Write<Items<Closing>>([.. all]));
    }

    private static async Task<IResult> RemoveClosing(Visit visit, SettingsDesk desk, ChangeAnswer answer)
    {
        var date = visit.Field("date");
        var all = (await desk.Town(visit)).Closings;
        return all.FirstOrDefault(c => c.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == date) is not { } gone
            ? visit.NotFound()
            : await Make(visit, desk, answer, $"{Shown.Day(gone.Date)}の休みをやめる", TownPieces.Closings, PieceJson.Write<Items<Closing>>([.. all.Where(c => c != gone)]));
    }

    private static Task<IResult> Make(Visit visit, SettingsDesk desk, ChangeAnswer answer, string what, string piece, JsonNode value) => answer.Make(
        visit, Rights.SettingsChange, what, new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [piece] = value }, Here, Log,
        (faults, note) => Results.Extensions.Later(() => desk.Page(visit, faults, note)));

    private static LocalText Words(Visit visit, string stem) => new(visit.Field($"{stem}-ja"), visit.Field($"{stem}-easy"), visit.Field($"{stem}-en"));
}

/// <summary>Reads what the settings page shows: from the database, so that a clerk sees what was just changed in whichever process.</summary>
public sealed class SettingsDesk(Database database, LiveRegion live, TownTalks talks, ChangeDesk changes)
{
    /// <summary>The pieces of these names as they are: of the town from what is shown, of a service from its own shelf.</summary>
    public async Task<IReadOnlyDictionary<string, JsonNode?>> Present(Visit visit, IEnumerable<string> names, IReadOnlyDictionary<string, JsonNode?> town)
    {
        var present = town.ToDictionary(StringComparer.Ordinal);
        foreach (var shelf in names.Select(ShelfOf).Where(p => p != TownPieces.Prefix).Distinct(StringComparer.Ordinal).ToList())
        {
            foreach (var (name, piece) in await database.ReadInTown(visit.TownId, tx => changes.Read(tx, visit.TownId, shelf, visit.Stop), visit.Stop))
            {
                present[name] = piece;
            }
        }

        return present;
    }

    private static string ShelfOf(string name) =>
        name.StartsWith(DepartmentShelf.Prefix, StringComparison.Ordinal) ? DepartmentShelf.Prefix : name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)];

    public async Task<TownProfile> Town(Visit visit) =>
        TownPieces.Over(live.Folder.Find(visit.TownId)!, await database.ReadInTown(visit.TownId, tx => SettingTable.All(tx, visit.TownId, visit.Stop), visit.Stop));

    public async Task<IResult> Page(Visit visit, Items<Fault> faults, string? note)
    {
        var (pieces, drafts) = await database.ReadInTown(visit.TownId, async tx => (
            await SettingTable.All(tx, visit.TownId, visit.Stop),
            await DraftSearch.Open(tx, visit.TownId, [.. talks.Find(visit.TownId)?.Forms.Values.Where(f => f.Reviewed).Select(f => f.Id) ?? []], visit.Stop)), visit.Stop);
        var town = TownPieces.Over(live.Folder.Find(visit.TownId)!, pieces);
        var days = town.Closings.Select(c => (c.Date, c.Reason, Own: true))
            .Concat(live.Folder.Holidays.Days.Select(h => (Date: h.Key, Reason: h.Value, Own: false)))
            .Where(d => d.Date >= visit.Today).OrderBy(d => d.Date).Take(60).ToList();
        var parameters = new { Town = town, Mark = PieceJson.Mark(pieces.GetValueOrDefault(TownPieces.Office)), Days = days, Drafts = drafts, Faults = faults, Note = note };
        return faults.Count > 0 || note is not null ? visit.Refuse<SettingsPage>(parameters) : visit.Page<SettingsPage>(parameters);
    }
}

/// <summary>Names of those who changed something, by their id.</summary>
public sealed class StaffNames(Database database)
{
    public async Task<Dictionary<string, string>> Of(Visit visit, IEnumerable<Bot.Infrastructure.Audit.Actor> actors)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in actors.Where(a => a.Home == visit.TownId.Value && Guid.TryParse(a.Id, out _)).Select(a => a.Id).Distinct(StringComparer.Ordinal))
        {
            var staff = await database.ReadInTown(visit.TownId, tx => StaffTable.Find(tx, visit.TownId, new StaffId(Guid.Parse(id)), visit.Stop), visit.Stop);
            names[id] = staff is null ? "（退職した職員）" : Shown.Safe(staff.Name);
        }

        return names;
    }
}

/// <summary>An answer that is made while it is given, for pages that must be read anew.</summary>
internal static class LaterResult
{
    public static IResult Later(this IResultExtensions results, Func<Task<IResult>> make) => new Made(make);

    private sealed class Made(Func<Task<IResult>> make) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext) => await (await make()).ExecuteAsync(httpContext);
    }
}
