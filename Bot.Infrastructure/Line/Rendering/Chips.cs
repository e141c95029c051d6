using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>The chips under the last message. Each has a typed equivalent, since LINE on PC shows none.</summary>
internal sealed class Chips(Voice voice)
{
    /// <summary>Under a question: what it takes, and the ways out.</summary>
    public Items<QuickReplyItem> Under(Prompt prompt, bool canGoBack)
    {
        var chips = new List<QuickReplyItem>();
        if (prompt.TakesPlace)
        {
            chips.Add(new(new LineAction.Location(Label("button.place"))));
        }

        if (prompt.TakesPhoto)
        {
            chips.Add(new(new LineAction.Camera(Label("button.camera"))));
            chips.Add(new(new LineAction.CameraRoll(Label("button.album"))));
        }

        return [.. chips, .. WaysOut(canGoBack)];
    }

    public Items<QuickReplyItem> WaysOut(bool canGoBack)
    {
        Items<QuickReplyItem> ways = [Wish("later", "button.later"), Wish("cancel", "button.cancel"), Wish("staff", "button.staff")];
        return canGoBack ? [Wish("back", "button.back"), .. ways] : ways;
    }

    private QuickReplyItem Wish(string key, string label) => new(new LineAction.Postback(Label(label), key) { DisplayText = Label(label) });

    private string Label(string key) => Actions.Short(voice.Key(key), LineLimits.ChipLabelClusters);
}
