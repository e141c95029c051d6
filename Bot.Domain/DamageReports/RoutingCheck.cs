using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>What is wrong with a line of a town's routing.</summary>
public enum RuleTrouble
{
    /// <summary>No kind is of that group.</summary>
    NoKind,

    /// <summary>Earlier lines take all that it would take, so it never counts.</summary>
    Unreachable,

    /// <summary>It sends a case to where nobody of the region is.</summary>
    NoTarget,
}

/// <param name="By">Of an unreachable line: the first line that takes some of it.</param>
public sealed record RuleFinding(int Line, RuleTrouble Trouble, int? By = null);

/// <summary>A kind that ends with a department which the console does not know.</summary>
/// <param name="Line">The line that sends it there; <c>null</c> when its own or its group's department does.</param>
public sealed record LostKind(string Kind, string Department, int? Line);

/// <summary>Looks over a town's routing before it counts.</summary>
public static class RoutingCheck
{
    /// <summary>Lines that never count or lead nowhere.</summary>
    public static Items<RuleFinding> Rules(DamagePlan plan)
    {
        var found = new List<RuleFinding>();
        foreach (var (at, rule) in plan.Rules.Index())
        {
            var kinds = plan.Kinds.Where(k => Takes(rule, k)).ToList();
            var before = plan.Rules.Take(at).ToList();
            if (kinds.Count == 0)
            {
                found.Add(new RuleFinding(rule.Line, RuleTrouble.NoKind));
            }
            else if (kinds.TrueForAll(k => before.Exists(b => Covers(b, rule, k))))
            {
                found.Add(new RuleFinding(rule.Line, RuleTrouble.Unreachable, before.First(b => kinds.Exists(k => Covers(b, rule, k))).Line));
            }

            if (rule.Target switch
            {
                RouteTarget.Outside(var office) => plan.Office(office) is null,
                RouteTarget.OtherTown(var town) => plan.Neighbours.All(n => n.Town != town),
                _ => false,
            })
            {
                found.Add(new RuleFinding(rule.Line, RuleTrouble.NoTarget));
            }
        }

        return [.. found];
    }

    /// <summary>Kinds that may end where the console knows no department; they would lie on nobody's list.</summary>
    /// <param name="departments">The codes that it knows.</param>
    public static Items<LostKind> Lost(DamagePlan plan, IReadOnlyCollection<string> departments)
    {
        var lost = new List<LostKind>();
        foreach (var kind in plan.Kinds)
        {
            foreach (var rule in plan.Rules.Where(r => Takes(r, kind)))
            {
                if (rule.Target is RouteTarget.Department(var code) && !departments.Contains(code))
                {
                    lost.Add(new LostKind(kind.Code, code, rule.Line));
                }
            }

            var rest = kind.Department ?? plan.GroupOf(kind)?.Department ?? plan.Department;
            var alwaysRuled = plan.Rules.Any(r => Takes(r, kind) && r.Area is null && r.Owner is null);
            if (!alwaysRuled && !departments.Contains(rest))
            {
                lost.Add(new LostKind(kind.Code, rest, null));
            }
        }

        return [.. lost];
    }

    private static bool Takes(RoutingRule rule, DamageKind kind) => (rule.Kind is null || rule.Kind == kind.Code) && (rule.Group is null || rule.Group == kind.Group);

    /// <summary>Whether an earlier line takes all places that a later one would, for a kind of both.</summary>
    private static bool Covers(RoutingRule earlier, RoutingRule later, DamageKind kind) =>
        Takes(earlier, kind) && (earlier.Area is null || earlier.Area == later.Area) && (earlier.Owner is null || earlier.Owner == later.Owner);
}
