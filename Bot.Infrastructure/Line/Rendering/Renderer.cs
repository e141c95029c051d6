using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>
/// Effects become at most five LINE messages: the one place where words become bubbles. Whatever a town or a resident wrote,
/// the result stays within LINE's limits; what would not fit as a bubble is sent as plain text with the same typed answers.
/// </summary>
public sealed class Renderer(Uri publicBaseUrl)
{
    /// <summary>LINE takes five messages a request.</summary>
    private const int MostMessages = 5;

    private const int MostText = 4900;

    /// <param name="link">The path of the one-time link for a page, below <c>{PublicBaseUrl}/{town}/</c>.</param>
    /// <returns>The body of an outbox row <c>line.messages</c>; <c>null</c> when nothing is said.</returns>
    public ReadOnlyMemory<byte>? Render(
        Items<Effect> effects, Wordbook words, Language language, TownProfile town, Func<Effect.OpenPage, string> link)
    {
        var messages = Messages(effects, words, language, town, link);
        return messages.Count == 0 ? null : LineEnvelope.Write(mustDeliver: effects.Any(e => e is not Effect.Say), messages);
    }

    /// <inheritdoc cref="Render"/>
    public IReadOnlyList<LineMessage> Messages(
        Items<Effect> effects, Wordbook words, Language language, TownProfile town, Func<Effect.OpenPage, string> link)
    {
        var pen = new Pen(words, language, town, new Uri($"{publicBaseUrl.ToString().TrimEnd('/')}/{town.Id.Value}/"));
        var spoken = effects.Where(e => e is Effect.Say or Effect.Show or Effect.Ask or Effect.OpenPage or Effect.Review).ToArray();
        var asks = spoken.Any(e => e is Effect.Ask or Effect.OpenPage or Effect.Review);
        var messages = new List<LineMessage>();
        var chips = new List<QuickReplyItem>();
        foreach (var effect in spoken)
        {
            switch (effect)
            {
                case Effect.Say(var text, var buttons) when buttons.Count == 0 || asks:
                    AddText(messages, pen.Say(text));
                    chips.AddRange(buttons.OfType<Button.Wish>().Where(_ => asks).Select(pen.Chip));
                    break;
                case Effect.Say say:
                    messages.Add(Fit(NoticeBubble.Of(pen, say), pen, say.Buttons));
                    break;
                case Effect.Show show:
                    messages.Add(Fit(NoticeBubble.Of(pen, show), pen, show.Buttons));
                    break;
                case Effect.Ask ask:
                    messages.Add(Fit(QuestionBubble.Of(pen, ask), pen, []));
                    chips = [.. pen.Ways(ask.Prompt), .. chips, .. pen.Wishes(canGoBack: ask.At > 1)];
                    break;
                case Effect.OpenPage page:
                    messages.Add(Fit(PageBubble.Of(pen, page, link(page)), pen, []));
                    chips.AddRange(pen.Wishes(canGoBack: true));
                    break;
                case Effect.Review review:
                    messages.Add(Fit(ReviewBubble.Of(pen, review), pen, []));
                    chips.AddRange(pen.Wishes(canGoBack: true));
                    break;
            }
        }

        Gather(messages);
        if (messages.Count > 0 && chips.Count > 0)
        {
            messages[^1] = messages[^1] with { QuickReply = [.. chips.DistinctBy(c => c.Action).Take(13)] };
        }

        return messages;
    }

    /// <summary>A bubble that LINE would refuse goes out as its text, which names every typed answer.</summary>
    private static LineMessage Fit(LineMessage.Flex flex, Pen pen, Items<Button> buttons) => LineLimits.Faults(flex).Any()
        ? new LineMessage.Text(Pen.Cut(flex.AltText, MostText)) { QuickReply = [.. buttons.OfType<Button.Wish>().Take(13).Select(pen.Chip)] }
        : flex;

    private static void AddText(List<LineMessage> messages, string text)
    {
        foreach (var piece in LineText.Pieces(text, MostText))
        {
            messages.Add(new LineMessage.Text(piece));
        }
    }

    /// <summary>Texts that follow each other become one when there are too many messages; the last message is never lost.</summary>
    private static void Gather(List<LineMessage> messages)
    {
        for (var at = 0; messages.Count > MostMessages && at + 1 < messages.Count;)
        {
            if (messages[at] is LineMessage.Text first && messages[at + 1] is LineMessage.Text second)
            {
                messages[at] = new LineMessage.Text(Pen.Cut($"{first.Words}\n{second.Words}", MostText));
                messages.RemoveAt(at + 1);
            }
            else
            {
                at++;
            }
        }

        if (messages.Count > MostMessages)
        {
            messages.RemoveRange(0, messages.Count - MostMessages);
        }
    }
}
