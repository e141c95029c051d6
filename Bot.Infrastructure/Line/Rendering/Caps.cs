namespace Bot.Infrastructure.Line.Rendering;

/// <summary>How much a bubble shows. LINE allows 30 KB a bubble and 50 KB a carousel, so what does not fit is shown shorter, and whole in a text before it.</summary>
/// <param name="Text">Of one text, in UTF-16 units.</param>
/// <param name="Label">Of one choice, in UTF-16 units.</param>
/// <param name="Details">Whether choices show their small line.</param>
/// <param name="Choices">How many can be tapped; the others can be typed.</param>
internal sealed record Caps(int Text, int Label, bool Details, int Choices)
{
    public static IReadOnlyList<Caps> Narrowing { get; } =
        [new(1200, 120, true, 120), new(600, 60, false, 90), new(300, 40, false, 60), new(150, 20, false, 30), new(80, 12, false, 10)];
}
