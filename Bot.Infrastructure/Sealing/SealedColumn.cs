namespace Bot.Infrastructure.Sealing;

/// <summary>A column that holds what <see cref="Sealer"/> has sealed.</summary>
/// <param name="Row">How the row is named under seal, as an expression over its key. Code and this list must write it alike.</param>
/// <param name="Stretch">So many pages of the table are looked at in one transaction; few where values are large.</param>
public sealed record SealedColumn(string Table, string Column, string Row, int Stretch = 16)
{
    /// <summary>All of them; a test holds this list against the schema, and changing keys goes by it.</summary>
    public static IReadOnlyList<SealedColumn> All { get; } =
    [
        new("child", "person", "replace(child_id::text, '-', '')"),
        new("guardian_link", "nickname", "replace(link_id::text, '-', '')"),
        new("school_absence", "told", "replace(absence_id::text, '-', '')"),
        new("school_reply", "words", "replace(reply_id::text, '-', '')"),
        new("school_letter", "content", "replace(letter_id::text, '-', '')"),
        new("school_letter_file", "name", "replace(file_id::text, '-', '')"),
        new("school_letter_file", "content", "replace(file_id::text, '-', '')", Stretch: 1),
        new("school_letter_file", "small", "replace(file_id::text, '-', '')", Stretch: 4),
        new("school_ask", "content", "replace(ask_id::text, '-', '')"),
        new("school_answer", "content", "replace(answer_id::text, '-', '')"),
        new("conversation", "state", "citizen_id"),
        new("inbox", "payload", "event_id"),
        new("payment_event", "raw", "event_id"),
        new("photo", "picture", "content_id", Stretch: 1),
        new("photo", "thumbnail", "content_id", Stretch: 4),
        new("photo_published", "picture", "replace(public_id::text, '-', '')", Stretch: 1),
        new("photo_published", "small", "replace(public_id::text, '-', '')", Stretch: 4),
        new("bulky_request", "requester", "replace(request_id::text, '-', '')"),
        new("bulky_request_line", "remark_sealed", "replace(request_id::text, '-', '') || '/' || line"),
        new("crew_pin", "point", "replace(request_id::text, '-', '')"),
        new("damage_report", "person", "replace(report_id::text, '-', '')"),
        new("damage_sent_photo", "picture", "replace(parcel_id::text, '-', '')", Stretch: 1),
        new("letter", "body", "replace(letter_id::text, '-', '')"),
        new("letter", "reply", "replace(letter_id::text, '-', '')"),
        new("staff_totp", "secret", "replace(staff_id::text, '-', '')"),
        new("staff_totp", "pending", "replace(staff_id::text, '-', '')"),
        new("timeline", "words", "replace(entry_id::text, '-', '')"),
        new("intake", "note", "module || '/' || subject"),
        new("staff_hook", "address", "department"),
        new("staff_hook", "secret", "department"),
    ];
}
