using System.Diagnostics;
using System.Globalization;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;

namespace Bot.Tests.Talks;

/// <summary>
/// Plays a .talk file: lines that start with '&gt;' go in, lines that start with '&lt;' must come out, '#' is a remark.
/// In: <c>&gt; words</c> · <c>&gt; [key]</c> taps a button of the latest bubble, <c>&gt; [/key]</c> a free one · <c>&gt; (photo 12)</c> · <c>&gt; (place)</c> ·
/// <c>&gt; (date 2026-12-03)</c> · <c>&gt; (page name=…; phone=…)</c> · <c>&gt; (sticker)</c> · <c>&gt; (wait 31m)</c> lets time pass and rings the alarm if it is due ·
/// <c>&gt; (news …)</c> for what comes by itself, where the test says what that is.
/// </summary>
internal static class TalkFile
{
    internal static List<string> Play(IEnumerable<string> lines, Talk talk, Wordbook words, Func<string, Items<Effect>>? news = null)
    {
        var played = new List<string>();
        DateTimeOffset? alarm = null;
        foreach (var line in lines.Where(l => !l.StartsWith('<')))
        {
            played.Add(line);
            if (!line.StartsWith("> ", StringComparison.Ordinal))
            {
                continue;
            }

            if (line.StartsWith("> (news ", StringComparison.Ordinal))
            {
                played.AddRange(news!(line[8..^1]).SelectMany(e => Show(e, words, talk.Now.Speaks)).Select(s => $"< {s}"));
                continue;
            }

            if (line.StartsWith("> (wait ", StringComparison.Ordinal))
            {
                talk.Clock += Span(line[8..^1]);
                if (alarm is null || talk.Clock < alarm)
                {
                    continue;
                }

                talk.Take(new Input.Rang(talk.Now.Turn));
            }
            else
            {
                Take(talk, line[2..]);
            }

            alarm = talk.Last.OfType<Effect.WakeAt>().SingleOrDefault()?.At ?? (talk.Last.Count == 0 ? alarm : null);
            played.AddRange(talk.Last.Where(e => e is not Effect.WakeAt).SelectMany(e => Show(e, words, talk.Now.Speaks)).Select(s => $"< {s}"));
        }

        return played;
    }

    private static void Take(Talk talk, string line)
    {
        _ = line switch
        {
            ['[', '/', .. var key, ']'] => talk.Taps(key),
            ['[', .. var key, ']'] => talk.Picks(key),
            "(place)" => talk.SendsPlace(),
            "(sticker)" => talk.Take(new Input.SentOther("sticker")),
            _ when line.StartsWith("(photo", StringComparison.Ordinal) => talk.SendsPhoto(line[6..^1].Trim()),
            _ when line.StartsWith("(date ", StringComparison.Ordinal) =>
                talk.Take(new Input.PickedDate(talk.Bound("date"), DateOnly.Parse(line[6..^1], CultureInfo.InvariantCulture))),
            _ when line.StartsWith("(page ", StringComparison.Ordinal) =>
                talk.FillsPage([.. line[6..^1].Split(';', StringSplitOptions.TrimEntries).Select(p => p.Split('=', 2)).Select(p => (p[0], p[1]))]),
            _ => talk.Says(line),
        };
    }

    private static TimeSpan Span(string text) => text[^1] switch
    {
        'm' => TimeSpan.FromMinutes(int.Parse(text[..^1], CultureInfo.InvariantCulture)),
        'h' => TimeSpan.FromHours(int.Parse(text[..^1], CultureInfo.InvariantCulture)),
        _ => TimeSpan.FromDays(int.Parse(text[..^1], CultureInfo.InvariantCulture)),
    };

    private static IEnumerable<string> Show(Effect effect, Wordbook words, Language language)
    {
        string Text(Words w) => words.Say(w, language).ReplaceLineEndings(" / ");
        string Buttons(IEnumerable<Button> buttons) => string.Concat(buttons.Select(b => b switch
        {
            Button.Pick(var key, var label, var detail) => $" [{key} {Text(label)}{(detail is null ? "" : $" ({Text(detail)})")}]",
            Button.Wish(var key, var label) => $" [/{key} {Text(label)}]",
            Button.Page(var path, var label) => $" [page {path} {Text(label)}]",
            Button.Web(var address, var label) => $" [web {address} {Text(label)}]",
            Button.Call(var number, var label) => $" [call {number} {Text(label)}]",
            Button.Copy(var copied, var label) => $" [copy {copied} {Text(label)}]",
            _ => throw new UnreachableException(),
        }));

        return effect switch
        {
            Effect.Say(var text, var buttons) => [Text(text) + Buttons(buttons)],
            Effect.Show show => [$"!! {Text(show.Title)}: {show.Headline} / {Text(show.Body)}{Buttons(show.Buttons)}"],
            Effect.Ask ask => [$"? {ask.Question.Value} {ask.At}/{ask.Of} {Text(ask.Prompt.Text)}{Buttons(ask.Prompt.Options)}{Buttons(ask.Prompt.More)}"],
            Effect.OpenPage page => [$"page {string.Join(' ', page.Questions.Select(q => q.Value))}: {Text(page.Text)}"],
            Effect.Review review => [$"review {Text(review.Title)}", .. review.Lines.Select(l => $"  {Text(l.Name)}: {Text(l.Value)}"), .. review.Total is { } total ? [$"  = {Text(total)}"] : Array.Empty<string>()],
            Effect.Submit(var form, var answers) => [$"submit {form.Value}: {answers}"],
            _ => [effect.GetType().Name],
        };
    }
}
