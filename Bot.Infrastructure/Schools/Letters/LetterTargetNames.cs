using System.Globalization;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Npgsql;

namespace Bot.Infrastructure.Schools.Letters;

/// <summary>To whom a letter went, in the words of the school; also classes of past years and groups that are no more.</summary>
public static class LetterTargetNames
{
    public static async Task<Items<string>> Of(NpgsqlTransaction tx, TownId town, SchoolLetter letter, CancellationToken stop)
    {
        var names = letter.Grades.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g}年")).ToList();
        foreach (var id in letter.Classes)
        {
            if (await ClassTable.Read(tx, town, id, stop) is { } found && found.School == letter.School)
            {
                names.Add(found.Title);
            }
        }

        foreach (var id in letter.Groups)
        {
            if (await SchoolGroupTable.Read(tx, town, id, stop) is { } found && found.School == letter.School)
            {
                names.Add(found.Name);
            }
        }

        return [.. names];
    }
}
