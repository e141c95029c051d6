using Bot.Domain.Kernel;
using Npgsql;

namespace Bot.Infrastructure.Alarms;

/// <summary>A module's appointment with itself.</summary>
/// <param name="Id">Follows from its cause; setting it again moves it.</param>
/// <param name="Module">Whose handler it is for.</param>
/// <param name="Subject">What it is about, such as the id of a record; never a person's words.</param>
public sealed record Alarm(Guid Id, string Module, string Kind, string Subject, DateTimeOffset DueAt);

/// <summary>Does what an alarm is for, in the transaction that marks it done: both happen or neither. It may set the same alarm anew.</summary>
public delegate Task AlarmHandler(NpgsqlTransaction tx, TownId town, Alarm alarm, CancellationToken stop);
