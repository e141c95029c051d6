using Bot.Api.Schools.Asks;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Staff;
using Bot.Infrastructure.Csv;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>The timetable of interviews: looked at, printed, taken away, and set right by hand.</summary>
internal static class TimetableEndpoints
{
    public static void MapTimetables(this RouteGroupBuilder console)
    {
        console.MapGet("/schools/{school}/asks/{id:guid}/timetable.csv", Export).Needs(Rights.SchoolExport);
        console.MapGet("/schools/{school}/asks/{id:guid}/slots/{slot:guid}", Slot).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/asks/{id:guid}/slots/put", Put).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/asks/{id:guid}/slots/free", Free).Needs(Rights.SchoolChange);
    }

    public static async Task<IResult> Table(Visit visit, School school, Guid id, AskPages pages)
    {
        var view = await Read(visit, school, id, pages, "timetable");
        return view is null ? visit.NotFound() : visit.Page<TimetablePage>(new { View = view });
    }

    private static Task<TimetableView?> Read(Visit visit, School school, Guid id, AskPages pages, string what) => pages.In(visit, async tx =>
        await pages.Sent(tx, visit, school, id, AskKind.Slots, what) is { } sent
            ? new TimetableView(sent, await SlotTable.Of(tx, visit.TownId, id, visit.Stop), await BookingTable.Of(tx, visit.TownId, id, visit.Stop))
            : null);

    private static async Task<IResult> Slot(Visit visit, string school, Guid id, Guid slot, AskPages pages) =>
        pages.Find(visit, school) is { } here && await Read(visit, here, id, pages, "timetable") is { } view && view.Slots.FirstOrDefault(s => s.Id == slot) is { } found
            ? visit.Page<SlotPage>(new { View = view, Slot = found })
            : visit.NotFound();

    private static async Task<IResult> Put(Visit visit, string school, Guid id, AskPages pages, SlotDesk desk, OutboxDoorbell doorbell)
    {
        if (pages.Find(visit, school) is not { } here || await Read(visit, here, id, pages, "timetable") is not { } view
            || view.Sent.Find(visit.Field("child")) is not { } pupil || !Guid.TryParse(visit.Field("slot"), out var slot))
        {
            return visit.NotFound();
        }

        // In a transaction of its own: the one before holds the audit log, for which a guardian who books may wait.
        var done = await pages.In(visit, tx => desk.Put(
            tx, visit.TownId, view.Sent.Ask, view.Sent.Letter, pupil.Child.Id, [.. view.Sent.Pupils.Select(p => p.Child.Id)], slot, visit.Actor, visit.Now, visit.Stop));
        doorbell.Ring(visit.TownId);
        return done switch
        {
            SlotOutcome.Done => visit.Go($"{AskEndpoints.Path(here)}/{id}", "面談の時間を入れました。LINEの保護者に知らせました。"),
            SlotOutcome.Taken => visit.Go($"{AskEndpoints.Path(here)}/{id}", "その時間は、いま他の家庭に決まりました。空いている時間を選んでください。"),
            _ => visit.NotFound(),
        };
    }

    private static async Task<IResult> Free(Visit visit, string school, Guid id, AskPages pages, SlotDesk desk, OutboxDoorbell doorbell)
    {
        if (pages.Find(visit, school) is not { } here || await Read(visit, here, id, pages, "timetable") is not { } view || view.Sent.Find(visit.Field("child")) is not { } pupil)
        {
            return visit.NotFound();
        }

        await pages.In(visit, async tx =>
        {
            await desk.TakeOut(tx, visit.TownId, view.Sent.Ask, view.Sent.Letter, pupil.Child.Id, visit.Actor, visit.Now, visit.Stop);
            return true;
        });
        doorbell.Ring(visit.TownId);
        return visit.Go($"{AskEndpoints.Path(here)}/{id}", "面談の時間を空けました。LINEの保護者に知らせました。");
    }

    private static async Task<IResult> Export(Visit visit, string school, Guid id, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here || await Read(visit, here, id, pages, "timetable-export") is not { } view)
        {
            return visit.NotFound();
        }

        var stream = new MemoryStream();
        await using (var file = new CsvFile(stream))
        {
            await file.Row(["日", "時間", "場所・先生", "組", "番号", "氏名"], visit.Stop);
            foreach (var slot in view.Slots)
            {
                // 支援措置のある子は書き出しに出さない: a file leaves the house.
                var pupils = view.At(slot).Where(p => !p.Child.IsProtected).ToList();
                var lane = view.Sent.Ask.Content.Plan!.Lanes[slot.Lane].Name;
                await file.Row(
                [
                    AskShown.Field(slot.Day), SlotTimes.Say(slot), lane, string.Join("、", pupils.Select(p => p.Class.Title)), string.Join("、", pupils.Select(p => $"{p.Seat}")),
                    string.Join("、", pupils.Select(p => p.Child.Person.Name)),
                ], visit.Stop);
            }
        }

        return TypedResults.File(stream.ToArray(), "text/csv; charset=utf-8", $"interviews-{visit.Today:yyyyMMdd}.csv");
    }
}
