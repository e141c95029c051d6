using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>What the service holds about residents, for disclosure and erasure.</summary>
public sealed class RequesterPart(BulkyTowns towns)
{
    public PersonPart Part => new(RequestLife.Module)
    {
        Find = async (tx, town, typed, most, stop) => await Hits(tx, town, await ResidentSearch.Find(tx, towns, town, typed, most, stop), stop),
        Of = async (tx, town, ids, citizens, stop) => await Hits(tx, town, await ResidentSearch.Of(tx, towns, town, ids, citizens, stop), stop),
        Held = async (tx, town, hits, stop) => await ResidentSearch.Held(tx, towns, town, await ResidentSearch.Of(tx, towns, town, [.. hits.Select(h => h.Id)], [], stop), stop),
        Hinders = Hinders,
        Erase = (tx, town, hits, now, stop) => RequestErasureTable.Of(tx, town, [.. hits.Select(h => h.Id)], now, stop),
        Stays = "粗大ごみ：会計のため、受付番号、品目、手数料、収集日、支払いと返金の記録は残ります。",
    };

    /// <summary>Locked and read again: what changes at this moment is not erased from under somebody.</summary>
    private async Task<string?> Hinders(NpgsqlTransaction tx, TownId town, IReadOnlyList<PersonHit> hits, CancellationToken stop)
    {
        var locked = new List<BulkyRequest>();
        foreach (var hit in hits.OrderBy(h => h.Id))
        {
            locked.Add((await RequestSearch.Lock(tx, towns, town, hit.Id, stop))!.Request);
        }

        // Paying on top after the collection counts too.
        var open = string.Join('、', locked.Where(r => r.State.IsOpen || r.State is RequestState.Collected { Due: not null }).Select(r => r.Receipt));
        return open.Length > 0 ? $"まだ終わっていない申し込みがあります（{open}）。先に収集の完了、取り消し、または返金を済ませてください。"
            : await ResidentSearch.IsHeld(tx, town, [.. locked.Select(r => r.Id)], stop) ? "消去を止めている申し込みがあります（争いや調査のため）。止めた職員に確かめてください。"
            : null;
    }

    private async Task<IReadOnlyList<PersonHit>> Hits(NpgsqlTransaction tx, TownId town, IReadOnlyList<StoredRequest> rows, CancellationToken stop)
    {
        var who = await RequestSearch.Requesters(tx, towns, [.. rows.Select(r => (town, r.Request.Id))], stop);
        return
        [
            .. rows.Select(r => r.Request).Select(r => new PersonHit(r.Id, r.Receipt, r.Citizen, who.GetValueOrDefault(r.Id)?.Name, who.GetValueOrDefault(r.Id)?.Telephone, r.Day)),
        ];
    }
}
