using Bot.Domain.Conversations;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>Something told, with buttons under it; or one thing shown large.</summary>
internal static class NoticeBubble
{
    internal static LineMessage.Flex Of(Pen pen, Effect.Say say)
    {
        var text = pen.Say(say.Text);
        return new LineMessage.Flex(Pen.AltText(text), new FlexContainer.Bubble(
            new FlexComponent.Box(FlexLayout.Vertical, [pen.Text(text), .. say.Buttons.Take(12).Select(FlexComponent (b) => pen.Link(pen.Action(b), IsMain(b)))]) { Spacing = "md" }));
    }

    internal static LineMessage.Flex Of(Pen pen, Effect.Show show)
    {
        var (title, body) = (pen.Say(show.Title), pen.Say(show.Body));
        var headline = LineText.WellFormed(show.Headline) is { Length: > 0 } shown ? shown : "…";
        var large = pen.Text(headline, headline.Length > 12 ? "xl" : "3xl", Pen.Ink, bold: true) with { Align = FlexAlign.Center };
        var frame = new FlexComponent.Box(FlexLayout.Vertical, [large]) { PaddingAll = "16px", BorderColor = pen.Primary, BorderWidth = "2px", CornerRadius = "8px" };
        return new LineMessage.Flex(Pen.AltText($"{title}\n{headline}\n{body}"), new FlexContainer.Bubble(
            new FlexComponent.Box(FlexLayout.Vertical,
            [
                pen.Text(title, color: pen.Primary, bold: true),
                frame,
                pen.Link(new LineAction.Clipboard(Pen.Label(pen.Say("button.copy"), 40), Pen.Cut(headline, 1000))),
                pen.Text(body, "sm"),
                .. show.Buttons.Take(10).Select(FlexComponent (b) => pen.Link(pen.Action(b), IsMain(b))),
            ])
            { Spacing = "md" }));
    }

    /// <summary>What leads on to a page of ours, such as paying, is the main thing to do.</summary>
    private static bool IsMain(Button button) => button is Button.Page;
}
