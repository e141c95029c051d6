using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.Retention;

/// <summary>Something that a resident asked for or told us, as staff find it who are asked what is held about somebody.</summary>
/// <param name="Citizen">Their LINE account; <c>null</c> when staff typed it, or the tie was erased.</param>
public sealed record PersonHit(Guid Id, string Number, CitizenId? Citizen, string? Name, string? Telephone, DateOnly Day);

/// <summary>
/// What one service holds about residents, for disclosure to the person and erasure at their request. All in the transaction of the town. The ids are the
/// service's own; what belongs to the talk as a whole is <see cref="PersonTalkTable"/>'s.
/// </summary>
/// <param name="Module">The service's name, under which the record notes what was seen.</param>
public sealed record PersonPart(string Module)
{
    /// <summary>By number, and where the service can, by name or telephone.</summary>
    public required Func<NpgsqlTransaction, TownId, string, int, CancellationToken, Task<IReadOnlyList<PersonHit>>> Find { get; init; }

    /// <summary>Those of these ids, and of these LINE accounts; ids that are not this service's are passed over.</summary>
    public required Func<NpgsqlTransaction, TownId, IReadOnlyCollection<Guid>, IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyList<PersonHit>>> Of { get; init; }

    /// <summary>All of it, opened: lists of named values by their title.</summary>
    public required Func<NpgsqlTransaction, TownId, IReadOnlyList<PersonHit>, CancellationToken, Task<JsonObject>> Held { get; init; }

    /// <summary>Locks them, and says in a sentence why they cannot be erased now; <c>null</c> when they can.</summary>
    public required Func<NpgsqlTransaction, TownId, IReadOnlyList<PersonHit>, CancellationToken, Task<string?>> Hinders { get; init; }

    /// <summary>Takes the person out of them; the caller has asked what hinders it.</summary>
    public required Func<NpgsqlTransaction, TownId, IReadOnlyList<PersonHit>, DateTimeOffset, CancellationToken, Task<IReadOnlyList<ErasedRow>>> Erase { get; init; }

    /// <summary>What stays when the person is gone, as staff tell them.</summary>
    public required string Stays { get; init; }
}
