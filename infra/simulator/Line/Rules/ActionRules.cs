using System.Globalization;

namespace Bot.Simulator.Line.Rules;

/// <summary>Where an action stands; the limits differ.</summary>
internal enum ActionPlace
{
    Template,
    ImageCarousel,
    FlexButton,
    FlexPart,
    QuickReply,
    RichMenu,
}

/// <summary>LINE's limits for actions.</summary>
internal static class ActionRules
{
    public static void Check(Part? given, ActionPlace place)
    {
        if (given is not { } action) return;
        var allowed = Allowed(place);
        if (action.OneOf("type", required: true, allowed) is not { } type) return;
        var (labelMax, labelNeeded) = place switch
        {
            ActionPlace.QuickReply or ActionPlace.Template => (20, true),
            ActionPlace.ImageCarousel => (12, false),
            ActionPlace.RichMenu => (20, false),
            ActionPlace.FlexButton => (40, true),
            _ => (40, false),
        };
        action.Text("label", labelMax, labelNeeded, Count.Clusters);
        switch (type)
        {
            case "postback": Postback(action); break;
            case "message": action.Text("text", 300, required: true, Count.Clusters); break;
            case "uri":
                action.Url("uri", 1000, required: true, media: false);
                action.Object("altUri")?.Url("desktop", 1000, required: false, media: false);
                break;
            case "datetimepicker": Picker(action); break;
            case "richmenuswitch":
                action.Text("richMenuAliasId", 32, required: true);
                action.Text("data", 300, required: true);
                break;
            case "clipboard": action.Text("clipboardText", 1000, required: true); break;
            default: break;
        }
    }

    private static string[] Allowed(ActionPlace place) => place switch
    {
        ActionPlace.QuickReply => ["postback", "message", "uri", "datetimepicker", "camera", "cameraRoll", "location", "clipboard"],
        ActionPlace.RichMenu => ["postback", "message", "uri", "datetimepicker", "richmenuswitch", "clipboard"],
        _ => ["postback", "message", "uri", "datetimepicker", "clipboard"],
    };

    private static void Postback(Part action)
    {
        action.Text("data", 300, required: true);
        action.Text("displayText", 300, count: Count.Clusters);
        action.Text("text", 300, count: Count.Clusters);
        if (action.Has("text") && action.Has("displayText")) action.Refuse("text and displayText cannot be used together", "displayText");
        var input = action.OneOf("inputOption", required: false, "closeRichMenu", "openRichMenu", "openKeyboard", "openVoice");
        action.Text("fillInText", 300, count: Count.Clusters);
        if (action.Has("fillInText") && input != "openKeyboard") action.Refuse("fillInText needs inputOption openKeyboard", "fillInText");
    }

    private static void Picker(Part action)
    {
        action.Text("data", 300, required: true);
        if (action.OneOf("mode", required: true, "date", "time", "datetime") is not { } mode) return;
        var (initial, min, max) = (Moment(action, "initial", mode), Moment(action, "min", mode), Moment(action, "max", mode));
        if (min >= max) action.Refuse("min must be less than max", "min");
        if (initial < min || initial > max) action.Refuse("initial must be between min and max", "initial");
    }

    private static DateTime? Moment(Part action, string name, string mode)
    {
        if (action.Text(name, 20) is not { } text) return null;
        var written = text.Replace('t', 'T');
        string[] formats = mode switch { "date" => ["yyyy-MM-dd"], "time" => ["HH:mm"], _ => ["yyyy-MM-dd'T'HH:mm"] };
        if (DateTime.TryParseExact(written, formats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var moment)
            && (mode == "time" || moment.Year is >= 1900 and <= 2100)) return moment;
        action.Refuse($"Invalid {mode} format", name);
        return null;
    }
}
