using Bot.Domain.Kernel;

namespace Bot.Domain.Schools.Absences;

/// <summary>The coded reasons; what they are called stands in the wording, and what a guardian chose stands under seal.</summary>
public static class AbsenceReason
{
    public const string Other = "other";

    public static Items<string> Codes { get; } = ["fever", "cold", "influenza", "covid", "stomach", "infection", "injury", "clinic", "family", "mourning", Other];

    /// <summary>What spreads in a class.</summary>
    public static bool IsInfectious(string? code) => code is "influenza" or "covid" or "stomach" or "infection";
}
