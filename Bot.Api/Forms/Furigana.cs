using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Bot.Api.Forms;

/// <summary>Text for people; in easy Japanese <c>名前（なまえ）</c> is set with the reading above the word.</summary>
public sealed partial class Furigana : ComponentBase
{
    [Parameter]
    public required Screen Screen { get; set; }

    [Parameter]
    public required string Text { get; set; }

    /// <summary>The text with its readings left out.</summary>
    public static string Without(string text, Screen screen) =>
        screen.Language.Tag == "ja-easy" ? Reading.Replace(text, "${word}") : text;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var at = 0;
        if (Screen.Language.Tag == "ja-easy")
        {
            foreach (Match match in Reading.Matches(Text))
            {
                builder.AddContent(0, Text[at..match.Index]);
                builder.OpenElement(1, "ruby");
                builder.AddContent(2, match.Groups["word"].Value);
                Part(builder, "rp", "（");
                Part(builder, "rt", match.Groups["kana"].Value);
                Part(builder, "rp", "）");
                builder.CloseElement();
                at = match.Index + match.Length;
            }
        }

        builder.AddContent(9, Text[at..]);
    }

    private static void Part(RenderTreeBuilder builder, string element, string text)
    {
        builder.OpenElement(3, element);
        builder.AddContent(4, text);
        builder.CloseElement();
    }

    [GeneratedRegex("(?<word>[々〆\\p{IsCJKUnifiedIdeographs}]+)（(?<kana>[ぁ-ゖー]+)）", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reading { get; }
}
