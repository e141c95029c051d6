using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>What a button does in LINE. A button that LINE would refuse (an address that is none, data that is too long) is left out; what it offers can be typed.</summary>
internal sealed class Actions(Voice voice, TownLook look)
{
    private const int LabelUnits = 100;
    private const int LongestAddress = 1000;
    private const int LongestCopy = 1000;

    /// <summary>The label as it is read aloud, and the action.</summary>
    public LineAction? Of(Button button, FormId? form = null, TurnNo askedAt = default) => button switch
    {
        Button.Pick pick when form is { } bound => Tap(new TapKey(bound, askedAt, pick.Key).ToString(), voice.Say(pick.Label)),
        Button.Pick pick => Tap(pick.Key, voice.Say(pick.Label)),
        Button.Wish wish => Tap(wish.Key, voice.Say(wish.Label)),
        Button.Page page => Open(Below(page.Path), voice.Say(page.Label)),
        Button.Web web => Open(Uri.TryCreate(web.Address, UriKind.Absolute, out var address) && address.Scheme == "https" ? address : null, voice.Say(web.Label)),
        Button.Call call => Call(call.Telephone == "office" ? look.Telephone : call.Telephone, voice.Say(call.Label)),
        Button.Copy copy => Copy(copy.Text, voice.Say(copy.Label)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Label(Button button, Voice voice) => voice.Say(button switch
    {
        Button.Pick pick => pick.Label,
        Button.Wish wish => wish.Label,
        Button.Page page => page.Label,
        Button.Web web => web.Label,
        Button.Call call => call.Label,
        Button.Copy copy => copy.Label,
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    /// <summary>Sends the data, and lets the talk read as if the resident had said the words.</summary>
    public static LineAction? Tap(string data, string said) => data.Length is 0 or > LineLimits.PostbackDataUnits || LineText.WellFormed(data) != data
        ? null
        : new LineAction.Postback(Short(said, LineLimits.FlexLabelClusters), data) { DisplayText = Short(said, 300) };

    public static LineAction? Open(Uri? address, string label) => address is { AbsoluteUri.Length: <= LongestAddress, Scheme: "https" or "http" }
        && Findings.IsWritten(address.AbsoluteUri)
        ? new LineAction.Uri(Short(label, LineLimits.FlexLabelClusters), address.AbsoluteUri)
        : null;

    public static LineAction? Copy(string text, string label)
    {
        var copied = LineText.WellFormed(text);
        return copied.Length is 0 or > LongestCopy ? null : new LineAction.Clipboard(Short(label, LineLimits.FlexLabelClusters), copied);
    }

    /// <summary>At most so many of what a reader sees as letters, and not absurdly many bytes either: one letter may be built of hundreds of marks.</summary>
    public static string Short(string label, int clusters) =>
        LineText.CutUnits(LineText.CutClusters(label.ReplaceLineEndings(" "), clusters), Math.Max(LabelUnits, clusters));

    /// <summary>Where LINE finds a picture of ours; <c>null</c> where we are not reached by https, without which LINE shows none.</summary>
    public string? Picture(string path) =>
        Below(path) is { Scheme: "https", AbsoluteUri: var address } && address.Length <= LongestAddress && Findings.IsWritten(address) ? address : null;

    /// <summary>A page of ours; a path that leads elsewhere is none.</summary>
    private Uri? Below(string path) =>
        Uri.TryCreate(look.PublicBase, path.TrimStart('/'), out var address) && look.PublicBase.IsBaseOf(address) ? address : null;

    private static LineAction.Uri? Call(string telephone, string label)
    {
        var dialled = string.Concat(telephone.Where(sign => char.IsAsciiDigit(sign) || sign == '+'));
        return dialled.Length is 0 or > 20 ? null : new LineAction.Uri(Short(label, LineLimits.FlexLabelClusters), $"tel:{dialled}");
    }
}
