using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>What a guardian sees of an ask: their own children, and what stands for them.</summary>
/// <param name="Children">Whom it is for; without any there is nothing to answer.</param>
/// <param name="Answers">Of a survey, by child, whoever gave them.</param>
public sealed record AskView(Ask Ask, CitizenId Guardian, IReadOnlyList<AskedChild> Children, IReadOnlyDictionary<ChildId, AnswerRow> Answers, bool IsOpen)
{
    /// <summary>Of interviews.</summary>
    public SlotChoice? Slots { get; init; }

    public static async Task<AskView?> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, SchoolLetter letter, CitizenId guardian, DateTimeOffset now, CancellationToken stop)
    {
        if (await AskTable.OfLetter(tx, sealer, town, letter.Id, stop) is not { } ask)
        {
            return null;
        }

        var children = await AskedChildSearch.Of(tx, sealer, town, letter, guardian, JapanTime.Day(now), stop);
        var answers = ask.Kind == AskKind.Survey ? await AnswerTable.Of(tx, sealer, town, ask.Id, children.Select(c => c.Link.Child), stop) : [];
        return new AskView(ask, guardian, children, answers.GroupBy(a => a.Answer.Child).ToDictionary(g => g.Key, g => g.First()), ask.IsOpen(now))
        {
            Slots = ask.Kind == AskKind.Slots ? await SlotChoice.Of(tx, town, ask, await GuardianTable.ChildrenOf(tx, sealer, town, guardian, JapanTime.Day(now), stop), JapanTime.Day(now), stop) : null,
        };
    }

    /// <summary>For whom is asked at once: each child, or all together.</summary>
    public IReadOnlyList<IReadOnlyList<AskedChild>> Groups => Children.Count == 0 ? [] : Ask.PerHome ? [Children] : [.. Children.Select(c => (AskedChild[])[c])];
}
