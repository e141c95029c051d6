using Bot.Domain.Kernel;
using Bot.Domain.Schools.Arrivals;
using Npgsql;

namespace Bot.Infrastructure.Schools.Arrivals;

/// <summary>Who was reported away or late at a school for a day, as known at this moment.</summary>
public delegate Task<IReadOnlyList<ReportedAway>> AwayToday(NpgsqlTransaction tx, TownId town, string school, DateOnly day, CancellationToken stop);
