using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.Conversations;

/// <summary>Where something happens: the transaction of the turn, the resident, and the cause from which all ids derive.</summary>
/// <param name="Citizen"><c>null</c> when staff type for somebody whom we do not know by LINE.</param>
/// <param name="Cause">Unique for this submission within the town; ids made from it (<see cref="NamedGuid"/>) repeat when the turn is repeated.</param>
public sealed record TurnContext(NpgsqlTransaction Transaction, TownId Town, CitizenId? Citizen, string Cause, DateTimeOffset Now)
{
    /// <summary>The resident of a talk.</summary>
    /// <exception cref="InvalidOperationException">Staff type, and nobody talks.</exception>
    public CitizenId Resident => Citizen ?? throw new InvalidOperationException("nobody talks here: staff type");

    /// <summary>Shared by the turns of one batch.</summary>
    public Memo Memo { get; init; } = new();

    /// <summary>The language in which papers are printed for a resident without a talk.</summary>
    public Language Printed { get; init; } = Language.Japanese;
}

/// <summary>Takes a whole form, in the transaction of the turn, and says what became of it. Called again after a crash before commit.</summary>
public delegate Task<Verdict> Desk(TurnContext turn, Effect.Submit form, CancellationToken stop);

/// <summary>Fetches one fact, in the transaction of the turn.</summary>
public delegate Task<object> FactSource(TurnContext turn, Need need, CancellationToken stop);

/// <summary>Adds what came later (a photo, a place) to a submission.</summary>
public delegate Task JoinDesk(TurnContext turn, Effect.Join join, CancellationToken stop);

/// <summary>What a service brings to the house. Hosting is the only place that knows them all.</summary>
public sealed record Module(string Name)
{
    /// <summary>The forms, for one town; a town may have its own.</summary>
    public required Func<TownId, IReadOnlyList<Form>> Forms { get; init; }

    public required IReadOnlyDictionary<FormId, Desk> Desks { get; init; }

    /// <summary>By the type of the need.</summary>
    public required IReadOnlyDictionary<Type, FactSource> Facts { get; init; }

    /// <summary>Whether a town has it; usually when the service of that name is switched on.</summary>
    public Func<TownProfile, bool> On { get; init; } = town => town.OperatorOf(Name) is not null;

    public IReadOnlyDictionary<FormId, JoinDesk> Joins { get; init; } = new Dictionary<FormId, JoinDesk>();
}
