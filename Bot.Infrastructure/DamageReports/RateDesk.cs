using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Takes a resident's word on how a case was closed. Who is still in trouble has it opened again; what others see to goes to a person.</summary>
public sealed class RateDesk(DamageDesk cases)
{
    public async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var (tx, town) = (turn.Transaction, turn.Town);
        var id = form.Answers[DamageForms.Mine] is Answer.Chosen(var key) && Guid.TryParseExact(key, "n", out var parsed) ? parsed : Guid.Empty;
        var isHelped = form.Answers[DamageForms.Rating] is Answer.Chosen(CaseWords.Helped);
        var report = await ReportTable.Read(tx, town, id, stop);
        if (report is null || report.Citizen != turn.Resident || await Goes(turn, report.Case, stop) is not { } stored)
        {
            return Said(id, "gone", "");
        }

        if (stored.State.IsOpen)
        {
            return Said(id, "open", stored.Number);
        }

        if (!await RatingTable.Add(tx, stored, id, isHelped, turn.Now, stop))
        {
            return Said(id, "already", stored.Number);
        }

        await CaseStory.Write(tx, stored, isHelped ? "helped" : "still-troubled", null, Actor.Resident, $"rated/{id:n}", turn.Now, stop);
        if (isHelped)
        {
            return Said(id, "helped", stored.Number);
        }

        if (stored.State is ReportState.Done or ReportState.CannotReproduce
            && await cases.Act(tx, town, stored.Id, new ByClerk(Actor.Resident) { Untold = turn.Resident }, new CaseMove.Reopen(), stop) is CaseOutcome.Done)
        {
            return Said(id, "troubled", stored.Number);
        }

        await StaffCallTable.Add(tx, town, NamedGuid.From(id, "still-troubled"), turn.Resident, DamageForms.Rate.Id, turn.Now, stop);
        return Said(id, "call", stored.Number);
    }

    /// <summary>The case, or the one that it was merged into.</summary>
    private static async Task<StoredCase?> Goes(TurnContext turn, Guid id, CancellationToken stop)
    {
        var found = (await DamageSearch.Lock(turn.Transaction, turn.Town, [id], stop)).GetValueOrDefault(id);
        return found?.State is ReportState.Duplicate(var into) ? (await DamageSearch.Lock(turn.Transaction, turn.Town, [into], stop)).GetValueOrDefault(into) : found;
    }

    private static Verdict.Accepted Said(Guid id, string what, string number) => new(id, [CaseWords.Rated(what, number)]);
}
