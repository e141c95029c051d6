namespace Bot.Infrastructure.Outbox;

/// <summary>A row that this process holds; a new lease on it replaces the old one in place.</summary>
internal sealed class HeldRow(LeasedRow row, bool claimed)
{
    internal LeasedRow Row { get; set; } = row;

    /// <summary>It came from the table, so more of its chain may wait there.</summary>
    internal bool Claimed { get; } = claimed;

    /// <summary>It is on its way back to the table, or to its next try: should it come again, that is another hold on it.</summary>
    internal bool Leaves { get; set; }
}
