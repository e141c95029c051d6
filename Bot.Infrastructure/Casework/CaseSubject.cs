using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Casework;

/// <summary>A request of a service, as casework sees it: in whose rows it stands, and by what name.</summary>
/// <param name="Owner">The resident's town.</param>
public sealed record CaseSubject(TownId Owner, string Module, string Subject)
{
    /// <summary>As the audit log names it.</summary>
    public string Name => $"{Module}/{Subject}";
}
