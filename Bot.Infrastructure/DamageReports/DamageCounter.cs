using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>The service at the counter and by telephone: what its receipt says, and how a resident's LINE takes a typed report over.</summary>
public sealed class DamageCounter
{
    private readonly DamageTowns _towns;
    private readonly Sealer _sealer;

    public DamageCounter(DamageTowns towns, Sealer sealer)
    {
        (_towns, _sealer) = (towns, sealer);
        Service = new CounterService(DamageReportsModule.Name, DamageForms.Report.Id, DamageForms.Telephone, Rights.DamageReportsCounter, Cash: null, SlipOf)
        {
            Give = Give,
            StoryOf = async (tx, town, id, stop) => $"{(await ReportTable.Read(tx, town, id, stop))?.Case ?? id:n}",
            Consent = "お話の内容（お名前・電話番号を聞いたときは、それも）を通報への対応のために記録することを、ご本人に了解いただいた",
        };
    }

    public CounterService Service { get; }

    /// <summary>The words for the place stay off the paper: people name themselves in them.</summary>
    private async Task<Slip?> SlipOf(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        if (await ReportTable.Read(tx, town, id, stop) is not { } report || await DamageSearch.Read(tx, town, report.Case, stop) is not { } stored)
        {
            return null;
        }

        var who = (await ReportTable.Who(tx, _sealer, town, [id], stop)).GetValueOrDefault(id);
        return new Slip(
            stored.Number,
            report.Language,
            [
                new(Words.Of("damage-report.kind.name"), new Words.Local(CaseTeller.KindOf(_towns, stored))),
                new(Words.Of("damage-report.slip.day"), new Words.Day(JapanTime.Day(report.At))),
            ],
            Fee: null,
            PayBy: null,
            PayPage: null,
            Number: null,
            IsTaken: report.Citizen is not null || who?.Telephone is null)
        {
            IsFree = true,
        };
    }

    private async Task<Items<Effect>?> Give(TurnContext turn, Guid id, CancellationToken stop)
    {
        var (tx, town) = (turn.Transaction, turn.Town);
        if (await ReportTable.Read(tx, town, id, stop) is not { } report || await DamageSearch.Read(tx, town, report.Case, stop) is not { } stored)
        {
            return null;
        }

        var isOwn = await ReportTable.Adopt(tx, town, id, turn.Resident, stop);
        if (!isOwn && await ReportTable.Of(tx, town, stored.Id, turn.Resident, stop) is null)
        {
            return null;
        }

        if (isOwn)
        {
            await CaseStory.Write(tx, stored, "adopted", null, Actor.Resident, $"adopted/{id:n}", turn.Now, stop);
        }

        return [CaseWords.Adopted(stored.Number, CaseTeller.KindOf(_towns, stored), stored.State)];
    }
}
