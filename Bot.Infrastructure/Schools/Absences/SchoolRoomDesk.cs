using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>What a school's staff do with reports.</summary>
public sealed class SchoolRoomDesk(AbsenceTeller teller, Sealer sealer, TimeProvider clock)
{
    /// <summary>Marks reports of this school as seen and tells those who sent them; what is seen or gone already is passed over.</summary>
    /// <returns>How many were marked.</returns>
    public async Task<int> See(NpgsqlTransaction tx, TownId town, School school, IReadOnlyList<Guid> ids, Actor by, CancellationToken stop)
    {
        var (now, seen) = (clock.GetUtcNow(), new List<Absence>());
        foreach (var id in ids.Distinct().Order())
        {
            if (await AbsenceSearch.Read(tx, town, id, stop) is { } found && found.School == school.Code && await AbsenceTable.Move(tx, town, id, AbsenceState.Seen, now, stop))
            {
                seen.Add(found);
                await teller.TellOfSeen(tx, town, found, now, stop);
            }
        }

        if (seen.Count > 0)
        {
            await AuditTable.Add(tx, town, by, new AuditEntry("schools.change/absence-seen", [.. seen.Select(Subject)]), now, stop);
        }

        return seen.Count;
    }

    /// <summary>What a guardian said by telephone; seen from the first moment.</summary>
    public async Task<Absence> Phone(NpgsqlTransaction tx, TownId town, School school, Guid id, ChildId child, AbsenceKind kind, DaySpan days, TimeOnly? expected, AbsenceStory story, Actor by, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await AbsenceSearch.Read(tx, town, id, stop) is { } known)
        {
            return known;
        }

        await AbsenceTable.Lock(tx, town, child, stop);
        var made = new Absence(id, school.Code, child, null, kind, days, AbsenceState.Seen, now, now) { ExpectedAt = expected };
        await AbsenceTable.Add(tx, sealer, town, made, story, by, stop);
        await AuditTable.Add(tx, town, by, new AuditEntry("schools.change/absence-phone", [Subject(made)]), now, stop);
        await teller.TellOfDifference(tx, town, made, school, now, stop);
        return made;
    }

    public static string Subject(Absence absence) => $"schools/absence-{absence.Id:n}";
}
