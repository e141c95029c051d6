using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>
/// Turns what the core wants said into at most five LINE messages. Whatever the words are, LINE takes the result: what has no room in a bubble is shown
/// shorter there and whole in a text before it.
/// </summary>
public static class LineRendering
{
    // A short remark stands in the bubble of what follows it; a long one before it.
    private const int LongestLead = 300;

    /// <param name="link">Makes the one-time address of a page of ours.</param>
    /// <returns>Nothing when no effect is to be seen.</returns>
    public static Items<LineMessage> Render(Items<Effect> effects, Wordbook words, Language language, TownLook look, Func<Effect.OpenPage, string> link)
    {
        var voice = new Voice(words, language);
        var (actions, chips) = (new Actions(voice, look), new Chips(voice));
        var (ask, review, plain) = (new AskCard(voice, actions, chips, look), new ReviewCard(voice, chips, look), new PlainCards(voice, actions, chips, look));
        var cards = new List<Card>();
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.Say say:
                    cards.Add(plain.Say(say));
                    break;
                case Effect.Show show:
                    cards.Add(plain.Show(show));
                    break;
                case Effect.Ask question:
                    cards.Add(ask.Draw(question, Lead(cards)));
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
