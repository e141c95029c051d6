using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>Reads everything back; each line can be corrected by its button or by typing its number.</summary>
internal static class ReviewBubble
{
    internal static LineMessage.Flex Of(Pen pen, Effect.Review review)
    {
        var bound = new TapKey(review.Form, review.AskedAt, "");
        var title = pen.Say(review.Title);
        var lines = review.Lines.Index().Select(l => (
            Name: string.Create(CultureInfo.InvariantCulture, $"{l.Index + 1}. {pen.Say(l.Item.Name)}"), Value: pen.Say(l.Item.Value), l.Item.Question)).ToArray();
        var total = review.Total is { } sum ? pen.Say(sum) : null;
        Items<FlexComponent> end = total is null
            ? []
            : [new FlexComponent.Separator(Pen.Line), new FlexComponent.Box(FlexLayout.Horizontal,
                [pen.Text(pen.Say("review.total"), bold: true) with { Gravity = FlexGravity.Center }, pen.Text(total, "xl", Pen.Ink, bold: true) with { Align = FlexAlign.End }])];
        var body = new FlexComponent.Box(FlexLayout.Vertical,
            [pen.Text(title, "lg", Pen.Ink, bold: true), .. lines.SelectMany(l => Line(pen, bound, l.Name, l.Value, l.Question)), .. end]) { Spacing = "md" };
        var footer = new FlexComponent.Box(FlexLayout.Vertical,
            [pen.Link(Pen.Tap(pen.Say("button.submit"), (bound with { Key = "ok" }).ToString(), 40), isMain: true), pen.Text(pen.Say("review.how"), "xs", Pen.Muted)]) { Spacing = "sm" };
        var spoken = string.Join('\n', [title, .. lines.Select(l => $"{l.Name}: {l.Value}"), .. total is null ? Array.Empty<string>() : [total], pen.Say("review.how")]);
        return new LineMessage.Flex(Pen.AltText(spoken), new FlexContainer.Bubble(body) { Footer = footer, FooterSeparator = true });
    }

    private static IEnumerable<FlexComponent> Line(Pen pen, TapKey bound, string name, string value, QuestionId question)
    {
        var label = pen.Say("button.fix");
        var fix = Pen.Tap(label, (bound with { Key = $"fix:{question.Value}" }).ToString(), 40) with { DisplayText = LineText.CutClusters($"{label}: {name}", 300) };
        yield return new FlexComponent.Separator(Pen.Line);
        yield return new FlexComponent.Box(FlexLayout.Horizontal,
        [
            new FlexComponent.Box(FlexLayout.Vertical, [pen.Text(name, "sm", Pen.Muted), pen.Text(value)]) { Flex = 1 },
            new FlexComponent.Box(FlexLayout.Vertical, [pen.Text(label, "sm", pen.Primary, bold: true) with { Decoration = FlexDecoration.Underline }])
            {
                Flex = 0,
                PaddingAll = "12px",
                Action = fix,
            },
        ])
        { AlignItems = FlexItems.Center };
    }
}
