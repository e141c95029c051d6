using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.Disasters;

/// <summary>What a service does in the same transaction when a drill is over.</summary>
public sealed record DrillEnd(Func<NpgsqlTransaction, TownId, DateTimeOffset, CancellationToken, Task> Do);

/// <summary>
/// Turns disaster mode on and off, by two people, in one transaction of the town: the row that says who and why, the setting that every process sees within a
/// second, the menus of all residents, and the record. The caller has checked right and fresh proof.
/// </summary>
public sealed class DisasterDesk(LiveRegion live, IEnumerable<DrillEnd> ends)
{
    public const int LongestWhy = 200;

    /// <summary>Who asks or agrees where no person does: a warning of the weather agency, and what the town has decided of such warnings beforehand.</summary>
    public const string Warning = "warning";

    public const string Policy = "policy";

    private const int Menus = 1000;

    public static Items<string> Machines { get; } = [Warning, Policy];

    /// <returns>False when another is asked for or on already.</returns>
    public static async Task<bool> Ask(NpgsqlTransaction tx, TownId town, Guid id, bool isDrill, string why, Actor by, DateTimeOffset now, CancellationToken stop) =>
        await DisasterTable.Ask(tx, town, id, isDrill, why, by, now, stop) && await Noted(tx, town, by, isDrill ? "ask-drill" : "ask", id, now, stop);

    /// <returns>False when it does not wait any more, or whoever asked for it tries to agree too.</returns>
    public async Task<bool> Agree(NpgsqlTransaction tx, TownId town, Guid id, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        if (!await DisasterTable.Agree(tx, town, id, by, now, stop))
        {
            return false;
        }

        var isDrill = (await DisasterTable.Latest(tx, town, 1, stop))[0].IsDrill;
        await Set(tx, town, new DisasterState(isDrill), id, now, stop);
        return await Noted(tx, town, by, isDrill ? "begin-drill" : "begin", id, now, stop);
    }

    /// <summary>
    /// A warning is one of the two: it asks, and a person agrees, or what the town decided beforehand does; where a person has asked already, the warning agrees.
    /// A drill is left alone, and nothing is ended.
    /// </summary>
    /// <param name="atOnce">Whether the town has decided that nobody need be asked.</param>
    /// <returns>The time of disaster mode for which it is the reason; <c>null</c> when it changes nothing.</returns>
    public async Task<Guid?> Warn(NpgsqlTransaction tx, TownId town, string why, bool atOnce, DateTimeOffset now, CancellationToken stop)
    {
        var (warning, policy) = (new Actor("system", Warning, town.Value), new Actor("system", Policy, town.Value));
        if ((await DisasterTable.Latest(tx, town, 1, stop)).FirstOrDefault(m => m.EndedAt is null) is not { } open)
        {
            var id = Guid.CreateVersion7(now);
            return await Ask(tx, town, id, isDrill: false, why, warning, now, stop) && (!atOnce || await Agree(tx, town, id, policy, now, stop)) ? id : null;
        }

        return open is { Waits: true, IsDrill: false } && atOnce && await Agree(tx, town, open.Id, open.AskedBy.Id == Warning ? policy : warning, now, stop) ? open.Id : null;
    }

    /// <summary>Ends it, or withdraws what nobody has agreed to yet.</summary>
    /// <returns>False when it has ended already.</returns>
    public async Task<bool> End(NpgsqlTransaction tx, TownId town, Guid id, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        var was = (await DisasterTable.Latest(tx, town, 1, stop)).FirstOrDefault(m => m.Id == id);
        if (was is null || !await DisasterTable.End(tx, town, id, by, now, stop))
        {
            return false;
        }

        if (was.IsOn)
        {
            await Set(tx, town, null, id, now, stop);
        }

        foreach (var end in was is { IsOn: true, IsDrill: true } ? ends : [])
        {
            await end.Do(tx, town, now, stop);
        }

        return await Noted(tx, town, by, was.IsOn ? "end" : "withdraw", id, now, stop);
    }

    private async Task Set(NpgsqlTransaction tx, TownId town, DisasterState? state, Guid mode, DateTimeOffset now, CancellationToken stop)
    {
        await SettingTable.Lock(tx, town, stop);
        await SettingTable.Put(tx, town, TownPieces.Disaster, state is null ? null : PieceJson.Write(state), stop);
        await SettingTable.Count(tx, town, stop);
        var profile = live.Now.Find(town)! with { Disaster = state };
        if (profile.RichMenus.All(m => !m.IsForDisaster))
        {
            return;
        }

        CitizenId? after = null;
        while (await RichMenuTable.Friends(tx, town, after, Menus, stop) is { Count: > 0 } page)
        {
            await OutboxTable.Add(tx, town, [.. page.Select(f => Menu(town, profile, f, state, mode, now))], stop);
            after = page[^1].Citizen;
        }
    }

    private static OutboxRow Menu(TownId town, TownProfile profile, (CitizenId Citizen, Language Language) friend, DisasterState? state, Guid mode, DateTimeOffset now) => new(
        NamedGuid.From($"{town.Value}/{friend.Citizen.Value}/disaster/{mode:n}/{(state is null ? "off" : "on")}", "menu"), friend.Citizen, Lane.Bulk, LineKinds.Menu,
        LineTasks.Menu(TownMenu.NameFor(friend.Language, profile)), ReplyToken: null, ReplyUntil: null, now);

    private static async Task<bool> Noted(NpgsqlTransaction tx, TownId town, Actor by, string what, Guid id, DateTimeOffset now, CancellationToken stop)
    {
        await AuditTable.Add(tx, town, by, new AuditEntry($"disaster.switch/{what}", [$"disaster/{id:n}"]), now, stop);
        return true;
    }
}
