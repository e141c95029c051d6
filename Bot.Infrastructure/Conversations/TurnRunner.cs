using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line.Events;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.Conversations;

/// <summary>Load, decide, store: the only place where the pure core meets the world. Runs inside the inbox's transaction.</summary>
public sealed class TurnRunner(TownTalks talks, EffectWriter effects, TimeProvider clock)
{
    /// <summary>Enough for the question in hand and the next one; more means a question that never stops needing.</summary>
    private const int MostRounds = 6;

    /// <inheritdoc cref="TakeTurns"/>
    public async Task<IReadOnlyList<TurnOutcome>> Take(NpgsqlTransaction tx, TownId town, IReadOnlyList<PendingTurns> batch, CancellationToken stop)
    {
        var talk = talks[town];
        var facts = new FactCache();
        var links = new List<NewPageLink>();
        var outcomes = new List<TurnOutcome>(batch.Count);
        foreach (var pending in batch)
        {
            outcomes.Add(await Take(tx, talk, pending, facts, links, stop));
        }

        if (links.Count > 0)
        {
            await PageLinkTable.Add(tx, town, links, stop);
        }

        return outcomes;
    }

    private async Task<TurnOutcome> Take(NpgsqlTransaction tx, TownTalk talk, PendingTurns pending, FactCache facts, List<NewPageLink> links, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var was = ConversationCodec.Read(pending.Was.TurnNo, pending.Was.State);
        var (conversation, wake) = (was, (pending.Was.WakeAt, pending.Was.WakeTurn));
        var rows = new List<OutboxRow>();
        foreach (var (input, cause, heard) in Inputs(pending, talk.Town))
        {
            var context = new TurnContext(tx, talk.Town, pending.Citizen, cause, now) { Memo = facts.Memo };
            var turn = await Take(talk, context, conversation, input, facts, stop);
            if (turn.Next.Turn != conversation.Turn)
            {
                var alarm = turn.Effects.OfType<Effect.WakeAt>().SingleOrDefault();
                wake = (alarm?.At, alarm?.SetAt.Value);
            }

            conversation = turn.Next;
            rows.AddRange(await effects.Write(talk, context, conversation.Speaks, turn.Effects, heard, links, stop));
        }

        if (pending.AlarmDue && wake.WakeTurn == pending.Was.WakeTurn && wake.WakeAt <= now)
        {
            // It has rung and changed nothing: it must not ring again.
            wake = (null, null);
        }

        var state = conversation == was ? pending.Was.State : ConversationCodec.Write(conversation);
        var next = new ConversationRow(
            conversation.Turn.Value, state, conversation.Language?.Language.Tag, conversation.Friend?.IsFriend ?? pending.Was.IsFriend, wake.WakeAt, wake.WakeTurn);
        return new TurnOutcome(pending.Citizen, next, rows);
    }

    private static async Task<Turn> Take(TownTalk talk, TurnContext context, Conversation was, Input input, FactCache cache, CancellationToken stop)
    {
        var known = Facts.None;
        var turn = await Settle(facts => talk.Decider.Decide(was, input, facts, context.Now));
        if (turn.Effects.OfType<Effect.Join>().SingleOrDefault() is { } join && talk.Joins.TryGetValue(join.Form, out var joins))
        {
            await joins(context, join, stop);
        }

        if (turn.Effects.OfType<Effect.Submit>().SingleOrDefault() is not { } submit)
        {
            return turn;
        }

        var verdict = await talk.Desks[submit.Form](context, submit, stop);
        cache.Forget();
        known = Facts.None;
        var end = await Settle(facts => talk.Decider.Conclude(turn.Next, submit, verdict, facts, context.Now));
        return new Turn(end.Next, [.. turn.Effects, .. end.Effects]);

        async Task<Turn> Settle(Func<Facts, Decision> decide)
        {
            for (var round = 0; round < MostRounds; round++)
            {
                switch (decide(known))
                {
                    case Decision.Taken(var taken):
                        return taken;
                    case Decision.Lacking(var needs):
                        known = await cache.Add(known, talk, context, needs, stop);
                        break;
                }
            }

            throw new InvalidOperationException("the decision kept asking for facts");
        }
    }

    /// <summary>What was heard, oldest first, each with the cause from which its effects take their ids.</summary>
    private static IEnumerable<(Input Input, string Cause, InboxEvent? Heard)> Inputs(PendingTurns pending, TownId town)
    {
        foreach (var heard in pending.Events)
        {
            var input = heard.Source == "line" ? LineInput.From(LineWebhook.ParseEvent(heard.Payload), heard.ReceivedAt) : InputCodec.Read(heard.Payload);
            if (input is not null)
            {
                yield return (input, $"{town.Value}/{heard.EventId}", heard);
            }
        }

        if (pending is { AlarmDue: true, Was.WakeTurn: { } set })
        {
            yield return (new Input.Rang(new TurnNo(set)), $"{town.Value}/{pending.Citizen.Value}/alarm/{set}", null);
        }
    }
}
