using System.Net.Http.Headers;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Client;

/// <summary>One call to LINE, ready to be made any number of times.</summary>
/// <param name="Path">Below the base address, without a slash in front; ids in it are escaped.</param>
internal sealed record LineCall(LineEndpoint Endpoint, HttpMethod Method, string Path, Lane Lane)
{
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Only for push, multicast, narrowcast and broadcast: any other endpoint answers 400 to it.</summary>
    public Guid? RetryKey { get; init; }

    public HttpRequestMessage Request(LineSettings settings, string token)
    {
        var request = new HttpRequestMessage(Method, new Uri(Endpoint.Data ? settings.DataApiBaseUrl : settings.ApiBaseUrl, Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (RetryKey is { } key)
        {
            request.Headers.Add("X-Line-Retry-Key", key.ToString("D"));
        }

        if (Body is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }

        return request;
    }
}
