using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>Something to show: its words alone, and if it is more than words, the bubbles in which they stand.</summary>
/// <param name="Plain">All that it says, for notifications, for LINE on PC, and for whatever cannot be shown as a bubble.</param>
internal sealed record Card(string Plain, FlexContainer? Bubbles, Items<QuickReplyItem> Chips)
{
    /// <summary>Whether the bubbles show less than the words say.</summary>
    public bool IsCut { get; init; }

    /// <summary>A picture by itself, in the place of words.</summary>
    public LineMessage.Image? Picture { get; init; }

    public bool IsText => Bubbles is null && Picture is null;

    public static Card Words(string text) => new(text, null, []);

    /// <summary>The first try that LINE takes; when it takes none, the words alone.</summary>
    public static Card Fitting(string plain, Items<QuickReplyItem> chips, Func<Clip, FlexContainer> draw)
    {
        foreach (var caps in Caps.Narrowing)
        {
            var clip = new Clip(caps);
            var card = new Card(plain, draw(clip), chips);
            if (LineLimits.Faults(card.Message()).Count == 0)
            {
                return card with { IsCut = clip.HasCut };
            }
        }

        return new Card(plain, null, chips);
    }

    public LineMessage Message() => Picture is { } picture ? picture with { QuickReply = Chips }
        : Bubbles is null ? new LineMessage.Text(LineText.CutUnits(Plain, LineLimits.TextUnits)) { QuickReply = Chips }
        : new LineMessage.Flex(LineText.CutUnits(Plain, LineLimits.AltTextUnits), Bubbles) { QuickReply = Chips };
}

/// <summary>Cuts texts to what a bubble has room for, and remembers whether it had to.</summary>
internal sealed class Clip(Caps caps)
{
    public Caps Caps => caps;

    public bool HasCut { get; private set; }

    public string Text(string text) => Cut(text, caps.Text);

    public string Label(string text) => Cut(text, caps.Label);

    /// <summary>As many as can be tapped.</summary>
    public Items<T> Some<T>(Items<T> choices)
    {
        HasCut |= choices.Count > caps.Choices;
        return [.. choices.Take(caps.Choices)];
    }

    private string Cut(string text, int max)
    {
        HasCut |= text.Length > max;
        return LineText.CutUnits(text, max);
    }
}
