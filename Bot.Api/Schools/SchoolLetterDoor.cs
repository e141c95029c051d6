using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Schools;

/// <summary>A letter as one guardian came to it.</summary>
/// <param name="Speaks">The language in which we speak with the guardian.</param>
internal sealed record FoundLetter(SchoolLetter Letter, LetterReader Reader, Language Speaks);

/// <summary>The one door to a letter and all that goes with it: the code in the guardian's own address, while the guardian is linked to a child of the school.</summary>
internal static class SchoolLetterDoor
{
    /// <returns><c>null</c> for a code that is none, or no more. Whether it can still be read is the letter's own affair.</returns>
    public static async Task<FoundLetter?> Find(NpgsqlTransaction tx, Sealer sealer, TownId town, string code, DateTimeOffset now, CancellationToken stop)
    {
        var reader = LetterCodes.IsShaped(code) ? await LetterReaderTable.ByCode(tx, town, LetterCodes.Hash(code), JapanTime.Day(now), stop) : null;
        return reader is not null && await SchoolLetterTable.Read(tx, sealer, town, reader.Letter, stop) is { } letter
            ? new FoundLetter(letter, reader, await Teller.Speaks(tx, town, reader.Citizen, stop))
            : null;
    }

    /// <summary>The files that the letter names, in its order.</summary>
    public static async Task<IReadOnlyList<LetterFile>> Files(NpgsqlTransaction tx, Sealer sealer, TownId town, SchoolLetter letter, CancellationToken stop)
    {
        var all = letter.Files.Count == 0 ? [] : await LetterFileTable.Of(tx, sealer, town, letter.School, letter.Id, stop);
        return [.. letter.Files.Select(id => all.FirstOrDefault(f => f.Id == id)).OfType<LetterFile>()];
    }
}
