using Bot.Api.Console.Schools.Letters;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>Consent for children: what is asked, who may not be shown, and what came on paper.</summary>
internal static class ConsentEndpoints
{
    public const string Index = "school-consents";

    public static void MapConsents(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Index}", Choose).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/consents", List).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/consents.csv", Export).Needs(Rights.SchoolExport);
        console.MapPost("/schools/{school}/consents/kinds", Kinds).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/consents/ask", Ask).Needs(Rights.SchoolChange);
        console.MapGet("/schools/{school}/consents/{child:guid}", Child).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/consents/{child:guid}", Enter).Needs(Rights.SchoolChange);
    }

    public static string Path(School school) => $"schools/{school.Code}/consents";

    private static IResult Choose(Visit visit, SchoolDoor door) => door.Of(visit) switch
    {
        [var only] => visit.Go(Path(only)),
        var several => visit.Page<SchoolsPage>(new { Schools = several, Title = "写真などの同意", Of = (Func<School, string>)Path }),
    };

    private static async Task<IResult> List(Visit visit, string school, AskPages pages) => pages.Find(visit, school) is { } here
        ? visit.Page<ConsentsPage>(new { Board = await Board(visit, here, pages, "consents"), Wrong = (string?)null })
        : visit.NotFound();

    private static Task<ConsentBoard> Board(Visit visit, School school, AskPages pages, string what) => pages.In(visit, tx => ConsentBoard.Read(tx, visit, school, pages, what));

    private static async Task<IResult> Kinds(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var titles = visit.Field("kinds").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (titles.Length > ConsentKind.MostKinds || titles.Any(t => t.Length > ConsentKind.LongestTitle) || titles.Distinct(StringComparer.Ordinal).Count() != titles.Length)
        {
            return visit.Refuse<ConsentsPage>(new { Board = await Board(visit, here, pages, "consents"), Wrong = $"項目は1行に1つ、違う名前で、{ConsentKind.MostKinds}まで（それぞれ{ConsentKind.LongestTitle}文字まで）にしてください。" });
        }

        await pages.In(visit, async tx =>
        {
            await ConsentTable.SetKinds(tx, visit.TownId, here.Code, titles, visit.Now, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.consent/kinds", [], $"{here.Code} {titles.Length}"), visit.Now, visit.Stop);
            return true;
        });
        return visit.Go(Path(here), "項目を保存しました。");
    }

    /// <summary>Makes the draft with which a letter asks for all of it.</summary>
    private static async Task<IResult> Ask(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var board = await Board(visit, here, pages, "consents");
        if (board.Kinds.Count == 0 || AskShown.Day(visit.Field("due")) is not { } due || due < visit.Today || due > visit.Today.AddDays(SurveyForm.MostDays))
        {
            return visit.Refuse<ConsentsPage>(new { Board = board, Wrong = "項目を決めてから、答えてほしい日を今日から1年以内で入力してください。" });
        }

        var ask = new Ask(Guid.NewGuid(), here.Code, AskKind.Consent, new AskContent("写真などの同意"), PerHome: false, due, null, visit.Now);
        await pages.In(visit, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.ask/drafted", [AskPages.Subject(ask.Id)]), visit.Now, visit.Stop);
            return await AskTable.Save(tx, pages.Sealer, visit.TownId, ask, visit.Actor, visit.Stop);
        });
        return visit.Go($"{SchoolLetterEndpoints.Path(here)}/new?ask={ask.Id}", "いっしょに送るお知らせを書いてください。");
    }

    private static async Task<IResult> Child(Visit visit, string school, Guid child, AskPages pages) =>
        pages.Find(visit, school) is { } here && await Board(visit, here, pages, "consent-child") is { } board && board.Pupils.FirstOrDefault(p => p.Child.Id.Value == child) is { } pupil
            ? visit.Page<ConsentChildPage>(new { Board = board, Pupil = pupil })
            : visit.NotFound();

    private static async Task<IResult> Enter(Visit visit, string school, Guid child, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here || await Board(visit, here, pages, "consent-child") is not { } board || board.Pupils.FirstOrDefault(p => p.Child.Id.Value == child) is not { } pupil)
        {
            return visit.NotFound();
        }

        var paper = board.Kinds.Select(k => (k.Id, Says: visit.Field($"k{k.Id:n}") switch { "yes" => true, "no" => false, _ => (bool?)null })).ToList();
        await pages.In(visit, async tx =>
        {
            await ConsentDesk.Enter(tx, visit.TownId, pupil.Child.Id, paper, visit.Actor, visit.Now, visit.Stop);
            return true;
        });
        return visit.Go($"{Path(here)}/{child}", "紙の同意を入れました。");
    }

    private static async Task<IResult> Export(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var board = await Board(visit, here, pages, "consents-export");
        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row([.. ((CsvCell[])["組", "番号", "氏名"]), .. board.Kinds.Select(k => (CsvCell)k.Title)], visit.Stop);
            // 支援措置のある子は書き出しに出さない: a file leaves the house; the page says that they may not be shown.
            foreach (var pupil in board.Pupils.Where(p => !p.Child.IsProtected))
            {
                await file.Row([pupil.Class.Title, $"{pupil.Seat}", pupil.Child.Person.Name, .. board.Kinds.Select(k => (CsvCell)board.Say(pupil, k))], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"consents-{visit.Today:yyyyMMdd}.csv");
    }
}
