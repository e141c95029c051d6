namespace Bot.Infrastructure.Outbox;

/// <summary>How many rows of each lane this process sends at the same time; no lane can use the room of another.</summary>
public sealed record LaneRoom(int Alert = 128, int Reply = 2048, int Notice = 512, int Bulk = 256)
{
    internal int Of(Lane lane) => lane switch
    {
        Lane.Alert => Alert,
        Lane.Reply => Reply,
        Lane.Notice => Notice,
        _ => Bulk,
    };
}
