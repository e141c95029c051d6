using System.Globalization;
using System.Text.Json;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Where an action stands; limits differ by it.</summary>
internal enum ActionPlace
{
    QuickReply,
    Template,
    TemplateCard,
    ImageCarousel,
    FlexButton,
    Flex,
    RichMenu,
}

/// <summary>LINE's limits on actions.</summary>
internal static class ActionLimits
{
    private const int Data = 300;
    private const int Address = 1000;
    private static readonly DateTime Earliest = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime Latest = new(2100, 12, 31, 23, 59, 0, DateTimeKind.Unspecified);

    public static void Check(Findings found, JsonElement action, ActionPlace place, Place path)
    {
        var (label, required) = place switch
        {
            ActionPlace.QuickReply or ActionPlace.Template => (20, true),
            ActionPlace.TemplateCard or ActionPlace.RichMenu => (20, false),
            ActionPlace.ImageCarousel => (12, false),
            ActionPlace.FlexButton => (40, true),
            _ => (40, false),
        };
        found.Clusters(action, "label", label, path, required);
        var type = Findings.Text(action, "type");
        switch (type)
        {
            case "postback":
                Postback(found, action, path);
                break;
            case "message":
                found.Clusters(action, "text", Data, path, required: true);
                break;
            case "uri":
                Uri(found, action, place, path);
                break;
            case "datetimepicker":
                found.Units(action, "data", Data, path, required: true);
                Picker(found, action, path);
                break;
            case "camera" or "cameraRoll" or "location":
                found.Expect(place == ActionPlace.QuickReply, path, $"{type} stands under messages only");
                break;
            case "clipboard":
                found.Units(action, "clipboardText", Address, path, required: true);
                break;
            case "richmenuswitch":
                found.Expect(place == ActionPlace.RichMenu, path, "a menu is switched from a menu only");
                found.Units(action, "richMenuAliasId", 32, path, required: true);
                found.Units(action, "data", Data, path, required: true);
                break;
            default:
                found.Expect(false, path, $"'{type}' is no action");
                break;
        }
    }

    private static void Postback(Findings found, JsonElement action, Place path)
    {
        found.Units(action, "data", Data, path, required: true);
        found.Clusters(action, "displayText", Data, path);
        found.Clusters(action, "text", Data, path);
        found.Clusters(action, "fillInText", Data, path);
        found.OneOf(action, "inputOption", path, "closeRichMenu", "openRichMenu", "openKeyboard", "openVoice");
        found.Expect(Findings.Text(action, "displayText") is null || Findings.Text(action, "text") is null, path, "has displayText and text");
        found.Expect(Findings.Text(action, "fillInText") is null || Findings.Text(action, "inputOption") == "openKeyboard", path, "fillInText needs openKeyboard");
    }

    private static void Uri(Findings found, JsonElement action, ActionPlace place, Place path)
    {
        found.Units(action, "uri", Address, path, required: true);
        found.Expect(Findings.Text(action, "uri") is { } address && Opens(address), $"{path}.uri", "must begin with http, https, line or tel");
        var desktop = Findings.Member(action, "altUri");
        found.Units(desktop, "desktop", Address, path);
        found.Expect(desktop.ValueKind == JsonValueKind.Undefined || place != ActionPlace.QuickReply, path, "altUri does not work under messages");
    }

    private static bool Opens(string address) =>
        Findings.IsWritten(address) && new Uri(address).Scheme is "http" or "https" or "line" or "tel";

    private static void Picker(Findings found, JsonElement action, Place path)
    {
        var format = Findings.Text(action, "mode") switch { "date" => "yyyy-MM-dd", "time" => "HH:mm", "datetime" => "yyyy-MM-dd'T'HH:mm", _ => null };
        found.Expect(format is not null, $"{path}.mode", "must be date, time or datetime");
        if (format is null)
        {
            return;
        }

        DateTime? Value(string name)
        {
            if (Findings.Text(action, name) is not { } text)
            {
                return null;
            }

            var read = DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value);
            found.Expect(read, $"{path}.{name}", $"'{text}' is not of the form {format}");
            found.Expect(!read || format == "HH:mm" || (value >= Earliest && value <= Latest), $"{path}.{name}", "must lie in 1900 to 2100");
            return read ? value : null;
        }

        var (initial, min, max) = (Value("initial"), Value("min"), Value("max"));
        found.Expect(min is null || max is null || min < max, path, "min must be before max");
        found.Expect(initial is null || ((min is null || initial >= min) && (max is null || initial <= max)), path, "initial must lie between min and max");
    }
}
