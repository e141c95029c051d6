using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>The children whom a letter is for: by the school, its classes, grades, clubs and buses as they are on a day.</summary>
public static class LetterPupils
{
    public static async Task<IReadOnlyList<Pupil>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, SchoolLetter letter, DateOnly day, CancellationToken stop)
    {
        var members = letter.Groups.Count == 0 ? [] : await SchoolGroupTable.Members(tx, town, letter.School, letter.Groups, day, stop);
        var children = members.Select(m => m.Child).ToHashSet();
        return [.. (await PupilSearch.OfSchool(tx, sealer, town, letter.School, day, stop)).Where(p => letter.IsFor(p, children))];
    }
}
