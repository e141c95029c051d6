namespace Bot.Infrastructure.Towns;

/// <summary>One thing that is wrong in a town's folder: where it stands and, in words for a clerk, what to do.</summary>
/// <param name="File">From the folder of all towns, such as <c>hoshimi/areas.csv</c>.</param>
/// <param name="Line">As an editor counts, from 1.</param>
/// <param name="Column">The column of a CSV file, or the path within a JSON file.</param>
public sealed record Fault(string File, int? Line, string? Column, string Message)
{
    public override string ToString() =>
        $"{File}{(Line is { } line ? $" {line}行目" : "")}{(Column is { Length: > 0 } column ? $"「{column}」" : "")}: {Message}";
}
