using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Outbox;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Tells residents of their requests outside a turn. Who came to the counter without LINE is told by staff.</summary>
public sealed class RequestTeller(PlanCache plans, Telling tell)
{
    public async Task<IReadOnlyList<OutboxRow>> News(
        NpgsqlTransaction tx, RequestStep step, RequestNews news, string cause, DateTimeOffset now, CancellationToken stop)
    {
        var (request, payPage) = (step.After.Request, step.After.PayPage);
        return step.Tell ? await Rows(tx, request, cause, RequestWords.Of(request, news, payPage, await PutOutBy(tx, request, stop)), now, stop) : [];
    }

    public async Task<IReadOnlyList<OutboxRow>> Rows(
        NpgsqlTransaction tx, BulkyRequest request, string cause, Items<Effect> effects, DateTimeOffset now, CancellationToken stop) =>
        request.Citizen is { } citizen && effects.Count > 0
            ? [await tell(tx, request.Town, citizen, $"bulky-waste/{RequestLife.Subject(request.Id)}/{cause}", effects, now, stop)]
            : [];

    /// <summary>At which hour of the day of collection the things must stand outside.</summary>
    public async Task<TimeOnly> PutOutBy(NpgsqlTransaction tx, BulkyRequest request, CancellationToken stop) =>
        (await plans.Of(tx, request.Operator, stop)).Plan.Rules.PutOutBy;
}
