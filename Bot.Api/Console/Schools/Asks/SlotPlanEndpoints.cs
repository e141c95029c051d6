using Bot.Api.Console.Schools.Letters;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools.Asks;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>Hours for interviews are laid down.</summary>
internal static class SlotPlanEndpoints
{
    public static void MapSlotPlans(this RouteGroupBuilder console)
    {
        console.MapGet("/schools/{school}/asks/slots", Write).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/asks/slots", Save).Needs(Rights.SchoolChange);
    }

    private static async Task<IResult> Write(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var classes = await pages.In(visit, tx => AskPages.Classes(tx, visit, here));
        if (!Guid.TryParse(visit.Query("id"), out var id))
        {
            return visit.Page<SlotsWritePage>(new { School = here, Classes = classes, Form = SlotForm.Empty(visit.Today, classes) });
        }

        return await pages.In(visit, tx => pages.Ask(tx, visit, here, id)) is { Letter: null, Content.Plan: { } plan } draft
            ? visit.Page<SlotsWritePage>(new { School = here, Classes = classes, Form = SlotForm.Of(draft, plan, classes) })
            : visit.NotFound();
    }

    private static async Task<IResult> Save(Visit visit, string school, AskPages pages)
    {
        if (pages.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var classes = await pages.In(visit, tx => AskPages.Classes(tx, visit, here));
        var form = SlotForm.From(visit, classes);
        if (visit.Has("more"))
        {
            return visit.Page<SlotsWritePage>(new { School = here, Classes = classes, Form = form.Longer });
        }

        form = form.Judged(visit.Today);
        if (form.Wrong.Count > 0)
        {
            return visit.Refuse<SlotsWritePage>(new { School = here, Classes = classes, Form = form });
        }

        var saved = await pages.In(visit, async tx =>
        {
            if (!await AskTable.Save(tx, pages.Sealer, visit.TownId, form.Ask(here, visit.Now), visit.Actor, visit.Stop))
            {
                return false;
            }

            await SlotTable.Put(tx, visit.TownId, form.Id, form.Slots, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.ask/drafted", [AskPages.Subject(form.Id)], $"{form.Slots.Count}"), visit.Now, visit.Stop);
            return true;
        });
        return saved
            ? visit.Go($"{SchoolLetterEndpoints.Path(here)}/new?ask={form.Id}", $"面談の枠を{form.Slots.Count}作りました。いっしょに送るお知らせを書いてください。")
            : visit.Refuse<SlotsWritePage>(new { School = here, Classes = classes, Form = form with { Wrong = ["この面談は送られたあとなので、直せません。"] } });
    }
}
