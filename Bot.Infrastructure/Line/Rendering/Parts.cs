using System.Text.RegularExpressions;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>The pieces of which our bubbles are made. Buttons are boxes, since LINE's own buttons cut their label at one line.</summary>
internal static partial class Parts
{
    private const string Ink = "#1F2933";
    private const string Faint = "#5B6670";
    private const string Edge = "#C9D1D9";
    private const string OurBlue = "#1A4F8B";

    public static FlexComponent.Text Text(string words) => new(words) { Color = Ink, Size = "md" };

    public static FlexComponent.Text Small(string words) => new(words) { Color = Faint, Size = "sm" };

    public static FlexComponent.Text Title(string words) => new(words) { Color = Ink, Size = "lg", Bold = true };

    public static FlexComponent.Text Large(string words) => new(words)
    {
        Color = Ink,
        // What is long must still be readable as a whole.
        Size = LineText.Clusters(words) <= 12 ? "xxl" : "xl",
        Bold = true,
    };

    public static FlexComponent.Separator Rule() => new(Edge) { Margin = "lg" };

    /// <summary>The one thing to do.</summary>
    public static FlexComponent.Box Filled(string label, LineAction action, TownLook look) => Button(
        [new FlexComponent.Text(label) { Color = Colour(look.OnPrimary, "#FFFFFF"), Bold = true, Align = FlexAlign.Center, Size = "md" }], action) with
    {
        BackgroundColor = Colour(look.Primary, OurBlue),
    };

    /// <summary>One of several things to choose, with a small line under it if there is one.</summary>
    public static FlexComponent.Box Outlined(string label, string? detail, LineAction action, TownLook look) => Button(
        detail is null ? [Text(label)] : [Text(label), Small(detail) with { Margin = "xs" }], action) with
    {
        BorderColor = Colour(look.Primary, OurBlue),
        BorderWidth = "normal",
    };

    /// <summary>A small button at the end of a line.</summary>
    public static FlexComponent.Box Tiny(string label, LineAction action, TownLook look) =>
        new(FlexLayout.Vertical, [new FlexComponent.Text(label) { Color = Ink, Size = "sm", Align = FlexAlign.Center, Wrap = false }])
        {
            Action = action,
            Flex = 0,
            PaddingAll = "13px",
            CornerRadius = "8px",
            BorderColor = Colour(look.Primary, OurBlue),
            BorderWidth = "normal",
        };

    /// <summary>A picture on top of a bubble.</summary>
    public static FlexComponent.Image Picture(string address) => new(address) { Size = "full", AspectRatio = "4:3", AspectMode = FlexAspectMode.Cover };

    /// <summary>As high as a picture beside it, with a word in its middle.</summary>
    public static FlexComponent.Box InPlaceOfPicture(string words) => new(
        FlexLayout.Vertical, [new FlexComponent.Text(words) { Color = Ink, Size = "lg", Bold = true, Align = FlexAlign.Center }])
    {
        BackgroundColor = "#EEF1F4",
        Height = "200px",
        PaddingAll = "16px",
        JustifyContent = FlexJustify.Center,
    };

    public static FlexContainer.Bubble Bubble(Items<FlexComponent> contents) =>
        new(new FlexComponent.Box(FlexLayout.Vertical, contents) { Spacing = "md", PaddingAll = "16px" }) { Size = BubbleSize.Mega };

    // Twelve pixels around letters of sixteen make a target that a thumb finds.
    private static FlexComponent.Box Button(Items<FlexComponent> contents, LineAction action) =>
        new(FlexLayout.Vertical, contents) { Action = action, PaddingAll = "14px", CornerRadius = "8px" };

    private static string Colour(string told, string otherwise) => Hex.IsMatch(told) ? told : otherwise;

    [GeneratedRegex(@"\A#[0-9A-Fa-f]{6}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hex { get; }
}
