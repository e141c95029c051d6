using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using static Bot.Infrastructure.Line.Messages.LineAction;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Writes actions as LINE's specification names them.</summary>
internal static class ActionWriter
{
    public static void Write(Utf8JsonWriter json, LineAction action)
    {
        json.WriteStartObject();
        json.WriteString("type", Type(action));
        json.Text("label", action.Label);
        Body(json, action);
        json.WriteEndObject();
    }

    private static string Type(LineAction action) => action switch
    {
        Postback => "postback",
        Message => "message",
        LineAction.Uri => "uri",
        PickDate or PickTime or PickDateTime => "datetimepicker",
        Camera => "camera",
        CameraRoll => "cameraRoll",
        Location => "location",
        Clipboard => "clipboard",
        RichMenuSwitch => "richmenuswitch",
        _ => throw new UnreachableException(),
    };

    private static void Body(Utf8JsonWriter json, LineAction action)
    {
        switch (action)
        {
            case Postback postback:
                json.Text("data", postback.Data);
                json.Text("displayText", postback.DisplayText);
                json.Camel("inputOption", postback.InputOption);
                json.Text("fillInText", postback.FillInText);
                break;
            case Message message:
                json.Text("text", message.Text);
                break;
            case LineAction.Uri uri:
                json.Text("uri", uri.Address);
                if (uri.DesktopAddress is { } desktop)
                {
                    json.WriteStartObject("altUri");
                    json.Text("desktop", desktop);
                    json.WriteEndObject();
                }

                break;
            case PickDate pick:
                Picker(json, pick.Data, "date", pick.Allowed, day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case PickTime pick:
                Picker(json, pick.Data, "time", pick.Allowed, time => time.ToString("HH:mm", CultureInfo.InvariantCulture));
                break;
            case PickDateTime pick:
                Picker(json, pick.Data, "datetime", pick.Allowed, at => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
                break;
            case Clipboard clipboard:
                json.Text("clipboardText", clipboard.Text);
                break;
            case RichMenuSwitch menu:
                json.Text("richMenuAliasId", menu.AliasId);
                json.Text("data", menu.Data);
                break;
            default:
                break;
        }
    }

    private static void Picker<T>(Utf8JsonWriter json, string data, string mode, PickerSpan<T> allowed, Func<T, string> format)
        where T : struct
    {
        json.Text("data", data);
        json.WriteString("mode", mode);
        json.Text("initial", allowed.Initial is { } initial ? format(initial) : null);
        json.Text("min", allowed.Min is { } min ? format(min) : null);
        json.Text("max", allowed.Max is { } max ? format(max) : null);
    }
}
