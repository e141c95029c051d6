using System.Globalization;
using Bot.Api.Console.Schools.Asks;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>What a school sends to guardians: written, looked at once more with the numbers, sent; then who has read it.</summary>
internal static class SchoolLetterEndpoints
{
    public const int PageSize = 30;

    public static void Map(RouteGroupBuilder console)
    {
        console.MapGet("/school-letters", Choose).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/letters", List).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/letters/new", New).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/letters/check", Check).Needs(Rights.SchoolChange).WithMetadata(new LargestPost(LetterUploads.MostPosted));
        console.MapPost("/schools/{school}/letters/send", Send).Needs(Rights.SchoolChange);
        console.MapGet("/schools/{school}/letters/{id:guid}", Show).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/letters/{id:guid}/remind", Remind).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/letters/{id:guid}/withdraw", Withdraw).Needs(Rights.SchoolChange);
    }

    public static string Path(School school) => $"schools/{school.Code}/letters";

    private static IResult Choose(Visit visit, SchoolDoor door) => door.Of(visit) switch
    {
        [var only] => visit.Go(Path(only)),
        var several => visit.Page<SchoolsPage>(new { Schools = several, Title = "学校・園のお知らせ", Of = (Func<School, string>)Path }),
    };

    private static async Task<IResult> List(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var page = int.TryParse(visit.Query("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and < 10_000 ? n : 1;
        var (letters, counts) = await database.ReadInTown(visit.TownId, async tx =>
        {
            var all = await SchoolLetterTable.Of(tx, sealer, visit.TownId, here.Code, (page - 1) * PageSize, PageSize + 1, visit.Stop);
            return (all, await LetterReaderTable.Counts(tx, visit.TownId, [.. all.Select(l => l.Id)], visit.Stop));
        }, visit.Stop);
        return visit.Page<SchoolLettersPage>(new { School = here, Letters = letters, Counts = counts, Number = page });
    }

    private static async Task<IResult> New(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer)
    {
        var form = SchoolLetterForm.Empty(visit.Today) with { Ask = Guid.TryParse(visit.Query("ask"), out var ask) ? ask : null };
        return door.Find(visit, school) is not { } here
            ? visit.NotFound()
            : visit.Page<SchoolLetterWritePage>(new { School = here, Choices = await LetterChoices.Of(visit, here, form.Id, database, sealer), Form = form });
    }

    /// <summary>Shows it as guardians will see it, with how many it reaches. Files are kept at once, since a page cannot give them twice; of what was typed nothing is stored.</summary>
    private static async Task<IResult> Check(
        Visit visit, string school, SchoolDoor door, Database database, Sealer sealer, SchoolLetterDesk desk, LetterUploads uploads, LetterAsking asking)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var letter = SchoolLetterForm.IdOf(visit);
        var wrong = await uploads.Take(visit, here, letter);
        var choices = await LetterChoices.Of(visit, here, letter, database, sealer);
        var form = await asking.Checked(visit, here, SchoolLetterForm.From(visit, choices));
        var goesOn = !visit.Has("back") && !visit.Has("stay") && !visit.Has("remove");
        form = form with { Wrong = goesOn ? [.. wrong, .. form.Wrong] : [.. wrong] };
        if (form.Wrong.Count > 0 || !goesOn)
        {
            var with = new { School = here, Choices = choices, Form = form };
            return form.Wrong.Count > 0 ? visit.Refuse<SchoolLetterWritePage>(with) : visit.Page<SchoolLetterWritePage>(with);
        }

        var (reached, guardians, _) = await database.ReadInTown(visit.TownId, tx => desk.Reach(tx, visit.TownId, form.Letter(here.Code, visit.Now), visit.Now, visit.Stop), visit.Stop);
        return visit.Page<SchoolLetterCheckPage>(new
        {
            School = here,
            Choices = choices,
            Form = form,
            Guardians = reached.SelectMany(r => guardians[r.Pupil.Child.Id]).Distinct().Count(),
            Children = reached.Count,
            Alone = reached.Count(r => !guardians[r.Pupil.Child.Id].Any()),
        });
    }

    private static async Task<IResult> Send(Visit visit, string school, SchoolDoor door, Database database, Sealer sealer, SchoolLetterDesk desk, LetterAsking asking)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var choices = await LetterChoices.Of(visit, here, SchoolLetterForm.IdOf(visit), database, sealer);
        var form = await asking.Checked(visit, here, SchoolLetterForm.From(visit, choices));
        if (!form.Files.Select(f => $"{f.Id:n}").SequenceEqual(visit.Fields("file"), StringComparer.Ordinal))
        {
            // Removed in another window, or too old: what goes out is what was looked at.
            form = form with { Wrong = [.. form.Wrong, "付けたファイルが、確認したときから変わっています。もう一度確かめてください。"] };
        }

        if (form.Wrong.Count > 0)
        {
            return visit.Refuse<SchoolLetterWritePage>(new { School = here, Choices = choices, Form = form });
        }

        var sent = await database.InTown(visit.TownId, async tx =>
        {
            var guardians = await desk.Send(tx, visit.TownId, form.Letter(here.Code, visit.Now), visit.Actor, visit.Stop);
            await asking.Bind(tx, visit, here, form);
            return guardians;
        }, visit.Stop);
        desk.Sent(visit.TownId);
        return visit.Go($"{Path(here)}/{form.Id}", $"保護者{sent}人に送りました。");
    }

    private static async Task<IResult> Show(Visit visit, string school, Guid id, SchoolDoor door, Database database, Sealer sealer, SchoolLetterDesk desk)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var found = await database.InTown(visit.TownId, async tx =>
        {
            if (await SchoolLetterTable.Read(tx, sealer, visit.TownId, id, visit.Stop) is not { } letter || letter.School != here.Code)
            {
                return default;
            }

            var (reached, _, _) = await desk.Reach(tx, visit.TownId, letter, visit.Now, visit.Stop);
            var files = (await LetterFileTable.Of(tx, sealer, visit.TownId, here.Code, id, visit.Stop)).Where(f => letter.Files.Contains(f.Id)).ToList();
            var to = await LetterTargetNames.Of(tx, visit.TownId, letter, visit.Stop);
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.see/letter", [$"{SchoolsModule.Name}/letter/{id:n}"], $"{reached.Count}"), visit.Now, visit.Stop);
            return (Letter: letter, Reached: reached, Files: (IReadOnlyList<LetterFile>)files, To: to);
        }, visit.Stop);
        return found.Letter is null ? visit.NotFound() : visit.Page<SchoolLetterReachPage>(new { School = here, found.Letter, found.Reached, found.Files, found.To });
    }

    private static async Task<IResult> Remind(Visit visit, string school, Guid id, SchoolDoor door, Database database, Sealer sealer, SchoolLetterDesk desk)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var reminded = await database.InTown(visit.TownId, async tx =>
            await SchoolLetterTable.Read(tx, sealer, visit.TownId, id, visit.Stop) is { } letter && letter.School == here.Code && letter.IsReadable(visit.Now)
                ? await desk.Remind(tx, visit.TownId, letter, visit.Actor, visit.Now, visit.Stop)
                : -1, visit.Stop);
        desk.Sent(visit.TownId);
        return reminded switch
        {
            < 0 => visit.NotFound(),
            0 => visit.Go($"{Path(here)}/{id}", "いま催促する保護者はいません（催促は10分に1回までです）。"),
            _ => visit.Go($"{Path(here)}/{id}", $"保護者{reminded}人に、もう一度知らせました。"),
        };
    }

    private static async Task<IResult> Withdraw(Visit visit, string school, Guid id, SchoolDoor door, Database database, Sealer sealer)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var done = await database.InTown(visit.TownId, async tx =>
        {
            if (await SchoolLetterTable.Read(tx, sealer, visit.TownId, id, visit.Stop) is not { } letter || letter.School != here.Code)
            {
                return false;
            }

            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.letter/withdrawn", [$"{SchoolsModule.Name}/letter/{id:n}"]), visit.Now, visit.Stop);
            return await SchoolLetterTable.Withdraw(tx, visit.TownId, id, visit.Now, visit.Stop) || letter.WithdrawnAt is not null;
        }, visit.Stop);
        return done ? visit.Go($"{Path(here)}/{id}", "取り消しました。保護者のページでは、もう読めません。") : visit.NotFound();
    }
}
