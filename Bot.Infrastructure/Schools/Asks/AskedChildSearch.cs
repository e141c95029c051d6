using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>A child of one guardian for whom a letter asks.</summary>
public sealed record AskedChild(LinkedChild Link, Pupil Pupil);

/// <summary>Whom of a guardian's children a letter is for, as they are linked now.</summary>
public static class AskedChildSearch
{
    public static async Task<IReadOnlyList<AskedChild>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, SchoolLetter letter, CitizenId guardian, DateOnly day, CancellationToken stop)
    {
        var found = new List<AskedChild>();
        var members = letter.Groups.Count == 0 ? [] : (await SchoolGroupTable.Members(tx, town, letter.School, letter.Groups, day, stop)).Select(m => m.Child).ToHashSet();
        foreach (var link in (await GuardianTable.ChildrenOf(tx, sealer, town, guardian, day, stop)).Where(c => c.School == letter.School))
        {
            if (await PupilSearch.Of(tx, sealer, town, link.Child, day, stop) is { } pupil && letter.IsFor(pupil, members))
            {
                found.Add(new AskedChild(link, pupil));
            }
        }

        return found;
    }
}
