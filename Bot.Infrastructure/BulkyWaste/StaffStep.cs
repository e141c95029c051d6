using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Which member of staff acts, and on what they saw.</summary>
/// <param name="Seen">The version on the page from which they act; <c>null</c> when they act on a thing on the road, not on a page.</param>
/// <param name="Audited">The caller writes the line of the audit log itself.</param>
public sealed record ByStaff(Actor Actor, int? Seen = null, bool Audited = false);

/// <summary>
/// What all actions of staff have in common: the request is kept ours, a change since the clerk looked is told, what is done stands in the audit log
/// and the resident hears of it. In one transaction of the resident's town.
/// </summary>
public sealed class StaffStep(RequestLife life, RequestTeller teller, TimeProvider clock)
{
    public const string NotFound = "bulky-waste.staff.not-found";
    public const string NotNow = "bulky-waste.staff.not-now";
    public const string Changed = "bulky-waste.staff.changed-meanwhile";
    public const string Wrong = "bulky-waste.staff.wrong";

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The request, kept ours, as the clerk saw it.</summary>
    public async Task<Checked<StoredRequest>> Open(NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, CancellationToken stop) =>
        await life.Lock(tx, town, id, stop) switch
        {
            null => new Checked<StoredRequest>.Bad(NotFound),
            var stored when by.Seen is { } seen && seen != stored.Version => new Checked<StoredRequest>.Bad(Changed),
            var stored => new Checked<StoredRequest>.Good(stored),
        };

    /// <summary>Brings news to an opened request; what does not fit its state is refused.</summary>
    /// <param name="action">What the audit log calls it.</param>
    /// <param name="why">A code that the clerk chose.</param>
    public async Task<Checked<BulkyRequest>> Bring(
        NpgsqlTransaction tx, StoredRequest stored, RequestNews news, ByStaff by, string action, string? why, CancellationToken stop)
    {
        var now = Now;
        if (stored.Request.State.Apply(news).Orders.Count == 0)
        {
            return new Checked<BulkyRequest>.Bad(NotNow);
        }

        var cause = Cause(action, stored);
        var step = await life.Apply(tx, stored, news, new Doing(by.Actor, cause, why), now, stop);
        await OutboxTable.Add(tx, stored.Request.Town, await teller.News(tx, step, news, cause, now, stop), stop);
        await Audit(tx, stored, by, action, why, stop);
        return new Checked<BulkyRequest>.Good(step.After.Request);
    }

    /// <summary>Locks, checks and brings news that follows from the request alone.</summary>
    public async Task<Checked<BulkyRequest>> Bring(
        NpgsqlTransaction tx, TownId town, Guid id, ByStaff by, string action, string? why, Func<BulkyRequest, RequestNews> news, CancellationToken stop) =>
        await Open(tx, town, id, by, stop) switch
        {
            Checked<StoredRequest>.Good(var stored) => await Bring(tx, stored, news(stored.Request), by, action, why, stop),
            Checked<StoredRequest>.Bad(var reason) => new Checked<BulkyRequest>.Bad(reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Keeps a change that brings no news: the resident hears nothing yet.</summary>
    public async Task<Checked<BulkyRequest>> KeepOpen(NpgsqlTransaction tx, StoredRequest changed, ByStaff by, string action, CancellationToken stop)
    {
        await RequestStory.Write(tx, changed, "changed", null, new Doing(by.Actor, Cause(action, changed)), Now, stop);
        await Audit(tx, changed, by, action, null, stop);
        return new Checked<BulkyRequest>.Good((await RequestTable.Save(tx, changed, Now, stop)).Request);
    }

    /// <summary>The version makes it new each time: what is undone and done again is told again.</summary>
    public static string Cause(string action, StoredRequest stored) => $"{action}/{stored.Version}";

    public Task Audit(NpgsqlTransaction tx, StoredRequest stored, ByStaff by, string action, string? why, CancellationToken stop) => by.Audited ? Task.CompletedTask : AuditTable.Add(
        tx,
        stored.Request.Town,
        by.Actor,
        new AuditEntry($"bulky-waste.change/{action}", [$"{RequestLife.Module}/{RequestLife.Subject(stored.Request.Id)}"], why),
        Now,
        stop);
}
