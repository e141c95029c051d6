using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>Puts the word for a drill before whatever is said: in texts, in every bubble, and in what notifications show.</summary>
public static class Drill
{
    /// <summary>No phrase of the wording files, since a town could reword it away.</summary>
    public const string Word = "【訓練】";

    private const string WithEnglish = "【訓練】DRILL: ";

    /// <returns>The message with the word; a bubble that has no room for it becomes the words that it says.</returns>
    public static LineMessage Mark(LineMessage message, Language language) =>
        Mark(message, language == Language.Japanese || language == Language.EasyJapanese ? Word : WithEnglish);

    private static LineMessage Mark(LineMessage message, string mark) => message switch
    {
        LineMessage.Text text => text with { Words = LineText.CutUnits(mark + text.Words, LineLimits.TextUnits) },
        LineMessage.Flex flex when flex with { AltText = LineText.CutUnits(mark + flex.AltText, LineLimits.AltTextUnits), Contents = Mark(flex.Contents, mark) } is var marked =>
            LineLimits.Faults(marked).Count == 0 ? marked : new LineMessage.Text(LineText.CutUnits(mark + flex.AltText, LineLimits.TextUnits)) { QuickReply = flex.QuickReply },
        // A picture has no words; the text before it has the mark.
        LineMessage.Image => message,
        _ => throw new System.Diagnostics.UnreachableException("the renderer draws texts, bubbles and pictures only"),
    };

    private static FlexContainer Mark(FlexContainer container, string mark) => container switch
    {
        FlexContainer.Carousel(var bubbles) => new FlexContainer.Carousel([.. bubbles.Select(b => Mark(b, mark))]),
        FlexContainer.Bubble bubble => Mark(bubble, mark),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static FlexContainer.Bubble Mark(FlexContainer.Bubble bubble, string mark) => bubble with
    {
        Body = bubble.Body is { } body ? body with { Contents = [Parts.Title(mark), .. body.Contents] } : new FlexComponent.Box(FlexLayout.Vertical, [Parts.Title(mark)]),
    };
}
