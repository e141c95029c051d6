using System.Globalization;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations;

/// <summary>
/// The data of a button in a bubble: the form, the turn in which the bubble was made, and which of its buttons it is.
/// By the turn we know a tap on an old bubble. LINE allows 300 characters; this is far below.
/// </summary>
public readonly record struct TapKey(FormId Form, TurnNo AskedAt, string Key)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Form.Value}/{AskedAt.Value}/{Key}");

    /// <summary><c>null</c> for the free keys of menus, which are good at any time.</summary>
    public static TapKey? Parse(string data) =>
        data.Split('/', 3) is [{ Length: > 0 } form, var turn, { Length: > 0 } key]
        && long.TryParse(turn, NumberStyles.None, CultureInfo.InvariantCulture, out var askedAt)
            ? new TapKey(new FormId(form), new TurnNo(askedAt), key)
            : null;
}
