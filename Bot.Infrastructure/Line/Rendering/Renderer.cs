using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>
/// Turns what the core wants said into at most five LINE messages: the one place where words become bubbles. Whatever a town wrote, LINE takes the
/// result: what has no room in a bubble is shown shorter there and whole in a text before it.
/// </summary>
public sealed class Renderer(Uri publicBaseUrl)
{
    // A short remark stands in the bubble of what follows it; a long one before it.
    private const int LongestLead = 300;

    // At ten kilobytes a bubble these are a few megabytes at most.
    private readonly DrawnBefore _drawn = new(256);

    /// <param name="link">The path of the one-time link for a page, below <c>{PublicBaseUrl}/{town}/</c>.</param>
    /// <returns>The body of an outbox row <c>line.messages</c>; <c>null</c> when nothing is said.</returns>
    public ReadOnlyMemory<byte>? Render(
        Items<Effect> effects, Wordbook words, Language language, TownProfile town, Func<Effect.OpenPage, string> link)
    {
        var saying = Saying.Of(effects, words, language, town);
        if (saying is { } known && _drawn.Find(known) is { } drawn)
        {
            return drawn;
        }

        var messages = Messages(effects, words, language, town, link);
        if (messages.Count == 0)
        {
            // A bare null would become no bytes, and those a row that says nothing.
            return default(ReadOnlyMemory<byte>?);
        }

        // A remark may be lost once in a blue moon; a question, a link or a number may not, even if it then comes twice.
        var must = effects.Any(effect => effect is Effect.Show or Effect.Ask or Effect.OpenPage or Effect.Review);
        var body = LineEnvelope.Write(must, messages);
        if (saying is { } fresh)
        {
            _drawn.Keep(fresh, body);
        }

        return body;
    }

    /// <inheritdoc cref="Render"/>
    public IReadOnlyList<LineMessage> Messages(
        Items<Effect> effects, Wordbook words, Language language, TownProfile town, Func<Effect.OpenPage, string> link)
    {
        var look = TownLook.Of(town, publicBaseUrl);
        var drawn = Draw(effects, words, language, look, page => new Uri(look.PublicBase, link(page)));
        // The one place through which everything goes that is said: nothing can forget the word.
        return town.Disaster is { IsDrill: true } ? [.. drawn.Select(m => Drill.Mark(m, language))] : drawn;
    }

    internal static Items<LineMessage> Draw(Items<Effect> effects, Wordbook words, Language language, TownLook look, Func<Effect.OpenPage, Uri> link)
    {
        var voice = new Voice(words, language);
        var (actions, chips) = (new Actions(voice, look), new Chips(voice));
        var (ask, review, plain) = (new AskCard(voice, actions, chips, look), new ReviewCard(voice, chips, look), new PlainCards(voice, actions, chips, look));
        var asks = effects.Any(effect => effect is Effect.Ask or Effect.OpenPage or Effect.Review);
        var cards = new List<Card>();
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.Say { Picture: null } say when asks && say.Buttons.All(button => button is Button.Wish):
                    // The question is the bubble to tap; what may be wished beside it becomes chips under it.
                    cards.Add(Card.Words(voice.Say(say.Text)));
                    chips.Offer(say.Buttons);
                    break;
                case Effect.Say say:
                    cards.Add(plain.Say(say));
                    break;
                case Effect.Show show:
                    cards.Add(plain.Show(show));
                    break;
                case Effect.SendPicture picture:
                    cards.Add(plain.Picture(picture));
                    break;
                case Effect.Ask question:
                    cards.AddRange(ask.Draw(question, Lead(cards)).ToList());
                    break;
                case Effect.OpenPage page:
                    cards.Add(plain.OpenPage(page, link(page), Lead(cards)));
                    break;
                case Effect.Review all:
                    cards.AddRange(review.Draw(all, Lead(cards)).ToList());
                    break;
                default:
                    // the other effects are done elsewhere and are not seen
                    break;
            }
        }

        return FiveMessages.From(cards);
    }

    /// <summary>Takes the remarks before a bubble out of the list, to stand inside it.</summary>
    private static string? Lead(List<Card> cards)
    {
        var first = cards.FindLastIndex(card => !card.IsText) + 1;
        var lead = string.Join("\n\n", cards.Skip(first).Select(card => card.Plain));
        if (lead.Length is 0 or > LongestLead)
        {
            return null;
        }

        cards.RemoveRange(first, cards.Count - first);
        return lead;
    }
}
