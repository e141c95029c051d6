using System.Globalization;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Changing what a request is for, what it costs, and where and when it is collected. What it comes to is shown before it happens.</summary>
internal static class ChangeEndpoints
{
    public static void MapRequestChanges(this RouteGroupBuilder console)
    {
        // Before anything is paid any clerk may say what things are; who changes what was paid, or lets something off, must be an approver.
        foreach (var (action, right) in new[] { ("change", Rights.BulkyWasteChange), ("reprice", Rights.BulkyWasteMoney) })
        {
            console.MapGet($"/bulky-waste/{{owner}}/{{id:guid}}/{action}", (Visit visit, string owner, Guid id, RequestPages pages, Database database) =>
                Form(visit, owner, id, action, pages, database)).Needs(right);
            console.MapPost($"/bulky-waste/{{owner}}/{{id:guid}}/{action}", (Visit visit, string owner, Guid id, RequestPages pages, Database database) =>
                Change(visit, owner, id, action, pages, database)).Needs(right);
        }

        console.MapGet("/bulky-waste/{owner}/{id:guid}/correct", async (Visit visit, string owner, Guid id, RequestPages pages, Database database) =>
            await pages.Seen(visit, owner, id) is { } stored ? await Correct(visit, stored, pages, database, null) : visit.NotFound()).Needs(Rights.BulkyWasteChange);
        console.MapPost("/bulky-waste/{owner}/{id:guid}/correct", Corrected).Needs(Rights.BulkyWasteChange);
    }

    private static async Task<IResult> Form(Visit visit, string owner, Guid id, string action, RequestPages pages, Database database) =>
        await pages.Seen(visit, owner, id) is { } stored ? await Page(visit, stored, action, pages, database, null, null) : visit.NotFound();

    private static async Task<IResult> Change(Visit visit, string owner, Guid id, string action, RequestPages pages, Database database)
    {
        if (await pages.Seen(visit, owner, id) is not { } stored)
        {
            return visit.NotFound();
        }

        var request = stored.Request;
        if (action == "change" && request.State is not (RequestState.Checking or RequestState.AwaitingPayment))
        {
            return await Page(visit, stored, action, pages, database, "入金のあとの変更は、承認者の「品目・手数料を変える」で行います。", null);
        }

        var lines = Lines(visit, request);
        var waiver = action == "reprice" ? Waiver(visit) : request.Waiver;
        if (visit.Field("sure") == "1")
        {
            return await pages.Do(
                visit, stored, "内容を変えました。", (tx, by) => pages.Service.Changes.Change(tx, request.Town, id, by, lines, waiver, visit.Stop),
                wrong => Page(visit, stored, action, pages, database, wrong, null));
        }

        var seen = new ByStaff(visit.Actor, int.TryParse(visit.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0);
        return await database.InTown(request.Town, tx => pages.Service.Changes.Weigh(tx, request.Town, id, seen, lines, waiver, visit.Stop), visit.Stop) switch
        {
            Checked<Weighed>.Good(var weighed) => visit.Page<WeighedPage>(new { Case = stored, Weighed = weighed, Action = action }),
            Checked<Weighed>.Bad(StaffStep.Changed) => await pages.Conflict(visit, stored),
            Checked<Weighed>.Bad(var why) => await Page(visit, stored, action, pages, database, BulkyShown.Refusal(why), null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> Page(Visit visit, StoredRequest stored, string action, RequestPages pages, Database database, string? wrong, string? told)
    {
        var plan = await database.ReadInTown(stored.Request.Town, tx => pages.Service.Plans.Of(tx, stored.Request.Operator, visit.Stop), visit.Stop);
        IReadOnlyList<(string Code, string Title)> articles =
        [
            .. plan.Plan.Articles.Where(a => a.Valid.Holds(stored.Request.Day)).SelectMany(a => a.SizesOn(stored.Request.Day) is { Count: > 0 } sizes
                ? sizes.Select(s => ($"{a.Code}|{s.Code}", $"{a.NameWith(s.Code).Ja}　{Shown.Money(s.Fee)}"))
                : a.Fee is { } fee ? [($"{a.Code}|", $"{a.Name.Ja}　{Shown.Money(fee)}")] : []),
        ];
        var with = new { Case = stored, Action = action, Articles = articles, Wrong = wrong };
        return wrong is null ? visit.Page<ChangePage>(with) : visit.Refuse<ChangePage>(with);
    }

    private static Items<ChangedLine> Lines(Visit visit, BulkyRequest request)
    {
        var lines = new List<ChangedLine>();
        for (var at = 0; at < request.Lines.Count; at++)
        {
            if (visit.Field($"line-{at}") is not "drop" and var what)
            {
                lines.Add(Line(what.Length == 0 ? "keep" : what, Number(visit.Field($"number-{at}"), request.Lines[at].Number), at, null, null));
            }
        }

        if (visit.Field("more") is { Length: > 0 } more)
        {
            lines.Add(Line(more, Number(visit.Field("more-number"), 1), null, null, null));
        }

        if (visit.Field("other-name") is { Length: > 0 } name)
        {
            lines.Add(Line("", Number(visit.Field("other-number"), 1), null, name, new Yen(Number(visit.Field("other-fee"), 0))));
        }

        return [.. lines];
    }

    private static ChangedLine Line(string what, int number, int? at, string? name, Yen? fee) => what switch
    {
        "keep" => new ChangedLine(number, Kept: at),
        "" => new ChangedLine(number, Name: name, Fee: fee),
        _ => what.Split('|', 2) is [var code, { Length: > 0 } size] ? new ChangedLine(number, Article: code, Size: size) : new ChangedLine(number, Article: what.TrimEnd('|')),
    };

    private static Waiver? Waiver(Visit visit) => visit.Field("waived") is { Length: > 0 } text && Number(text, 0) != 0
        ? new Waiver(new Yen(Number(text, 0)), visit.Field("waived-why"))
        : null;

    /// <summary>A number as it was typed, in full width too; what is none becomes -1, which every rule refuses.</summary>
    private static int Number(string text, int otherwise) => text.Length == 0
        ? otherwise
        : int.TryParse(JapaneseText.Normal(text).Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static async Task<IResult> Corrected(Visit visit, string owner, Guid id, RequestPages pages, Database database)
    {
        if (await pages.Seen(visit, owner, id) is not { } stored)
        {
            return visit.NotFound();
        }

        if (!DateOnly.TryParseExact(visit.Field("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return await Correct(visit, stored, pages, database, "収集日を入れてください。");
        }

        var to = new Correction(visit.Field("area"), visit.Field("spot"), day, visit.Field("overrule") is { Length: > 0 } why ? why : null);
        return await pages.Do(
            visit, stored, "変更しました。", (tx, by) => pages.Service.Corrections.Correct(tx, stored.Request.Town, id, by, to, visit.Stop),
            wrong => Correct(visit, stored, pages, database, wrong));
    }

    private static async Task<IResult> Correct(Visit visit, StoredRequest stored, RequestPages pages, Database database, string? wrong)
    {
        var request = stored.Request;
        var town = pages.Service.Towns[request.Town];
        var (plan, free) = await database.ReadInTown(request.Town, async tx =>
        {
            var ready = await pages.Service.Plans.Of(tx, request.Operator, visit.Stop);
            return (ready, await FreeDaySearch.For(tx, ready, town, request.Area, visit.Now, visit.Stop));
        }, visit.Stop);
        var with = new { Case = stored, town.Areas, plan.Plan.Spots, Free = free, Wrong = wrong };
        return wrong is null ? visit.Page<CorrectPage>(with) : visit.Refuse<CorrectPage>(with);
    }
}
