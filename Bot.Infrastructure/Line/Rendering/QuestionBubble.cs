using System.Globalization;
using System.Text;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>A question with its options as large buttons; their numbers can be typed. Many options stand side by side in several bubbles.</summary>
internal static class QuestionBubble
{
    private const int MostInBubble = 10;

    private const int MostBubbles = 12;

    internal static LineMessage.Flex Of(Pen pen, Effect.Ask ask)
    {
        var text = pen.Say(ask.Prompt.Text);
        var bound = new TapKey(ask.Form, ask.AskedAt, "");
        var progress = ask.Of > 1 ? string.Create(CultureInfo.InvariantCulture, $"{ask.At} / {ask.Of}") : null;
        var options = ask.Prompt.Options.Take(MostInBubble * MostBubbles).Index()
            .Select(o => (Number: (o.Index + 1).ToString(CultureInfo.InvariantCulture), o.Item, Label: pen.Say(o.Item.Label))).ToArray();
        var choices = options.Select(o => pen.Choice(
            o.Number, o.Label, o.Item.Detail is { } detail ? pen.Say(detail) : null, pen.Action(o.Item, bound))).ToArray();
        var pages = choices.Chunk(MostInBubble).ToArray();
        FlexContainer contents = pages.Length <= 1
            ? Bubble(pen, text, progress, pages.FirstOrDefault() ?? [], More(pen, ask.Prompt, bound))
            : new FlexContainer.Carousel([.. pages.Index().Select(p => Bubble(
                pen, text, p.Index == 0 ? progress : pen.Say("ask.more"), p.Item, p.Index == pages.Length - 1 ? More(pen, ask.Prompt, bound) : []))]);
        return new LineMessage.Flex(Pen.AltText(Spoken(text, options.Select(o => $"{o.Number}. {o.Label}"))), contents);
    }

    private static FlexContainer.Bubble Bubble(Pen pen, string text, string? progress, FlexComponent.Box[] choices, FlexComponent[] more)
    {
        Items<FlexComponent> head = progress is null ? [] : [pen.Text(progress, "xs", Pen.Muted) with { Align = FlexAlign.End }];
        return new FlexContainer.Bubble(new FlexComponent.Box(FlexLayout.Vertical, [.. head, pen.Text(text), .. choices, .. more]) { Spacing = "md" });
    }

    private static FlexComponent[] More(Pen pen, Prompt prompt, TapKey bound)
    {
        var more = prompt.More.Select(FlexComponent (b) => pen.Link(pen.Action(b, bound))).ToList();
        if (prompt.Dates is { } dates)
        {
            more.Insert(0, pen.Link(new LineAction.PickDate(
                Pen.Label(pen.Say("button.calendar"), 40), (bound with { Key = "date" }).ToString(), new PickerSpan<DateOnly>(dates.First, dates.First, dates.Last))));
        }

        return [.. more];
    }

    private static string Spoken(string text, IEnumerable<string> options)
    {
        var spoken = new StringBuilder(text);
        foreach (var option in options)
        {
            spoken.Append('\n').Append(option);
        }

        return spoken.ToString();
    }
}
