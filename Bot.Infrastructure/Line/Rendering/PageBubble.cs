using Bot.Domain.Conversations;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>The door to our own page, where personal questions are asked.</summary>
internal static class PageBubble
{
    internal static LineMessage.Flex Of(Pen pen, Effect.OpenPage page, string path)
    {
        var (text, note) = (pen.Say(page.Text), pen.Say("page.link-note"));
        var open = new LineAction.Uri(Pen.Label(pen.Say("button.open-page"), 40), pen.Page(path).AbsoluteUri);
        return new LineMessage.Flex(Pen.AltText(text), new FlexContainer.Bubble(
            new FlexComponent.Box(FlexLayout.Vertical, [pen.Text(text), pen.Link(open, isMain: true), pen.Text(note, "xs", Pen.Muted)]) { Spacing = "md" }));
    }
}
