using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Forms;

/// <summary>Finds the draft that a link was made for.</summary>
public static class DraftSearch
{
    /// <summary>The draft in hand or put aside; <c>null</c> when it was sent off, cancelled or begun anew since.</summary>
    internal static async Task<Draft?> Find(NpgsqlTransaction tx, Sealer sealer, TownId town, PageLink link, CancellationToken stop)
    {
        const string sql = "select turn_no, state from conversation where town_id = @town and citizen_id = @citizen";

        var row = await tx.Connection!.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(sql, new { town, citizen = link.Citizen }, tx, cancellationToken: stop));
        if (row?.State is not { } state)
        {
            return null;
        }

        var talk = ConversationCodec.Read(row.TurnNo, sealer.OpenOrPlain(town, "conversation", "state", link.Citizen.Value, state));
        Draft?[] drafts = [(talk.Phase as Phase.Filling)?.Draft, talk.Shelved?.Draft];
        return drafts.FirstOrDefault(d => d is not null && d.Form == link.Form && d.Began == link.Began);
    }

    /// <summary>How many residents have a draft of one of these forms in hand or put aside. Only talks that are to be woken can have one.</summary>
    public static async Task<int> Open(NpgsqlTransaction tx, TownId town, IReadOnlyCollection<FormId> forms, CancellationToken stop)
    {
        const string sql = "select turn_no, state from conversation where town_id = @town and wake_slot is not null and state is not null";

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town }, tx, cancellationToken: stop));
        return rows.Select(r => ConversationCodec.Read(r.TurnNo, r.State!))
            .Count(t => (t.Phase is Phase.Filling f && forms.Contains(f.Draft.Form)) || (t.Shelved is { } s && forms.Contains(s.Draft.Form)));
    }

    private sealed record Row(long TurnNo, byte[]? State);
}
