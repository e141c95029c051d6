using System.Text.RegularExpressions;

namespace Bot.Tests.Postgres;

/// <summary>Reads a migration for statements that take something away from the release before, which still runs while the new schema is in place.</summary>
internal static partial class ExpandOnly
{
    /// <summary>In each statement, comments and texts taken out. What the pattern calls <c>table</c> may be one that the same file makes: that is new to everybody.</summary>
    private static readonly (string Fault, Regex Finds)[] Rules =
    [
        ("takes something away", Rule(@"\bdrop\s+(table|view|materialized|schema|type|domain|function|procedure|sequence|policy|role|extension)\b")),
        ("takes a column away", Rule(@"\balter\s+table\s.*\bdrop\s+(column\s|(?!column\b|constraint\b|not\b|default\b|expression\b|identity\b)(if\s|\w))")),
        ("takes a default away that an insert may count on", Rule(@"\bdrop\s+(default|identity|expression)\b")),
        ("renames or moves", Rule(@"\balter\s.*\b(rename\s|set\s+schema\b)")),
        ("changes a type", Rule(@"\balter\s+(table\s+(if\s+exists\s+)?(only\s+)?(?<table>\w+)\s.*\balter\s.*?\btype\b|(type|domain)\s)")),
        ("makes a column that old inserts leave out a must", Rule(@"\balter\s+table\s+(if\s+exists\s+)?(only\s+)?(?<table>\w+)\s.*\bset\s+not\s+null\b")),
        ("holds old writes to a new rule", Rule(@"\balter\s+table\s+(if\s+exists\s+)?(only\s+)?(?<table>\w+)\s.*\badd\s+(constraint|check|unique|primary|foreign|exclude)\b")),
        ("holds old writes to a new rule", Rule(@"\bcreate\s+unique\s+index\b.*?\son\s+(only\s+)?(?<table>\w+)")),
        ("shuts out what was open", Rule(@"\balter\s+table\s+(if\s+exists\s+)?(only\s+)?(?<table>\w+)\s.*\b(enable|force)\s+row\s+level\b")),
        ("shuts out what was open", Rule(@"\b(revoke\s|alter\s+policy\s|as\s+restrictive\b)")),
        ("empties a table", Rule(@"\btruncate\b")),
        ("works on the side of old writes", Rule(@"\bcreate\s+(or\s+replace\s+)?(constraint\s+)?(trigger|rule)\b")),
    ];

    /// <summary>A contracting file says so on a line of its own, once nothing that still runs uses what it takes away.</summary>
    internal static bool IsReviewed(string sql) => Marker.IsMatch(sql);

    /// <returns>What is wrong and where; empty when the release before can live with it.</returns>
    internal static IReadOnlyList<string> Faults(string sql)
    {
        var bare = Quoted.Replace(Comment.Replace(sql, " "), "''");
        var made = Made.Matches(bare).Select(m => m.Groups["table"].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var faults = new List<string>();
        foreach (var statement in bare.Split(';').Select(s => Space.Replace(s, " ").Trim()))
        {
            faults.AddRange(
                from rule in Rules
                let found = rule.Finds.Match(statement)
                where found.Success && !made.Contains(found.Groups["table"].Value)
                select $"{rule.Fault}: {statement}");
            if (Alter.Match(statement) is { Success: true } alter && !made.Contains(alter.Groups["table"].Value) && Added(alter.Groups["what"].Value).Any(NeedsValue))
            {
                faults.Add($"adds a column that old inserts leave out and that must have a value: {statement}");
            }
        }

        return faults;
    }

    private static bool NeedsValue(string column) => NotNull.IsMatch(column) && !Default.IsMatch(column);

    /// <summary>The parts of an <c>alter table</c> that add a column; commas within brackets part nothing.</summary>
    private static IEnumerable<string> Added(string actions)
    {
        var (depth, start) = (0, 0);
        var parts = new List<string>();
        for (var i = 0; i < actions.Length; i++)
        {
            depth += actions[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (actions[i] == ',' && depth == 0)
            {
                parts.Add(actions[start..i]);
                start = i + 1;
            }
        }

        return parts.Append(actions[start..]).Select(p => p.Trim()).Where(p => AddColumn.IsMatch(p));
    }

    private static Regex Rule(string pattern) => new(
        pattern, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"^-- contracts: \S.*; unused since \S+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marker { get; }

    [GeneratedRegex(@"--[^\n]*|/\*.*?\*/", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment { get; }

    [GeneratedRegex("'([^']|'')*'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted { get; }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space { get; }

    [GeneratedRegex(@"\bcreate\s+table\s+(if\s+not\s+exists\s+)?(?<table>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Made { get; }

    [GeneratedRegex(@"^alter\s+table\s+(if\s+exists\s+)?(only\s+)?(?<table>\w+)\s+(?<what>.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alter { get; }

    [GeneratedRegex(@"^add\s+(?!constraint\b|check\b|unique\b|primary\b|foreign\b|exclude\b)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AddColumn { get; }

    [GeneratedRegex(@"\bnot\s+null\b|\bprimary\s+key\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotNull { get; }

    [GeneratedRegex(@"\bdefault\b|\bgenerated\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Default { get; }
}
