using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>A part of a Flex bubble. Sizes and distances are LINE's words (<c>md</c>, <c>xl</c>) or pixels (<c>12px</c>).</summary>
public abstract record FlexComponent
{
    private FlexComponent() { }

    public string? Margin { get; init; }

    /// <summary>Its share of the width or height; 0 takes what it needs.</summary>
    public int? Flex { get; init; }

    public sealed record Box(FlexLayout Layout, Items<FlexComponent> Contents) : FlexComponent
    {
        public string? Spacing { get; init; }

        public string? PaddingAll { get; init; }

        public string? BackgroundColor { get; init; }

        public string? BorderColor { get; init; }

        public string? BorderWidth { get; init; }

        public string? CornerRadius { get; init; }

        public string? Width { get; init; }

        public string? Height { get; init; }

        public FlexJustify? JustifyContent { get; init; }

        public FlexItems? AlignItems { get; init; }

        public LineAction? Action { get; init; }
    }

    public sealed record Text(string Words) : FlexComponent
    {
        public string? Size { get; init; }

        public string? Color { get; init; }

        public bool Bold { get; init; }

        public bool Wrap { get; init; } = true;

        public int? MaxLines { get; init; }

        public FlexAlign? Align { get; init; }

        public FlexGravity? Gravity { get; init; }

        public FlexDecoration? Decoration { get; init; }

        /// <summary>Lets the resident's font size apply.</summary>
        public bool Scaling { get; init; } = true;

        public Items<FlexSpan> Spans { get; init; } = [];

        public LineAction? Action { get; init; }
    }

    public sealed record Button(LineAction Action) : FlexComponent
    {
        public FlexButtonStyle? Style { get; init; }

        public string? Color { get; init; }

        public FlexButtonHeight? Height { get; init; }

        public FlexGravity? Gravity { get; init; }

        /// <summary>A long label gets smaller letters in place of an ellipsis.</summary>
        public bool ShrinkToFit { get; init; }

        public bool Scaling { get; init; } = true;
    }

    public sealed record Image(string Url) : FlexComponent
    {
        public string? Size { get; init; }

        public string? AspectRatio { get; init; }

        public FlexAspectMode? AspectMode { get; init; }

        public FlexAlign? Align { get; init; }

        public LineAction? Action { get; init; }
    }

    public sealed record Icon(string Url) : FlexComponent
    {
        public string? Size { get; init; }

        public bool Scaling { get; init; } = true;
    }

    public sealed record Separator(string? Color = null) : FlexComponent;
}

/// <summary>A piece of a Flex text with looks of its own.</summary>
public sealed record FlexSpan(string Words)
{
    public string? Size { get; init; }

    public string? Color { get; init; }

    public bool Bold { get; init; }
}

public enum FlexLayout
{
    Horizontal,
    Vertical,
    Baseline,
}

public enum FlexAlign
{
    Start,
    End,
    Center,
}

public enum FlexGravity
{
    Top,
    Bottom,
    Center,
}

public enum FlexDecoration
{
    None,
    Underline,
    LineThrough,
}

public enum FlexJustify
{
    Center,
    FlexStart,
    FlexEnd,
    SpaceBetween,
    SpaceAround,
    SpaceEvenly,
}

public enum FlexItems
{
    Center,
    FlexStart,
    FlexEnd,
}

public enum FlexButtonStyle
{
    Primary,
    Secondary,
    Link,
}

public enum FlexButtonHeight
{
    Sm,
    Md,
}

public enum FlexAspectMode
{
    Fit,
    Cover,
}
