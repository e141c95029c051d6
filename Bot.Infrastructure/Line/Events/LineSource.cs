namespace Bot.Infrastructure.Line.Events;

/// <summary>Where an event happened. Only a talk between one person and the account is answered.</summary>
public abstract record LineSource
{
    private LineSource() { }

    public sealed record User(string? UserId) : LineSource;

    public sealed record Group(string GroupId, string? UserId) : LineSource;

    public sealed record Room(string RoomId, string? UserId) : LineSource;

    /// <summary>A kind of source that LINE added after this was written.</summary>
    public sealed record Other(string Type) : LineSource;
}
