using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>One question: how far we are, what is asked, and what may be tapped, picked or sent.</summary>
internal sealed class AskCard(Voice voice, Actions actions, Chips chips, TownLook look)
{
    private const int ChoicesABubble = 10;
    private const int MostBubbles = 12;

    /// <summary>One card; of options that stand side by side, the question first and then they.</summary>
    public IEnumerable<Card> Draw(Effect.Ask ask, string? lead)
    {
        if (!ask.Prompt.SideBySide || !ask.Prompt.Options.Any(o => o.Detail is not null))
        {
            return [Whole(ask, lead)];
        }

        var choices = Choices(ask);
        return
        [
            Card.Words(string.Join("\n\n", [.. Lead(lead), voice.Say(ask.Prompt.Text)])),
            Card.Fitting(string.Join('\n', choices.Select(c => c.Plain)), chips.Under(ask.Prompt, canGoBack: ask.At > 1, Loose(ask)), clip => new FlexContainer.Carousel([.. choices.Take(MostBubbles).Select(c => Tile(c, clip))])),
        ];
    }

    private Card Whole(Effect.Ask ask, string? lead)
    {
        var choices = Choices(ask);
        var plain = string.Join('\n', [.. Lead(lead), voice.Say(ask.Prompt.Text), .. choices.Select(c => c.Plain)]);
        return Card.Fitting(plain, chips.Under(ask.Prompt, canGoBack: ask.At > 1), clip => Bubbles(ask, lead, choices, clip));
    }

    /// <summary>The options that have no picture to look at first, such as "none of these": as chips they are in sight at once.</summary>
    private Items<QuickReplyItem> Loose(Effect.Ask ask) =>
    [
        .. ask.Prompt.Options.Where(o => o.Detail is null).Select(o => (Label: voice.Say(o.Label), Data: new TapKey(ask.Form, ask.AskedAt, o.Key).ToString()))
            .Where(o => Actions.Tap(o.Data, o.Label) is not null)
            .Select(o => new QuickReplyItem(new LineAction.Postback(Actions.Short(o.Label, LineLimits.ChipLabelClusters), o.Data) { DisplayText = Actions.Short(o.Label, LineLimits.ChipLabelClusters) })),
    ];

    private FlexContainer.Bubble Tile(Choice choice, Clip clip)
    {
        Items<FlexComponent> button = choice.Action is { } action ? [Parts.Outlined(clip.Label(choice.Label), null, action, look)] : [Parts.Text(clip.Label(choice.Label))];
        Items<FlexComponent> detail = choice.Detail is { } line ? [Parts.Text(clip.Text(line))] : [];
        return Parts.Bubble([.. detail, .. button]) with
        {
            Hero = choice.Pick.Picture is { } path && actions.Picture(path) is { } address ? Parts.Picture(address)
                : choice.Pick.Heading is { } heading ? Parts.InPlaceOfPicture(clip.Text(voice.Say(heading)))
                : null,
        };
    }

    private FlexContainer Bubbles(Effect.Ask ask, string? lead, Items<Choice> choices, Clip clip)
    {
        Items<Choice> shown = clip.Some(choices);
        var head = Head(ask, lead, clip);
        var foot = Foot(ask);
        if (shown.Count <= ChoicesABubble)
        {
            return Parts.Bubble([.. head, .. shown.SelectMany(choice => Button(choice, clip)), .. foot]);
        }

        var each = Math.Max(ChoicesABubble, (shown.Count + MostBubbles - 1) / MostBubbles);
        var pages = shown.Chunk(each).ToList();
        return new FlexContainer.Carousel([.. pages.Select((page, i) => Parts.Bubble(
        [
            .. i == 0 ? head : [Parts.Small(clip.Text(voice.Say(ask.Prompt.Text)))],
            .. page.SelectMany(choice => Button(choice, clip)),
            .. i == pages.Count - 1 ? foot : [],
        ]))]);
    }

    private Items<FlexComponent> Head(Effect.Ask ask, string? lead, Clip clip) =>
    [
        .. ask.Of > 1 ? [Parts.Small(voice.Key("ask.progress", ("at", Words.Number(ask.At)), ("of", Words.Number(ask.Of))))] : Array.Empty<FlexComponent>(),
        .. Lead(lead).Select(text => Parts.Text(clip.Text(text))),
        Parts.Title(clip.Text(voice.Say(ask.Prompt.Text))),
    ];

    private Items<FlexComponent> Foot(Effect.Ask ask)
    {
        var foot = new List<FlexComponent>();
        if (ask.Prompt.Dates is { } dates && Picker(ask, dates) is { } picker)
        {
            foot.Add(Parts.Filled(voice.Key("button.calendar"), picker, look));
        }

        // No more than a screen of links: the question is the thing.
        foreach (var more in ask.Prompt.More.Take(4))
        {
            if (actions.Of(more, ask.Form, ask.AskedAt) is { } action)
            {
                foot.Add(Parts.Outlined(Actions.Short(Actions.Label(more, voice), LineLimits.FlexLabelClusters), null, action, look));
            }
        }

        return [.. foot];
    }

    private LineAction.PickDate? Picker(Effect.Ask ask, DateRange dates)
    {
        var data = new TapKey(ask.Form, ask.AskedAt, "date").ToString();
        if (data.Length > LineLimits.PostbackDataUnits || dates.First > dates.Last || dates.First.Year < 1900 || dates.Last.Year > 2100)
        {
            return null;
        }

        // LINE wants min before max; of a single day only the beginning can be told, and the core refuses what is later.
        DateOnly? last = dates.First < dates.Last ? dates.Last : null;
        return new LineAction.PickDate(
            Actions.Short(voice.Key("button.calendar"), LineLimits.ChipLabelClusters), data, new PickerSpan<DateOnly>(dates.First, dates.First, last));
    }

    private IEnumerable<FlexComponent> Button(Choice choice, Clip clip)
    {
        // Without an action it stands there to be typed.
        var label = clip.Label(choice.Label);
        var detail = clip.Caps.Details && choice.Detail is { } line ? clip.Label(line) : null;
        return choice.Action is { } action ? [Parts.Outlined(label, detail, action, look)] : [Parts.Text(label)];
    }

    private Items<Choice> Choices(Effect.Ask ask) =>
    [
        .. ask.Prompt.Options.Select((pick, i) => new Choice(
            Numbered(i + 1, voice.Say(pick.Label)),
            pick.Detail is { } detail ? voice.Say(detail) : null,
            actions.Of(pick, ask.Form, ask.AskedAt),
            pick)),
    ];

    private static string Numbered(int number, string label) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}. {label}");

    private static IEnumerable<string> Lead(string? lead) => lead is null ? [] : [lead];

    private sealed record Choice(string Label, string? Detail, LineAction? Action, Button.Pick Pick)
    {
        public string Plain => Detail is null ? Label : $"{Label}\n   {Detail}";
    }
}
