namespace Bot.Api.Forms;

/// <summary>Tells a person who opens a page from a machine that only looks at it.</summary>
internal static class Visitor
{
    /// <summary>
    /// Whether the request navigates. Browsers say so; old ones that say nothing at least ask for HTML. Previews and prefetching do not count.
    /// </summary>
    public static bool Opens(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !Says(request, "Sec-Purpose", "prefetch") && !Says(request, "Purpose", "prefetch") && !Says(request, "X-Moz", "prefetch")
        && (request.Headers.TryGetValue("Sec-Fetch-Mode", out var mode)
            ? mode == "navigate"
            : TakesHtml(request));

    public static bool TakesHtml(HttpRequest request) => Says(request, "Accept", "text/html");

    private static bool Says(HttpRequest request, string header, string word) =>
        request.Headers[header].Any(value => value?.Contains(word, StringComparison.OrdinalIgnoreCase) is true);
}
