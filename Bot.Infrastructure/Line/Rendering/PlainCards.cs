using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>The simpler cards: words with buttons, one large thing, and the door to our own page.</summary>
internal sealed class PlainCards(Voice voice, Actions actions, Chips chips, TownLook look)
{
    private const int MostButtons = 12;

    public Card Say(Effect.Say say)
    {
        var text = voice.Say(say.Text);
        var picture = say.Picture is { } path && actions.Picture(path) is { } address ? Parts.Picture(address) : null;
        return say.Buttons.Count == 0 && picture is null
            ? Card.Words(text)
            : Card.Fitting(Listed([text], say.Buttons), [], clip => Parts.Bubble([Parts.Text(clip.Text(text)), .. Buttons(clip, say.Buttons)]) with { Hero = picture });
    }

    public Card Show(Effect.Show show)
    {
        var (title, headline, body) = (voice.Say(show.Title), Voice.Something(show.Headline), voice.Say(show.Body));
        Items<FlexComponent> copy = Actions.Copy(show.Headline, voice.Key("button.copy")) is { } action
            ? [Parts.Outlined(voice.Key("button.copy"), null, action, look)]
            : [];
        return Card.Fitting(Listed([title, headline, body], show.Buttons), [], clip => Parts.Bubble(
            [Parts.Title(clip.Text(title)), Parts.Large(clip.Text(headline)), .. copy, Parts.Text(clip.Text(body)), .. Buttons(clip, show.Buttons)]));
    }

    /// <summary>LINE shows pictures from https alone; elsewhere, as on a developer's machine, the address stands there.</summary>
    public Card Picture(Effect.SendPicture picture)
    {
        var (whole, small) = (new Uri(look.PublicBase, picture.Path), new Uri(look.PublicBase, picture.Small));
        return whole.Scheme == Uri.UriSchemeHttps
            ? Card.Words("") with { Picture = new LineMessage.Image(whole.AbsoluteUri, small.AbsoluteUri) }
            : Card.Words(whole.AbsoluteUri);
    }

    /// <param name="address">The one-time link. It stands in the button alone: notifications are read by others.</param>
    public Card OpenPage(Effect.OpenPage page, Uri address, string? lead)
    {
        var (text, note) = (voice.Say(page.Text), voice.Key("page.link-note"));
        var open = Actions.Open(address, voice.Key("button.open-page")) ?? throw new ArgumentException("LINE does not open such an address", nameof(address));
        Items<string> said = lead is null ? [text] : [lead, text];
        return Card.Fitting(string.Join('\n', said), chips.WaysOut(canGoBack: true), clip => Parts.Bubble(
            [.. said.Select(each => Parts.Text(clip.Text(each))), Parts.Filled(voice.Key("button.open-page"), open, look), Parts.Small(note)]));
    }

    private Items<FlexComponent> Buttons(Clip clip, Items<Button> buttons)
    {
        var drawn = buttons.Take(MostButtons).Select(button => (Label: clip.Label(Actions.Label(button, voice)), Action: actions.Of(button), IsMain: button is Button.Page))
            .Where(button => button.Action is not null).ToList();
        return
        [
            // What leads on to a page of ours, such as paying, is the main thing to do.
            .. drawn.Select(button => button.IsMain ? Parts.Filled(button.Label, button.Action!, look) : Parts.Outlined(button.Label, null, button.Action!, look)),
        ];
    }

    private string Listed(Items<string> texts, Items<Button> buttons) =>
        string.Join('\n', [.. texts, .. buttons.Select(button => $"・{Actions.Label(button, voice)}")]);
}
