using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Asks;
using Bot.Infrastructure.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>An ask that has gone out, and the children whom its letter is for, in the order of their classes.</summary>
public sealed record SentAsk(School School, Ask Ask, SchoolLetter Letter, IReadOnlyList<Pupil> Pupils)
{
    public IReadOnlyList<SchoolClass> Classes => [.. Pupils.Select(p => p.Class).Distinct()];

    public Pupil? Find(string child) => Guid.TryParse(child, out var id) ? Pupils.FirstOrDefault(p => p.Child.Id.Value == id) : null;
}

/// <summary>What the pages of this part have in common.</summary>
internal sealed class AskPages(SchoolDoor door, Database database, Sealer sealer, SchoolLetterDesk letters)
{
    public Sealer Sealer => sealer;

    public School? Find(Visit visit, string school) => door.Find(visit, school);

    public Task<T> In<T>(Visit visit, Func<NpgsqlTransaction, Task<T>> work) => database.InTown(visit.TownId, work, visit.Stop);

    /// <summary>An ask of this school, draft or not.</summary>
    public async Task<Ask?> Ask(NpgsqlTransaction tx, Visit visit, School school, Guid id) =>
        await AskTable.Read(tx, sealer, visit.TownId, id, visit.Stop) is { } ask && ask.School == school.Code ? ask : null;

    /// <summary>Looks at one that has gone out; each look is on record.</summary>
    public async Task<SentAsk?> Sent(NpgsqlTransaction tx, Visit visit, School school, Guid id, AskKind kind, string what)
    {
        if (await Ask(tx, visit, school, id) is not { Letter: { } letterId } ask || ask.Kind != kind
            || await SchoolLetterTable.Read(tx, sealer, visit.TownId, letterId, visit.Stop) is not { } letter)
        {
            return null;
        }

        var (reached, _, _) = await letters.Reach(tx, visit.TownId, letter, visit.Now, visit.Stop);
        await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"schools.see/{what}", [Subject(id)], $"{reached.Count}"), visit.Now, visit.Stop);
        return new SentAsk(school, ask, letter, [.. reached.Select(r => r.Pupil)]);
    }

    public static Task<IReadOnlyList<SchoolClass>> Classes(NpgsqlTransaction tx, Visit visit, School school) =>
        ClassTable.Of(tx, visit.TownId, school.Code, SchoolYear.Of(visit.Today), visit.Stop);

    public static string Subject(Guid ask) => $"{SchoolsModule.Name}/ask/{ask:n}";
}
