using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bot.Api.Console.Phones;

/// <summary>The service worker that keeps the frame of a page for where there is no signal. Its reach is that page and nothing else of the console.</summary>
internal static class PhoneWorker
{
    /// <summary>What every page for phones needs to be shown.</summary>
    private static readonly string[] Common =
        ["vendor/tokens.css", "console/console.css", "console/print.css", "console/phone.css", "console/phone.js", "console/phone-store.js", "console/phone-send.js"];

    /// <param name="name">Of the page; before the name of what it keeps.</param>
    /// <param name="path">Of the page, below the town's console; the frame without anything in it is at <c>offline</c> below it.</param>
    /// <param name="files">What the page needs besides.</param>
    public static ContentHttpResult Of(Visit visit, string name, string path, IEnumerable<string> files)
    {
        var page = visit.To(path);
        var setup = JsonSerializer.Serialize(new { name, page, offline = $"{page}/offline", files = Common.Concat(files).Select(ConsoleAssets.Address).ToArray() });
        visit.Http.Response.Headers["Service-Worker-Allowed"] = page;
        return TypedResults.Text($"const setup = {setup};\n{Encoding.UTF8.GetString(ConsoleAssets.Bytes("console/phone-sw.js"))}", "text/javascript", Encoding.UTF8);
    }
}
