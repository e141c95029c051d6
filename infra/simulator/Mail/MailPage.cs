using System.Globalization;
using System.Net;
using System.Text;

namespace Bot.Simulator.Mail;

/// <summary>The mails that came, for whoever tries the bot on this machine.</summary>
internal static class MailPage
{
    public static void Map(IEndpointRouteBuilder app, MailBox box) => app.MapGet("/mail", (HttpContext context) =>
    {
        Assets.Guard(context);
        return Results.Content(Html(box), "text/html; charset=utf-8");
    });

    private static string Html(MailBox box)
    {
        var page = new StringBuilder("""
            <!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>メール</title></head>
            <body><h1>届いたメール</h1>
            """);
        var all = box.All;
        page.Append(all.Count == 0 ? "<p>まだありません。</p>" : "<p>新しいものが上です。</p>");
        foreach (var item in all.Reverse())
        {
            page.Append(CultureInfo.InvariantCulture, $"<article><h2>{Safe(item.Subject)}</h2><p>{item.At:yyyy-MM-dd HH:mm:ss} → {Safe(item.To)}</p><pre>{Safe(item.Text)}</pre></article>\n");
        }

        return page.Append("</body></html>").ToString();
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
