namespace Bot.Domain.BulkyWaste;

/// <summary>How far two words are apart.</summary>
public static class EditDistance
{
    /// <summary>Whether one letter more, one less, one other or two neighbours swapped makes the words equal.</summary>
    public static bool IsAtMostOne(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 1)
        {
            return false;
        }

        var start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start])
        {
            start++;
        }

        var l = left.AsSpan(start);
        var r = right.AsSpan(start);
        if (l.Length == 0 || r.Length == 0)
        {
            return true;
        }

        return l.Length == r.Length
            ? l[1..].SequenceEqual(r[1..]) || (l.Length > 1 && l[0] == r[1] && l[1] == r[0] && l[2..].SequenceEqual(r[2..]))
            : l.Length > r.Length ? l[1..].SequenceEqual(r) : l.SequenceEqual(r[1..]);
    }
}
