using System.Text.RegularExpressions;
using Bot.Domain.Kernel;

namespace Bot.Domain.Staff;

/// <summary>What somebody types to say who they are: short, in letters that every keyboard has; a mail address will do.</summary>
public static partial class LoginName
{
    /// <summary>The name as it is stored and compared.</summary>
    public static string Fold(string? typed) => JapaneseText.Normal(typed ?? "").Trim().ToLowerInvariant();

    public static Checked<string> Parse(string? typed) => Fold(typed) is var name && Shape.IsMatch(name)
        ? new Checked<string>.Good(name)
        : new Checked<string>.Bad("ログイン名は、半角の英小文字・数字と . _ - @ で、2～60文字にしてください。");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{1,59}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape { get; }
}
