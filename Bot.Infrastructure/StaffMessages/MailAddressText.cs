using System.Text.RegularExpressions;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>Mail addresses as clerks type them: plain ones of one mailbox, nothing that a mail server would have to interpret.</summary>
public static partial class MailAddressText
{
    public static bool IsOne(string text) => text.Length <= 254 && Shape.IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape { get; }
}
