namespace Bot.Infrastructure.StaffMessages;

/// <summary>Whether mail is set up, for those who must know it.</summary>
/// <param name="Settings"><c>null</c> when no mail server is named.</param>
public sealed record MailState(MailSettings? Settings)
{
    public bool IsSetUp => Settings is not null;
}
