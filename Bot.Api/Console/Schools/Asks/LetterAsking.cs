using Bot.Api.Console.Schools.Letters;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>Lets a draft of an ask go with a letter.</summary>
internal sealed class LetterAsking(Database database, Sealer sealer)
{
    /// <summary>The letter, with what stands against sending the ask with it.</summary>
    public async Task<SchoolLetterForm> Checked(Visit visit, School school, SchoolLetterForm form) =>
        form with { Wrong = [.. form.Wrong, .. await Faults(visit, school, form.Ask, form.Id, form.Until)] };

    private async Task<Items<string>> Faults(Visit visit, School school, Guid? ask, Guid letter, DateOnly until)
    {
        if (ask is not { } id)
        {
            return [];
        }

        var (found, last) = await database.ReadInTown(visit.TownId, async tx => (
            await AskTable.Read(tx, sealer, visit.TownId, id, visit.Stop), await LastDay(tx, visit, id)), visit.Stop);
        return found switch
        {
            null => ["付けるアンケートなどが見つかりません。作り直してください。"],
            _ when found.School != school.Code => ["付けるアンケートなどが見つかりません。作り直してください。"],
            { Letter: { } other } when other != letter => ["このアンケートなどは、ほかのお知らせといっしょに送られています。"],
            _ when found.Due < visit.Today => [$"「{found.Content.Title}」の締め切り（{Shown.Day(found.Due)}）が過ぎています。直してください。"],
            _ when found.Due > until => [$"お知らせは、「{found.Content.Title}」の締め切り（{Shown.Day(found.Due)}）まで見られるようにしてください。"],
            _ when last > until => [$"お知らせは、最後の面談の日（{Shown.Day(last)}）まで見られるようにしてください。"],
            _ => [],
        };
    }

    /// <summary>In the transaction that sends the letter.</summary>
    /// <exception cref="InvalidOperationException">It has gone with another letter meanwhile; the letter must not go without it.</exception>
    public async Task Bind(NpgsqlTransaction tx, Visit visit, School school, SchoolLetterForm form)
    {
        if (form.Ask is { } id && !await AskTable.Bind(tx, visit.TownId, id, school.Code, form.Id, visit.Stop)
            && (await AskTable.Read(tx, sealer, visit.TownId, id, visit.Stop))?.Letter != form.Id)
        {
            throw new InvalidOperationException("the ask has gone with another letter");
        }
    }

    private static Task<DateOnly> LastDay(NpgsqlTransaction tx, Visit visit, Guid ask) => SlotTable.LastDay(tx, visit.TownId, ask, visit.Stop);
}
