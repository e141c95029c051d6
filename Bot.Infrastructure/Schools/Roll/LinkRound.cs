using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Roll;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Roll;

/// <summary>Ends the links whose time is over and tells their guardians, before and when it happens. A step and its message are written in one transaction.</summary>
public sealed class LinkRound(SchoolTowns towns, Sealer sealer, Teller teller)
{
    /// <summary>Nobody is told at night.</summary>
    private static readonly TimeOnly From = new(8, 0);
    private static readonly TimeOnly Until = new(20, 0);

    /// <param name="now">By the clock of the database: whose own is wrong must not end links.</param>
    /// <returns>How many guardians were told.</returns>
    public async Task<int> Take(NpgsqlTransaction tx, TownId town, DateTimeOffset now, CancellationToken stop)
    {
        if (TimeOnly.FromTimeSpan(now.ToOffset(JapanTime.Offset).TimeOfDay) is var hour && (hour < From || hour >= Until))
        {
            return 0;
        }

        var yearly = towns[town].Where(s => s.ConfirmsYearly).Select(s => s.Code).ToHashSet(StringComparer.Ordinal);
        var rows = new List<OutboxRow>();
        foreach (var link in await EndingLinkTable.Lock(tx, sealer, town, yearly, now, stop))
        {
            if (LinkTerm.Step(link.Term, yearly.Contains(link.School), now) is { } step)
            {
                rows.Add(await teller.Tell(tx, town, link.Citizen, $"school-link/{link.Id:n}/{Name(step)}", [Said(step, link)], now, stop));
                await Write(tx, town, link, step, now, stop);
            }
        }

        await OutboxTable.Add(tx, town, rows, stop);
        return rows.Count;
    }

    private static async Task Write(NpgsqlTransaction tx, TownId town, EndingLink link, LinkStep step, DateTimeOffset now, CancellationToken stop)
    {
        if (step is LinkStep.TellLeaving or LinkStep.TellExpiring)
        {
            await EndingLinkTable.Told(tx, town, link.Id, now, stop);
            return;
        }

        var why = step is LinkStep.EndLeft ? LinkEnd.Left : LinkEnd.Expired;
        await GuardianTable.End(tx, town, link.Id, why, now, stop);
        await AuditTable.Add(
            tx, town, Actor.System, new AuditEntry(why == LinkEnd.Left ? "schools.link/left" : "schools.link/expired", [$"child/{link.Child:n}", $"link/{link.Id:n}"]), now, stop);
    }

    /// <summary>Each link hears of each end once, whoever looks.</summary>
    private static string Name(LinkStep step) => step switch
    {
        LinkStep.TellLeaving(var last) => $"leaving/{last:yyyy-MM-dd}",
        LinkStep.TellExpiring(var last) => $"expiring/{last:yyyy-MM-dd}",
        LinkStep.EndLeft => "left",
        _ => "expired",
    };

    private static Effect.Say Said(LinkStep step, EndingLink link)
    {
        var name = ("nickname", (Words)new Words.Plain(link.Nickname));
        return step switch
        {
            LinkStep.TellLeaving(var last) => new Effect.Say(Words.Of("school-link.leaving", name, ("day", new Words.Day(last)))),
            LinkStep.TellExpiring(var last) => new Effect.Say(
                Words.Of("school-link.expiring", name, ("day", new Words.Day(last))),
                [new Button.Wish($"start:{LinkForm.Keep.Id.Value}?{LinkForm.Which.Value}={link.Id:n}", Words.Of("school-link.keep"))]),
            LinkStep.EndLeft => new Effect.Say(Words.Of("school-link.left", name)),
            _ => new Effect.Say(Words.Of("school-link.expired", name)),
        };
    }
}
