using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>The older fixed layouts. Use Flex where looks matter; these also work on phones that know no Flex.</summary>
public abstract record LineTemplate
{
    private LineTemplate() { }

    public sealed record Buttons(string Text, Items<LineAction> Actions) : LineTemplate
    {
        public string? Title { get; init; }

        public string? ThumbnailImageUrl { get; init; }

        public LineAction? DefaultAction { get; init; }
    }

    public sealed record Confirm(string Text, LineAction Yes, LineAction No) : LineTemplate;

    public sealed record Carousel(Items<TemplateColumn> Columns) : LineTemplate;
}

/// <summary>One card of a carousel; all cards have as many actions, and all or none have title and picture.</summary>
public sealed record TemplateColumn(string Text, Items<LineAction> Actions)
{
    public string? Title { get; init; }

    public string? ThumbnailImageUrl { get; init; }

    public LineAction? DefaultAction { get; init; }
}
