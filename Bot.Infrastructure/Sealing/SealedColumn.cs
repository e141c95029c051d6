namespace Bot.Infrastructure.Sealing;

/// <summary>A column that holds what <see cref="Sealer"/> has sealed.</summary>
/// <param name="Row">How the row is named under seal, as an expression over its key. Code and this list must write it alike.</param>
public sealed record SealedColumn(string Table, string Column, string Row)
{
    /// <summary>All of them; a test holds this list against the schema, and changing keys goes by it.</summary>
    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        new("timeline", "words", "replace(entry_id::text, '-', '')"),
        new("letter", "body", "replace(letter_id::text, '-', '')"),
        new("letter", "reply", "replace(letter_id::text, '-', '')"),
        new("staff_totp", "secret", "replace(staff_id::text, '-', '')"),
        new("staff_totp", "pending", "replace(staff_id::text, '-', '')"),
    ];
}
