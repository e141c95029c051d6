namespace Bot.Api.Console.BulkyWaste;

/// <summary>A question with its consequence, asked before something is done.</summary>
/// <param name="Action">Where the answer is posted, below the request's own page.</param>
/// <param name="Consequences">What will follow, with the amounts.</param>
/// <param name="Field">The name of the field for the reason, when one is to be chosen.</param>
public sealed record Ask(
    string Title, string Action, string Button, IReadOnlyList<string> Consequences, string? Field = null, string Label = "理由", IReadOnlyList<string>? Reasons = null,
    bool Danger = false, IReadOnlyList<(string Name, string Value)>? Hidden = null, string? Wrong = null);
