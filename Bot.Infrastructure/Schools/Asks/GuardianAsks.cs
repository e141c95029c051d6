using Bot.Domain.Kernel;
using Bot.Domain.Schools.Letters;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>What a letter's page has for a guardian beside the letter: what is asked with it, and the consent that they can change at any time.</summary>
public sealed record GuardianAsks(AskView? Ask, ConsentView? Consent)
{
    public static async Task<GuardianAsks> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, SchoolLetter letter, CitizenId guardian, DateTimeOffset now, CancellationToken stop) => new(
        await AskView.Of(tx, sealer, town, letter, guardian, now, stop), await ConsentDesk.View(tx, sealer, town, letter.School, guardian, JapanTime.Day(now), stop));
}
