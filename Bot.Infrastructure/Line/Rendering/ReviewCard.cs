using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>All answers read back, each with a button to correct it, and one button to send it off.</summary>
internal sealed class ReviewCard(Voice voice, Chips chips, TownLook look)
{
    private const int LinesABubble = 10;

    /// <summary>One card, or with many lines one that lists them and one that sends them.</summary>
    public IEnumerable<Card> Draw(Effect.Review review, string? lead)
    {
        Items<Line> lines = [.. review.Lines.Select((line, i) => new Line(i + 1, voice.Say(line.Name), voice.Say(line.Value), Fix(review, line)))];
        var listed = string.Join('\n', lines.Select(line => line.Plain));
        if (lines.Count <= LinesABubble)
        {
            yield return Card.Fitting(
                string.Join('\n', [.. Lead(lead), voice.Say(review.Title), listed, .. Total(review), voice.Say(review.How)]),
                chips.WaysOut(canGoBack: true),
                clip => Parts.Bubble([.. Head(review, lead, clip), .. lines.SelectMany(line => Row(line, clip)), .. Foot(review, clip)]));
            yield break;
        }

        yield return Card.Fitting(listed, [], clip => new FlexContainer.Carousel(
            [.. lines.Take(clip.Caps.Choices).Chunk(LinesABubble).Select(page => Parts.Bubble([.. page.SelectMany(line => Row(line, clip))]))]));
        yield return Card.Fitting(
            string.Join('\n', [.. Lead(lead), voice.Say(review.Title), .. Total(review), voice.Say(review.How)]),
            chips.WaysOut(canGoBack: true),
            clip => Parts.Bubble([.. Head(review, lead, clip), .. Foot(review, clip)]));
    }

    private Items<FlexComponent> Head(Effect.Review review, string? lead, Clip clip) =>
        [.. Lead(lead).Select(text => Parts.Text(clip.Text(text))), Parts.Title(clip.Text(voice.Say(review.Title)))];

    private Items<FlexComponent> Foot(Effect.Review review, Clip clip)
    {
        var foot = new List<FlexComponent>();
        if (review.Total is { } total)
        {
            foot.Add(Parts.Rule());
            foot.Add(Parts.Small(voice.Key("review.total")));
            foot.Add(Parts.Large(clip.Text(voice.Say(total))));
        }

        var confirm = voice.Say(review.Send);
        if (Actions.Tap(new TapKey(review.Form, review.AskedAt, "ok").ToString(), confirm) is { } action)
        {
            foot.Add(Parts.Filled(confirm, action, look));
        }

        foot.Add(Parts.Small(voice.Say(review.How)));
        return [.. foot];
    }

    private IEnumerable<FlexComponent> Row(Line line, Clip clip)
    {
        var said = new FlexComponent.Box(FlexLayout.Vertical, [Parts.Small(clip.Label(line.Name)), Parts.Text(clip.Text(line.Value))]) { Flex = 1 };
        yield return line.Action is { } fix
            ? new FlexComponent.Box(FlexLayout.Horizontal, [said, Parts.Tiny(voice.Key("button.fix"), fix, look)]) { Spacing = "md", AlignItems = FlexItems.Center }
            : said;
    }

    private LineAction? Fix(Effect.Review review, ReviewLine line) => Actions.Tap(
        new TapKey(review.Form, review.AskedAt, $"fix:{line.Question.Value}").ToString(), $"{voice.Key("button.fix")}: {voice.Say(line.Name)}");

    private IEnumerable<string> Total(Effect.Review review) =>
        review.Total is { } total ? [string.Create(CultureInfo.InvariantCulture, $"{voice.Key("review.total")}: {voice.Say(total)}")] : [];

    private static IEnumerable<string> Lead(string? lead) => lead is null ? [] : [lead];

    private sealed record Line(int Number, string What, string Value, LineAction? Action)
    {
        public string Name => string.Create(CultureInfo.InvariantCulture, $"{Number}. {What}");

        public string Plain => $"{Name}: {Value}";
    }
}
