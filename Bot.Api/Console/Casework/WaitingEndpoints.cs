using Bot.Api.Console.Lists;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Casework;

/// <summary>Answers of residents, and what lies on one's own desk; of each service only what the reader may see there.</summary>
internal static class WaitingEndpoints
{
    /// <summary>Nobody works through more at a sitting.</summary>
    private const int Rows = 200;

    public static void MapWaiting(this RouteGroupBuilder console)
    {
        console.MapGet("/replies", Replies).Needs(Rights.Home);
        console.MapGet("/mine", Mine).Needs(Rights.Home);
    }

    /// <summary>Unread answers that the visitor may read, each with its case.</summary>
    public static async Task<IReadOnlyList<(Letter Letter, CaseRef Case)>> Unread(Visit visit, Database database, IEnumerable<CaseModule> modules)
    {
        var letters = await database.ReadInTown(visit.TownId, tx => LetterTable.Unread(tx, visit.TownId, Rows, visit.Stop), visit.Stop);
        var cases = await Cases(visit, modules, letters.Select(l => l.At));
        return [.. letters.Where(l => cases.ContainsKey(l.At)).Select(l => (l, cases[l.At]))];
    }

    /// <summary>What lies on the visitor's desk, each with its case.</summary>
    public static async Task<IReadOnlyList<(AssignedCase Assigned, CaseRef Case)>> Desk(Visit visit, Database database, IEnumerable<CaseModule> modules)
    {
        var assigned = await database.ReadInTown(visit.TownId, tx => CaseDeskTable.Of(tx, visit.TownId, visit.Staff.Id, Rows, visit.Stop), visit.Stop);
        var cases = await Cases(visit, modules, assigned.Select(a => a.At));
        return [.. assigned.Where(a => cases.ContainsKey(a.At)).Select(a => (a, cases[a.At]))];
    }

    private static async Task<IResult> Replies(Visit visit, Database database, IEnumerable<CaseModule> modules, LetterDesk letters, LiveTopics topics)
    {
        var unread = await Unread(visit, database, modules);
        await database.InTown(visit.TownId, tx => AuditTable.Add(
            tx, visit.TownId, visit.Actor, new AuditEntry("letter/replies", [.. unread.Select(u => u.Letter.At.Name)]), visit.Now, visit.Stop), visit.Stop);
        return visit.Page<RepliesPage>(new
        {
            Replies = unread.Select(u => (u.Letter, u.Case, letters.ReplyOf(u.Letter) ?? "")).ToList(), Mark = await topics.Mark(visit, LiveTopics.Replies),
        });
    }

    private static async Task<IResult> Mine(Visit visit, Database database, IEnumerable<CaseModule> modules)
    {
        var views = await ListViews.Of(visit, database, "mine");
        if (views.Usual(visit) is { } usual)
        {
            return usual;
        }

        var query = ListQuery.Read(
            new ListShape(
                [new ListSort("since", "担当になった日時"), new ListSort("title", "内容")],
                [new ListFilter.Choice("service", "種類", [.. modules.Where(m => visit.May(m.See)).Select(m => new ListOption(m.Name, m.Title))])]),
            visit.Http.Request.Query);
        var cases = (await Desk(visit, database, modules)).Where(c => query.Text("service") is not { } service || c.Case.At.Module == service).ToList();
        var sorted = query.Sort.Key == "title" ? cases.OrderBy(c => c.Case.Title, StringComparer.Ordinal) : cases.OrderBy(c => c.Assigned.Since);
        return visit.Page<MinePage>(new
        {
            Cases = (query.Falling ? sorted.Reverse() : sorted).Skip(query.Offset).Take(query.Size).ToList(), Query = query, Views = views, Total = cases.Count,
        });
    }

    /// <summary>One question a service, however many there are.</summary>
    private static async Task<Dictionary<CaseSubject, CaseRef>> Cases(Visit visit, IEnumerable<CaseModule> modules, IEnumerable<CaseSubject> subjects)
    {
        var found = new Dictionary<CaseSubject, CaseRef>();
        foreach (var group in subjects.Distinct().GroupBy(s => s.Module, StringComparer.Ordinal))
        {
            if (modules.FirstOrDefault(m => m.Name == group.Key) is { } module && visit.May(module.See))
            {
                foreach (var one in await module.Find(visit, [.. group.Select(s => s.Subject)], visit.Stop))
                {
                    found[one.At] = one;
                }
            }
        }

        return found;
    }
}
