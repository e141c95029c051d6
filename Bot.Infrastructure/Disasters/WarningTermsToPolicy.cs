using Bot.Domain.Disasters;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Disasters;

/// <summary>Turns what a town's settings say of warnings into what decides.</summary>
public static class WarningTermsToPolicy
{
    public static WarningPolicy Of(WarningTerms terms) => new(
        terms.Areas,
        [.. terms.Rules.Select(r => (Enum.Parse<WarningKind>(r.Kind, ignoreCase: true), Enum.Parse<WarningAct>(r.Act, ignoreCase: true)))],
        Intensity.Choices.First(c => c.Code == terms.Intensity).Rank,
        TimeSpan.FromMinutes(terms.HeldAfterMinutes));
}
