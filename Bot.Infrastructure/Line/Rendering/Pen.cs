using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>Writes for one resident of one town: words in the language, actions under buttons, colours of the town.</summary>
internal sealed class Pen(Wordbook words, Language language, TownProfile town, Uri pages)
{
    internal const string Muted = "#5F6368";

    internal const string Ink = "#1A1A1C";

    internal const string Line = "#D5D7DB";

    private const int MostAltText = 1500;

    internal string Primary => town.Colours.Primary;

    /// <summary>Never empty, since LINE refuses empty texts; never half a character.</summary>
    internal string Say(Words text) => LineText.WellFormed(words.Say(text, language)) is { } said && !string.IsNullOrWhiteSpace(said) ? said : "…";

    internal string Say(string key) => Say(Words.Of(key));

    internal static string Cut(string text, int max) => LineText.CutUnits(text, max);

    internal static string AltText(string text) => Cut(text, MostAltText);

    internal FlexComponent.Text Text(string text, string size = "md", string? color = Ink, bool bold = false) =>
        new(Cut(text, 2000)) { Size = size, Color = color, Bold = bold };

    internal QuickReplyItem Chip(Button.Wish wish) => new(Tap(Say(wish.Label), wish.Key, 20));

    /// <summary>What the phone can send by itself: a place, a picture.</summary>
    internal IEnumerable<QuickReplyItem> Ways(Prompt prompt)
    {
        if (prompt.TakesPlace)
        {
            yield return new(new LineAction.Location(Label(Say("button.send-location"), 20)));
        }

        if (prompt.TakesPhoto)
        {
            yield return new(new LineAction.Camera(Label(Say("button.camera"), 20)));
            yield return new(new LineAction.CameraRoll(Label(Say("button.album"), 20)));
        }
    }

    /// <summary>The ways out that are open at every question.</summary>
    internal IEnumerable<QuickReplyItem> Wishes(bool canGoBack)
    {
        (string Key, string Label)[] wishes = [("back", "button.back"), ("later", "button.later"), ("cancel", "button.cancel"), ("staff", "button.staff")];
        return wishes.Where(w => canGoBack || w.Key != "back").Select(w => new QuickReplyItem(Tap(Say(w.Label), w.Key, 20)));
    }

    internal LineAction Action(Button button, TapKey? bound = null) => button switch
    {
        Button.Pick(var key, var label, _) => Tap(Say(label), bound is { } tap ? (tap with { Key = key }).ToString() : key, 40),
        Button.Wish(var key, var label) => Tap(Say(label), key, 40),
        Button.Page(var path, var label) => new LineAction.Uri(Label(Say(label), 40), new Uri(pages, path).AbsoluteUri),
        Button.Web(var address, var label) => new LineAction.Uri(Label(Say(label), 40), address),
        Button.Call(var number, var label) => new LineAction.Uri(Label(Say(label), 40), $"tel:{Digits(number == "office" ? town.Office.Telephone : number)}"),
        Button.Copy(var text, var label) => new LineAction.Clipboard(Label(Say(label), 40), Cut(text, 1000)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal Uri Page(string path) => new(pages, path);

    internal static LineAction.Postback Tap(string label, string data, int longest) =>
        new(Label(label, longest), data) { DisplayText = LineText.CutClusters(OneLine(label), 300) };

    internal static string Label(string text, int longest) => LineText.CutClusters(OneLine(text), longest);

    /// <summary>A large thing to tap, at least 44 pixels high; the small line under it is optional.</summary>
    internal FlexComponent.Box Choice(string number, string label, string? detail, LineAction action)
    {
        Items<FlexComponent> texts = detail is null
            ? [Text(label, color: Primary, bold: true)]
            : [Text(label, color: Primary, bold: true), Text(detail, "sm", Muted)];
        return new FlexComponent.Box(FlexLayout.Horizontal,
            [Text(number, "sm", Muted) with { Flex = 0, Gravity = FlexGravity.Center, Wrap = false }, new FlexComponent.Box(FlexLayout.Vertical, texts) { Flex = 1 }])
        {
            Spacing = "md",
            PaddingAll = "12px",
            BorderColor = Primary,
            BorderWidth = "1px",
            CornerRadius = "8px",
            AlignItems = FlexItems.Center,
            Action = action,
        };
    }

    internal FlexComponent.Button Link(LineAction action, bool isMain = false) => isMain
        ? new FlexComponent.Button(action) { Style = FlexButtonStyle.Primary, Color = Primary, ShrinkToFit = true }
        : new FlexComponent.Button(action) { Style = FlexButtonStyle.Link, Color = Primary, Height = FlexButtonHeight.Sm, ShrinkToFit = true };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim() is { Length: > 0 } line ? line : "…";

    private static string Digits(string number) => string.Concat(number.Where(c => char.IsAsciiDigit(c) || c == '+'));
}
