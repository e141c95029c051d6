using Bot.Domain.Kernel;

namespace Bot.Domain.Staff;

/// <summary>What a password must be: long, and nothing that is tried first. No rule about kinds of characters: those make passwords worse.</summary>
public static class PasswordRules
{
    public const int Least = 12;

    /// <summary>Longer ones are refused rather than cut.</summary>
    public const int Most = 128;

    /// <summary>Beginnings of what lists of leaked passwords hold most, at our length or doubled to it.</summary>
    private static readonly string[] Common =
    [
        "password", "passw0rd", "p@ssword", "p@ssw0rd", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx", "1q2w3e4r", "q1w2e3r4", "zaq12wsx", "abcdefgh",
        "abcd1234", "abc123", "1234567890", "123456789", "12345678", "0123456789", "987654321", "0987654321", "123123", "123321", "112233", "147258369", "159753",
        "iloveyou", "welcome", "letmein", "monkey", "dragon", "sunshine", "princess", "football", "baseball", "superman", "trustno1", "master", "secret",
        "changeme", "default", "administrator", "admin", "root", "login", "user", "test", "guest", "linebot", "yakuba", "yakusho", "shiyakusho", "machiyakuba",
        "nippon", "japan", "tokyo", "sakura", "doraemon", "pokemon", "arigatou", "konnichiwa", "hoshimi", "kawabe", "mizuho",
    ];

    /// <summary>The password as it is kept (its hash), the same however the keyboard wrote it; or what is wrong with it, as staff read it.</summary>
    public static Checked<string> Parse(string? typed, string login)
    {
        var password = Normal(typed);
        var folded = password.ToLowerInvariant();
        return password.Length switch
        {
            < Least => new Checked<string>.Bad($"パスワードは{Least}文字以上にしてください。"),
            > Most => new Checked<string>.Bad($"パスワードは{Most}文字までにしてください。"),
            _ when login.Length >= 3 && folded.Contains(login.ToLowerInvariant(), StringComparison.Ordinal) =>
                new Checked<string>.Bad("ログイン名を含むパスワードは使えません。"),
            _ when IsCommon(folded) => new Checked<string>.Bad("よく使われるパスワードです。推測されにくいものにしてください。"),
            _ => new Checked<string>.Good(password),
        };
    }

    /// <summary>The same password however the keyboard wrote it: half or full width, composed or not.</summary>
    public static string Normal(string? typed) => JapaneseText.Normal(typed ?? "");

    /// <summary>Made of few characters, or a common word with digits or marks around it, or again and again.</summary>
    private static bool IsCommon(string folded)
    {
        if (folded.Distinct().Take(4).Count() < 4)
        {
            return true;
        }

        return Common.Any(word => folded.StartsWith(word, StringComparison.Ordinal)
            && folded.Replace(word, "", StringComparison.Ordinal).All(c => !char.IsLetter(c)));
    }
}
