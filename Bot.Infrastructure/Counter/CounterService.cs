using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Conversations;
using Npgsql;

namespace Bot.Infrastructure.Counter;

/// <summary>What stands on a printed receipt; nothing about the person.</summary>
/// <param name="Receipt">The number by which the office finds it.</param>
/// <param name="Lines">What, when and where, each with its name.</param>
/// <param name="Fee">The sum; <c>null</c> while staff have still to say it.</param>
/// <param name="PayBy">Until when to pay, while it is unpaid.</param>
/// <param name="PayPage">The address of the pay page below the town's own, while it is unpaid.</param>
/// <param name="Number">The number to write on the things, once paid.</param>
/// <param name="IsTaken">Whether a resident's LINE has it already, or nobody left a telephone by which it could be proved one's own; then no code is printed.</param>
public sealed record Slip(
    string Receipt, Language Language, Items<SlipLine> Lines, Yen? Fee, DateTimeOffset? PayBy, string? PayPage, string? Number, bool IsTaken)
{
    /// <summary>Whether it costs nothing, so that no word of money is printed.</summary>
    public bool IsFree { get; init; }
}

public sealed record SlipLine(Words Name, Words Value);

/// <summary>What a service brings to the counter.</summary>
/// <param name="Form">The form that staff fill in.</param>
/// <param name="Telephone">The question whose answer proves later that the receipt is one's own.</param>
/// <param name="Enter">The right to type requests.</param>
/// <param name="Cash">The right to take money; <c>null</c> for a service that costs nothing.</param>
/// <param name="SlipOf">Reads what is printed, in the transaction of the resident's town; <c>null</c> when there is no such request.</param>
public sealed record CounterService(
    string Module, FormId Form, QuestionId Telephone, Right Enter, Right? Cash, Func<NpgsqlTransaction, TownId, Guid, CancellationToken, Task<Slip?>> SlipOf)
{
    /// <summary>Makes a typed request the resident's own who sent its code, and says what they are told; <c>null</c> when it is somebody else's.</summary>
    public required Func<TurnContext, Guid, CancellationToken, Task<Items<Effect>?>> Give { get; init; }

    /// <summary>The name under which the timeline of a request is kept, where that is not the request's own.</summary>
    public Func<NpgsqlTransaction, TownId, Guid, CancellationToken, Task<string>> StoryOf { get; init; } = (_, _, id, _) => Task.FromResult(id.ToString("n"));

    /// <summary>What the resident agrees to, as staff read it out.</summary>
    public string Consent { get; init; } = "お名前・ご住所・電話番号を収集のために記録することを、ご本人に了解いただいた";
}
