using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>A Flex message's content: one bubble, or up to twelve of one size side by side.</summary>
public abstract record FlexContainer
{
    private FlexContainer() { }

    public sealed record Bubble(FlexComponent.Box? Body) : FlexContainer
    {
        public BubbleSize? Size { get; init; }

        public FlexComponent.Box? Header { get; init; }

        /// <summary>A picture or a box on top.</summary>
        public FlexComponent? Hero { get; init; }

        public FlexComponent.Box? Footer { get; init; }

        public LineAction? Action { get; init; }

        public string? HeaderBackground { get; init; }

        public string? FooterBackground { get; init; }

        public bool FooterSeparator { get; init; }
    }

    public sealed record Carousel(Items<Bubble> Bubbles) : FlexContainer;
}

/// <summary>How wide a bubble is.</summary>
public enum BubbleSize
{
    Nano,
    Micro,
    Deca,
    Hecto,
    Kilo,
    Mega,
    Giga,
}
