using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>The chips under the last message. Each has a typed equivalent, since LINE on PC shows none.</summary>
internal sealed class Chips(Voice voice)
{
    private readonly List<QuickReplyItem> _offered = [];

    /// <summary>Wishes that a remark before the question offers.</summary>
    public void Offer(Items<Button> wishes) => _offered.AddRange(wishes.OfType<Button.Wish>()
        .Where(wish => wish.Key.Length is > 0 and <= LineLimits.PostbackDataUnits && LineText.WellFormed(wish.Key) == wish.Key)
        .Select(wish => Tap(wish.Key, voice.Say(wish.Label))));

    /// <summary>Under a question: what it takes, and the ways out.</summary>
    /// <param name="answers">Answers that are to be in sight at once.</param>
    public Items<QuickReplyItem> Under(Prompt prompt, bool canGoBack, Items<QuickReplyItem> answers = default)
    {
        var chips = new List<QuickReplyItem>(answers);
        if (prompt.TakesPlace)
        {
            chips.Add(new(new LineAction.Location(Label("button.send-location"))));
        }

        if (prompt.TakesPhoto)
        {
            chips.Add(new(new LineAction.Camera(Label("button.camera"))));
            chips.Add(new(new LineAction.CameraRoll(Label("button.album"))));
        }

        return Together([.. chips, .. _offered], canGoBack);
    }

    public Items<QuickReplyItem> WaysOut(bool canGoBack) => Together(_offered, canGoBack);

    /// <summary>The ways out are always among the thirteen.</summary>
    private Items<QuickReplyItem> Together(IReadOnlyCollection<QuickReplyItem> first, bool canGoBack)
    {
        Items<QuickReplyItem> ways = [Wish("later", "button.later"), Wish("cancel", "button.cancel"), Wish("staff", "button.staff")];
        ways = canGoBack ? [Wish("back", "button.back"), .. ways] : ways;
        var known = ways.Select(way => ((LineAction.Postback)way.Action).Data).ToHashSet(StringComparer.Ordinal);
        return [.. first.Where(chip => chip.Action is not LineAction.Postback(_, var data) || known.Add(data)).Take(LineLimits.QuickReplies - ways.Count), .. ways];
    }

    private QuickReplyItem Wish(string key, string label) => Tap(key, voice.Key(label));

    private static QuickReplyItem Tap(string key, string label) =>
        new(new LineAction.Postback(Actions.Short(label, LineLimits.ChipLabelClusters), key) { DisplayText = Actions.Short(label, LineLimits.ChipLabelClusters) });

    private string Label(string key) => Actions.Short(voice.Key(key), LineLimits.ChipLabelClusters);
}
