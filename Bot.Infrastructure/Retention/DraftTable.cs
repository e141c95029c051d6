using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Retention;

/// <summary>Drafts that nobody went on with: the conversation stays, what was being filled is emptied.</summary>
public sealed class DraftTable(Sealer sealer)
{
    private const int Page = 1000;

    /// <inheritdoc cref="Erase"/>
    public async Task<IReadOnlyList<ErasedRow>> Forget(NpgsqlTransaction tx, TownId town, DateTimeOffset before, int most, CancellationToken stop)
    {
        // Whether there is a draft stands under seal, so the old talks are walked through; one that goes on meanwhile is left alone.
        const string read = """
            select citizen_id, turn_no, state, spoke_at from conversation
             where town_id = @town and citizen_id > @after and state is not null and spoke_at < @before and parked_at is null
             order by citizen_id limit @Page
            """;
        const string write = """
            update conversation set state = @state, wake_at = null, wake_turn = null, wake_slot = null
             where town_id = @town and citizen_id = @citizen and state = @old
            """;

        var (erased, after) = (new List<ErasedRow>(), "");
        while (erased.Count < most)
        {
            var rows = (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(read, new { town, after, before, Page }, tx, cancellationToken: stop))).ToList();
            foreach (var row in rows)
            {
                if (Emptied(town, row) is { } state
                    && await tx.Connection!.ExecuteAsync(new CommandDefinition(write, new { town, citizen = row.CitizenId, state, old = row.State }, tx, cancellationToken: stop)) == 1)
                {
                    erased.Add(new ErasedRow(row.CitizenId, row.SpokeAt));
                }
            }

            if (rows.Count < Page)
            {
                break;
            }

            after = rows[^1].CitizenId;
        }

        return erased;
    }

    /// <summary>The talk without its drafts; <c>null</c> when it has none.</summary>
    private byte[]? Emptied(TownId town, Row row)
    {
        var talk = ConversationCodec.Read(row.TurnNo, sealer.OpenOrPlain(town, "conversation", "state", row.CitizenId, row.State));
        return talk.Phase is Phase.Idle && talk.Shelved is null
            ? null
            : sealer.Seal(town, "conversation", "state", row.CitizenId, ConversationCodec.Write(talk with { Phase = new Phase.Idle(), Shelved = null }).Span);
    }

    private sealed record Row(string CitizenId, long TurnNo, byte[] State, DateTimeOffset SpokeAt);
}
