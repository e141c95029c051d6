using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.Retention;

/// <summary>Something that was erased: which row, and from when it was.</summary>
public sealed record ErasedRow(string Id, DateTimeOffset At);

/// <summary>Erases what is older than a moment, at most so many, and says which; what is under legal hold stays.</summary>
public delegate Task<IReadOnlyList<ErasedRow>> Erase(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop);

/// <summary>How long one kind of personal data is kept.</summary>
/// <param name="Category">Its name in the proofs of erasure.</param>
/// <param name="Months">Kept for so many months,</param>
/// <param name="Days">and so many days.</param>
/// <param name="Why">As an auditor is told.</param>
public sealed record RetentionRule(string Category, int Months, int Days, string Why, Erase Erase)
{
    public DateTimeOffset Before(DateTimeOffset now) => now.ToUniversalTime().AddMonths(-Months).AddDays(-Days);
}
