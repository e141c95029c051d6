using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;

namespace Bot.Api.Console.Schools.Letters;

/// <summary>What can be chosen for a letter while it is being written, and the files that are put with it so far.</summary>
public sealed record LetterChoices(Guid Letter, Items<SchoolClass> Classes, Items<SchoolGroup> Groups, Items<LetterFile> Files)
{
    public IEnumerable<int> Grades => Classes.Select(c => c.Grade).Where(g => g > 0).Distinct();

    internal static Task<LetterChoices> Of(Visit visit, School school, Guid letter, Database database, Sealer sealer) =>
        database.ReadInTown(visit.TownId, async tx => new LetterChoices(
            letter, [.. await ClassTable.Of(tx, visit.TownId, school.Code, SchoolYear.Of(visit.Today), visit.Stop)],
            [.. await SchoolGroupTable.Of(tx, visit.TownId, school.Code, visit.Stop)],
            [.. await LetterFileTable.Of(tx, sealer, visit.TownId, school.Code, letter, visit.Stop)]), visit.Stop);
}
