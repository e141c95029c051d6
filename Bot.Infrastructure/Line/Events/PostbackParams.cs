namespace Bot.Infrastructure.Line.Events;

/// <summary>What the resident chose in the picker or menu that belongs to a postback.</summary>
public abstract record PostbackParams
{
    private PostbackParams() { }

    public sealed record PickedDate(DateOnly Date) : PostbackParams;

    public sealed record PickedTime(TimeOnly Time) : PostbackParams;

    /// <summary>Date and time of day at the town; LINE sends no zone.</summary>
    public sealed record PickedDateTime(DateTime At) : PostbackParams;

    public sealed record SwitchedMenu(string? NewAliasId, string Status) : PostbackParams;

    /// <summary>Parameters that we do not know or could not read.</summary>
    public sealed record Other : PostbackParams;
}
