using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Chaos.Simulation;

/// <summary>Every word that a resident would read of an effect, without drawing a bubble round it.</summary>
internal static class SpokenWords
{
    public static IEnumerable<Words> Of(Effect effect) => effect switch
    {
        Effect.Say say => [say.Text, .. Labels(say.Buttons)],
        Effect.Show show => [show.Title, new Words.Plain(show.Headline), show.Body, .. Labels(show.Buttons)],
        Effect.Ask ask => [ask.Prompt.Text, .. ask.Prompt.Options.SelectMany(Picked), .. Labels(ask.Prompt.More)],
        Effect.OpenPage page => [page.Text],
        Effect.Review review => [review.Title, .. review.Lines.SelectMany(l => new[] { l.Name, l.Value }), .. review.Total is { } total ? [total] : Array.Empty<Words>()],
        _ => [],
    };

    private static Words[] Picked(Button.Pick pick) => pick.Detail is { } detail ? [pick.Label, detail] : [pick.Label];

    private static IEnumerable<Words> Labels(Items<Button> buttons) => buttons.Select(b => b switch
    {
        Button.Pick pick => pick.Label,
        Button.Wish wish => wish.Label,
        Button.Page page => page.Label,
        Button.Web web => web.Label,
        Button.Call call => call.Label,
        Button.Copy copy => new Words.Lines([copy.Label, new Words.Plain(copy.Text)]),
        _ => throw new System.Diagnostics.UnreachableException(),
    });
}
