using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Counter;

/// <summary>A request as staff typed it.</summary>
/// <param name="Ticket">Names the page on which it was typed, so that sending it twice makes one request.</param>
/// <param name="Note">For whom, where somebody speaks for another; empty when the resident speaks.</param>
/// <param name="Cash">Whether the money was taken at once.</param>
public sealed record CounterEntry(string Ticket, string Channel, Language Language, string Note, bool Cash, Answers Answers);

/// <summary>
/// Hands what staff typed to the very desk that takes what residents send, and keeps beside it who typed. All in the transaction of the resident's town.
/// </summary>
public sealed class CounterDesk(TownTalks talks, Adoptions adoptions, CashDesk cash, Sealer sealer)
{
    public async Task<Verdict> Take(NpgsqlTransaction tx, TownId town, CounterService service, Actor actor, CounterEntry entry, DateTimeOffset now, CancellationToken stop)
    {
        var turn = new TurnContext(tx, town, Citizen: null, $"{town.Value}/counter/{entry.Ticket}", now) { Printed = entry.Language };
        var verdict = await talks[town].Desks[service.Form](turn, new Effect.Submit(service.Form, entry.Answers), stop);
        if (verdict is not Verdict.Accepted(var id, _))
        {
            return verdict;
        }

        var subject = id.ToString("n");
        var note = entry.Note.Length == 0 ? null : sealer.Seal(town, "intake", "note", IntakeTable.RowOf(service.Module, subject), entry.Note);
        await IntakeTable.Add(tx, town, new Intake(service.Module, subject, entry.Channel, actor, now, entry.Language, now, note), stop);
        if (entry.Answers[service.Telephone] is Answer.Words(var telephone))
        {
            // Without a telephone nothing but the code would prove whose it is.
            await adoptions.Offer(turn, service.Module, subject, telephone, stop);
        }

        var seen = new TimelineEntry(now, NamedGuid.From(id, "counter"), actor, "typed", $$"""{"channel":"{{entry.Channel}}"}""");
        await TimelineTable.Add(tx, town, service.Module, await service.StoryOf(tx, town, id, stop), seen, stop);
        await AuditTable.Add(tx, town, actor, new AuditEntry($"{service.Enter.Name}/enter", [$"{service.Module}/{subject}"], entry.Channel), now, stop);
        if (service.Cash is { } right && entry.Cash && await PaymentTable.LockLatest(tx, town, service.Module, subject, stop) is { } payment)
        {
            await cash.RecordCash(tx, town, payment.Id, stop);
            await AuditTable.Add(tx, town, actor, new AuditEntry($"{right.Name}/take", [$"{service.Module}/{subject}"]), now, stop);
        }

        return verdict;
    }
}
