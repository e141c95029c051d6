namespace Bot.Infrastructure.Line.Sending;

/// <summary>The kinds of outbox rows that go to LINE.</summary>
public static class LineKinds
{
    /// <summary>Body: <see cref="Messages.LineEnvelope"/>.</summary>
    public const string Messages = "line.messages";

    /// <summary>Shows that an answer is being written. Body: empty.</summary>
    public const string Loading = "line.loading";

    /// <summary>Body: <see cref="LineTasks.Menu"/>.</summary>
    public const string Menu = "line.menu";

    /// <summary>Asks for the resident's language. Body: empty.</summary>
    public const string Profile = "line.profile";

    /// <summary>Body: <see cref="LineTasks.Content"/>.</summary>
    public const string Content = "line.content";
}
