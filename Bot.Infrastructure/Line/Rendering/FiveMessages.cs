using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>Brings cards into the five messages that one reply may have: texts run together, and if need be early bubbles become texts.</summary>
internal static class FiveMessages
{
    private const string Gap = "\n\n";

    public static Items<LineMessage> From(IReadOnlyList<Card> cards)
    {
        var whole = cards.SelectMany(card => card is { IsCut: true, IsText: false } ? new[] { Card.Words(card.Plain), card } : [card]).ToList();
        var messages = Joined(whole);
        while (messages.Count > LineLimits.MessagesARequest)
        {
            // The last card is the one to be answered; it stays what it is.
            var bubble = messages.FindIndex(card => !card.IsText);
            if (bubble < 0 || bubble == messages.Count - 1)
            {
                messages = [.. messages.Take(LineLimits.MessagesARequest - 1), messages[^1]];
                break;
            }

            // What it says may stand before it already.
            var said = bubble > 0 && messages[bubble - 1].IsText && messages[bubble - 1].Plain.EndsWith(messages[bubble].Plain, StringComparison.Ordinal);
            messages[bubble] = Card.Words(said ? "" : messages[bubble].Plain);
            messages = Joined(messages);
        }

        return [.. messages.Select((card, i) => (i == messages.Count - 1 ? card : card with { Chips = [] }).Message())];
    }

    /// <summary>Texts that follow each other become one, cut into pieces where LINE's 5,000 units end.</summary>
    private static List<Card> Joined(IEnumerable<Card> cards)
    {
        var joined = new List<Card>();
        var text = new List<Card>();
        foreach (var card in cards)
        {
            if (card.IsText)
            {
                text.Add(card);
                continue;
            }

            Flush();
            joined.Add(card);
        }

        Flush();
        return joined;

        void Flush()
        {
            var said = string.Join(Gap, text.Select(card => card.Plain).Where(plain => plain.Length > 0));
            var chips = text.Count > 0 ? text[^1].Chips : [];
            joined.AddRange(LineText.Pieces(said, LineLimits.TextUnits).Where(piece => !string.IsNullOrWhiteSpace(piece)).Select(piece => Card.Words(piece) with { Chips = chips }));
            text.Clear();
        }
    }
}
