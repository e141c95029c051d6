namespace Bot.Infrastructure.StaffMessages;

/// <summary>The kinds of outbox rows that go to staff. Body: <see cref="StaffBody"/>.</summary>
public static class StaffKinds
{
    public const string Mail = "staff.mail";
    public const string Line = "staff.line";
    public const string Hook = "staff.hook";

    /// <summary>The kind of a channel, such as <c>mail</c>.</summary>
    public static string Of(string channel) => $"staff.{channel}";
}
