using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Schools.Asks;
using Npgsql;

namespace Bot.Api.Console.Schools.Asks;

/// <summary>What is so for each child of a school.</summary>
/// <param name="Links">The guardians who are linked now, in the order of linking.</param>
public sealed record ConsentBoard(School School, IReadOnlyList<ConsentKind> Kinds, IReadOnlyList<Pupil> Pupils, ILookup<ChildId, CitizenId> Links, ILookup<(ChildId, Guid), ConsentWord> Words)
{
    public IReadOnlyList<SchoolClass> Classes => [.. Pupils.Select(p => p.Class).Distinct()];

    public ConsentStanding Of(Pupil pupil, ConsentKind kind) => ConsentStanding.Of(pupil.Child, Words[(pupil.Child.Id, kind.Id)], [.. Links[pupil.Child.Id]]);

    /// <summary>As it is written in lists and files.</summary>
    public string Say(Pupil pupil, ConsentKind kind) => Of(pupil, kind) switch
    {
        _ when pupil.Child.IsProtected => "不可（保護）",
        { IsUnknown: true } => "未回答",
        { Differs: true } => "不可（答えが違う）",
        { MayBeShown: true } => "可",
        _ => "不可",
    };

    internal static async Task<ConsentBoard> Read(NpgsqlTransaction tx, Visit visit, School school, AskPages pages, string what)
    {
        var pupils = await PupilSearch.OfSchool(tx, pages.Sealer, visit.TownId, school.Code, visit.Today, visit.Stop);
        var children = pupils.Select(p => p.Child.Id).ToList();
        var links = await GuardianTable.OfAll(tx, visit.TownId, children, visit.Stop);
        var words = await ConsentTable.Of(tx, visit.TownId, children, visit.Stop);
        await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"schools.see/{what}", [], $"{school.Code} {pupils.Count}"), visit.Now, visit.Stop);
        return new ConsentBoard(
            school, await ConsentTable.Kinds(tx, visit.TownId, school.Code, visit.Stop), pupils, links.ToLookup(l => l.Child, l => l.Citizen), words.ToLookup(w => (w.Child, w.Kind)));
    }
}
