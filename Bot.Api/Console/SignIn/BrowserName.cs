namespace Bot.Api.Console.SignIn;

/// <summary>A browser as its user would name it, for the list of places where one is signed in.</summary>
internal static class BrowserName
{
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Machines =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Macintosh", "Mac"), ("Linux", "Linux")];

    public static string Of(string userAgent) => $"{Named(Browsers, userAgent) ?? "ブラウザー"}（{Named(Machines, userAgent) ?? "不明な端末"}）";

    private static string? Named((string Mark, string Name)[] list, string userAgent) =>
        list.FirstOrDefault(l => userAgent.Contains(l.Mark, StringComparison.Ordinal)).Name;
}
