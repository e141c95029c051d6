using Bot.Domain.DamageReports;
using Bot.Infrastructure.Audit;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

public enum PublicationOutcome
{
    Done,

    /// <summary>Somebody else changed it since the clerk looked.</summary>
    Changed,

    /// <summary>The town tells nothing of that kind.</summary>
    Never,
}

/// <summary>What staff do so that the public sees a case, or sees it no more. The words are theirs: what residents wrote is never published.</summary>
public sealed class PublicationDesk(DamageTowns towns, TimeProvider clock)
{
    public const int LongestWords = 300;

    public const int LongestAnswer = 1000;

    /// <param name="seen">The version on the clerk's page; 0 when nobody had said anything.</param>
    /// <param name="shown">Whether the public is to see it; <c>null</c> leaves that as it is.</param>
    /// <param name="words">Empty for none.</param>
    public async Task<PublicationOutcome> Say(NpgsqlTransaction tx, StoredCase stored, Actor actor, int seen, bool? shown, string words, CancellationToken stop)
    {
        if (towns.Find(stored.Town)?.Publication?.Of(stored.Kind) is not { When: not PublishWhen.Never } rule)
        {
            return PublicationOutcome.Never;
        }

        var (was, now) = (await PublicationTable.Read(tx, stored.Town, stored.Id, stop), clock.GetUtcNow());
        var before = was?.Shown ?? rule.When == PublishWhen.AtOnce;
        var said = new StoredPublication(shown ?? before, words.Length > 0 ? words : null, was?.WasShown ?? (before || shown is true ? now : null), now, seen);
        if (!await PublicationTable.Save(tx, stored.Town, stored.Id, said, actor, stop))
        {
            return PublicationOutcome.Changed;
        }

        var what = (before, said.Shown) switch { (false, true) => "shown", (true, false) => "withdrawn", _ => "described" };
        await Audit(tx, stored, actor, what, now, stop);
        return PublicationOutcome.Done;
    }

    /// <param name="id">Made with the form, so that a form sent twice says it once.</param>
    public async Task Answer(NpgsqlTransaction tx, StoredCase stored, Actor actor, Guid id, string words, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await PublicAnswerTable.Add(tx, stored.Town, new PublicAnswer(id, stored.Id, words, now), actor, stop);
        await Audit(tx, stored, actor, "answered", now, stop);
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> Withdraw(NpgsqlTransaction tx, StoredCase stored, Actor actor, Guid answer, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (!await PublicAnswerTable.Withdraw(tx, stored.Town, stored.Id, answer, now, stop))
        {
            return false;
        }

        await Audit(tx, stored, actor, "answer-withdrawn", now, stop);
        return true;
    }

    private static Task Audit(NpgsqlTransaction tx, StoredCase stored, Actor actor, string what, DateTimeOffset now, CancellationToken stop) =>
        AuditTable.Add(tx, stored.Town, actor, new AuditEntry($"damage-reports.publish/{what}", [$"{DamageReportsModule.Name}/{stored.Subject}"]), now, stop);
}
