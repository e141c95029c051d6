using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>What a guardian sees of consent: their own children at a school, and their own words. What another guardian said is the school's to know.</summary>
public sealed record ConsentView(CitizenId Guardian, IReadOnlyList<ConsentKind> Kinds, IReadOnlyList<LinkedChild> Children, IReadOnlyList<ConsentWord> Words)
{
    /// <summary>The guardian's own last word.</summary>
    public bool? Says(ChildId child, Guid kind) => Words.LastOrDefault(w => w.Child == child && w.Kind == kind && w.Citizen == Guardian)?.Says;
}

/// <summary>Takes consent for children, from guardians and from paper.</summary>
public static class ConsentDesk
{
    /// <summary>Nothing when the school asks for none.</summary>
    public static async Task<ConsentView?> View(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, CitizenId guardian, DateOnly day, CancellationToken stop)
    {
        var kinds = await ConsentTable.Kinds(tx, town, school, stop);
        var children = kinds.Count == 0 ? [] : (await GuardianTable.ChildrenOf(tx, sealer, town, guardian, day, stop)).Where(c => c.School == school).ToList();
        return children.Count == 0 ? null : new ConsentView(guardian, kinds, children, await ConsentTable.Of(tx, town, children.Select(c => c.Child), stop));
    }

    /// <summary>A guardian speaks; what they said already is not said again.</summary>
    /// <returns>How much is new.</returns>
    public static async Task<int> Say(NpgsqlTransaction tx, TownId town, ConsentView view, IReadOnlyCollection<(ChildId Child, Guid Kind, bool Says)> said, DateTimeOffset now, CancellationToken stop)
    {
        var fresh = said.Where(s => view.Children.Any(c => c.Child == s.Child) && view.Kinds.Any(k => k.Id == s.Kind) && view.Says(s.Child, s.Kind) != s.Says).ToList();
        foreach (var (child, kind, says) in fresh)
        {
            await ConsentTable.Add(tx, town, new ConsentWord(kind, child, view.Guardian, says, now), Actor.Resident, stop);
        }

        if (fresh.Count > 0)
        {
            await Note(tx, town, "said", fresh.Select(f => f.Child), Actor.Resident, now, stop);
        }

        return fresh.Count;
    }

    /// <summary>Staff put in what stands on paper, or take it back.</summary>
    public static async Task Enter(NpgsqlTransaction tx, TownId town, ChildId child, IReadOnlyList<(Guid Kind, bool? Says)> paper, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var before = await ConsentTable.Of(tx, town, [child], stop);
        foreach (var (kind, says) in paper.Where(p => before.LastOrDefault(w => w.Kind == p.Kind && w.Citizen is null)?.Says != p.Says))
        {
            await ConsentTable.Add(tx, town, new ConsentWord(kind, child, null, says, now), by, stop);
        }

        await Note(tx, town, "paper", [child], by, now, stop);
    }

    private static Task Note(NpgsqlTransaction tx, TownId town, string what, IEnumerable<ChildId> children, Actor by, DateTimeOffset now, CancellationToken stop) =>
        AuditTable.Add(tx, town, by, new AuditEntry($"schools.consent/{what}", [.. children.Distinct().Select(c => $"child/{c.Value:n}")]), now, stop);
}
