using Bot.Domain.Conversations.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Photos;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What the questions of the service must know, fetched in the transaction of the turn.</summary>
public sealed class DamageFacts(DamageTowns towns, PhotoAddresses addresses)
{
    /// <summary>A latest report is offered as a place for so long.</summary>
    private static readonly TimeSpan LastFor = TimeSpan.FromDays(30);

    /// <summary>One's own reports are shown for so long.</summary>
    private static readonly TimeSpan ShownFor = TimeSpan.FromDays(365);

    private const int MostShown = 10;

    public IReadOnlyDictionary<Type, FactSource> Sources => new Dictionary<Type, FactSource>
    {
        [typeof(DamagePlanNeed)] = (turn, _, _) => Task.FromResult<object>(towns[turn.Town]),
        [typeof(NearCasesNeed)] = async (turn, need, stop) => await Near(turn, (NearCasesNeed)need, stop),
        [typeof(ClosuresNeed)] = async (turn, _, stop) => await ClosureTable.Of(turn.Transaction, turn.Town, turn.Now, stop),
        [typeof(LastPlaceNeed)] = async (turn, _, stop) => await Last(turn, stop),
        [typeof(MyReportsNeed)] = async (turn, _, stop) => await Mine(turn, stop),
    };

    private async Task<Items<NearCase>> Near(TurnContext turn, NearCasesNeed need, CancellationToken stop)
    {
        var plan = towns[turn.Town];
        if (plan.Kind(need.Kind) is not { } kind || plan.RadiusOf(kind) is not (> 0 and var radius))
        {
            return [];
        }

        var near = NearCases.Choose(await DamageSearch.Near(turn.Transaction, turn.Town, kind.Group, need.Point.Around(radius), turn.Citizen, plan.IsDrill, stop), need.Point, radius);
        if (near.Count == 0)
        {
            return near;
        }

        var pictures = await CasePictureSearch.For(turn.Transaction, turn.Town, [.. near.Select(n => n.Id)], turn.Citizen, stop);
        return [.. near.Select(n => pictures.TryGetValue(n.Id, out var photo) ? n with { Picture = addresses.Make(turn.Town, photo, turn.Now) } : n)];
    }

    private async Task<Items<LastPlace>> Last(TurnContext turn, CancellationToken stop) => turn.Citizen is { } citizen
        ? [.. (await MyReportSearch.Of(turn.Transaction, turn.Town, citizen, turn.Now - LastFor, 1, stop)).Where(m => Routing.Where(towns[turn.Town], m.Point) is not null).Select(m => new LastPlace(m.Number, m.Point))]
        : [];

    private async Task<Items<MyReport>> Mine(TurnContext turn, CancellationToken stop) => turn.Citizen is { } citizen
        ? [.. (await MyReportSearch.Of(turn.Transaction, turn.Town, citizen, turn.Now - ShownFor, MostShown, stop)).Select(m => new MyReport(m.Report, m.Number, NameOf(turn.Town, m.Kind), m.State, m.At))]
        : [];

    private LocalText NameOf(TownId town, string kind) => towns[town].Kind(kind)?.Name ?? new LocalText(kind);
}
