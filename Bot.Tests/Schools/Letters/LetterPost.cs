using System.Text;
using Bot.Tests.Console;

namespace Bot.Tests.Schools.Letters;

/// <summary>Sends the page on which a letter is written, with files, as a browser does.</summary>
internal static class LetterPost
{
    public static async Task<HttpResponseMessage> Check(Clerk clerk, string school, (string Name, string Value)[] typed, params (string Name, byte[] File)[] files)
    {
        var check = (await clerk.Page($"schools/{school}/letters/new")).QuerySelector("form[action$='/letters/check'] input[type=hidden]")!;
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in typed.Append((check.GetAttribute("name")!, check.GetAttribute("value")!)))
        {
            body.Add(new StringContent(value, Encoding.UTF8), name);
        }

        foreach (var (name, file) in files)
        {
            body.Add(new ByteArrayContent(file), "files", name);
        }

        using var post = new HttpRequestMessage(HttpMethod.Post, $"/console/hoshimi/schools/{school}/letters/check") { Content = body };
        return await clerk.Surfer.Send(post);
    }
}
