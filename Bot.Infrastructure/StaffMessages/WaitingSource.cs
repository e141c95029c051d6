using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Npgsql;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>The open cases of a service, oldest first, each with the department that sees to it; what nobody of the town sees to is left out.</summary>
public delegate Task<IReadOnlyList<(string Department, WaitingCase Case)>> WaitingSource(NpgsqlTransaction tx, TownId town, CancellationToken stop);
