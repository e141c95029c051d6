using System.Globalization;
using System.Text;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Counts and cuts text as LINE counts it, and never inside what a reader sees as one character.</summary>
public static class LineText
{
    public const string Ellipsis = "…";

    /// <summary>How most limits count: an emoji is two or more.</summary>
    public static int Units(string text) => text.Length;

    /// <summary>How labels, display texts and template texts count: a family emoji is one.</summary>
    public static int Clusters(string text) => new StringInfo(text).LengthInTextElements;

    /// <summary>At most <paramref name="max"/> UTF-16 units, ending in an ellipsis when something was left out.</summary>
    public static string CutUnits(string text, int max) => Cut(text, max, static piece => piece.Length);

    /// <summary>At most <paramref name="max"/> grapheme clusters, ending in an ellipsis when something was left out.</summary>
    public static string CutClusters(string text, int max) => Cut(text, max, static _ => 1);

    /// <summary>The same text in pieces of at most <paramref name="max"/> units, broken after a line where there is one.</summary>
    public static IEnumerable<string> Pieces(string text, int max)
    {
        var rest = text;
        while (rest.Length > max)
        {
            var room = Fitting(rest, max, static piece => piece.Length);
            // A cluster longer than a whole piece can only be broken by force.
            room = room == 0 ? max : room;
            var line = rest.LastIndexOf('\n', room - 1, room);
            var end = line > 0 ? line + 1 : room;
            yield return rest[..end].TrimEnd('\n');
            rest = rest[end..];
        }

        if (rest.Length > 0)
        {
            yield return rest;
        }
    }

    /// <summary>Lone surrogates become U+FFFD, since no JSON writer takes them; U+0000 goes, since no table does.</summary>
    public static string WellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '\0' || Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0));
            }

            at += used;
        }

        return text;
    }

    private static string Cut(string text, int max, Func<string, int> weight)
    {
        // No cluster weighs more than its units: a text of so few fits whole.
        if (text.Length <= max)
        {
            return text;
        }

        var whole = Fitting(text, max, weight);
        return whole == text.Length ? text : string.Concat(text.AsSpan(0, Fitting(text, max - 1, weight)).TrimEnd(), Ellipsis);
    }

    /// <summary>How many UTF-16 units of the text fit into the limit by whole clusters.</summary>
    private static int Fitting(string text, int max, Func<string, int> weight)
    {
        var (used, end) = (0, 0);
        for (var each = StringInfo.GetTextElementEnumerator(text); each.MoveNext(); end += each.GetTextElement().Length)
        {
            used += weight(each.GetTextElement());
            if (used > max)
            {
                break;
            }
        }

        return end;
    }
}
