using Bot.Domain.Disasters;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>What warnings of the weather agency do in this town.</summary>
/// <param name="Areas">The agency's codes of the municipality (市町村コード, seven digits).</param>
/// <param name="Intensity">From which seismic intensity on an earthquake counts, such as <c>5-</c>.</param>
/// <param name="HeldAfterMinutes">A report older than this switches nothing by itself.</param>
public sealed record WarningTerms(Items<string> Areas, Items<WarningTerm> Rules, string Intensity, int HeldAfterMinutes)
{
    public const int LeastHeld = 5;

    public const int MostHeld = 360;

    public static Items<string> Kinds { get; } = [.. Enum.GetNames<WarningKind>().Select(k => k.ToLowerInvariant())];

    public static Items<string> Acts { get; } = [.. Enum.GetNames<WarningAct>().Select(a => a.ToLowerInvariant())];

    public string ActOn(string kind) => Rules.FirstOrDefault(r => r.Kind == kind)?.Act ?? Acts[0];
}

/// <param name="Kind">Of <see cref="WarningTerms.Kinds"/>.</param>
/// <param name="Act">Of <see cref="WarningTerms.Acts"/>.</param>
public sealed record WarningTerm(string Kind, string Act);
