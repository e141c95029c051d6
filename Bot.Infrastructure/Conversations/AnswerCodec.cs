using System.Text.Json;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Conversations;

/// <summary>Answers as they are stored: one object by question, each answer with its kind under <c>k</c>. Kinds are added, never changed.</summary>
internal static class AnswerCodec
{
    internal static void Write(Utf8JsonWriter json, string name, Answers answers)
    {
        json.WriteStartObject(name);
        foreach (var (question, answer) in answers.Each)
        {
            json.WriteStartObject(question.Value);
            Write(json, answer);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A kind that this version does not know is left out; the walk then asks the question again.</summary>
    internal static Answers Read(JsonElement answers)
    {
        var read = Answers.None;
        foreach (var property in answers.EnumerateObject())
        {
            if (ReadOne(property.Value) is { } answer)
            {
                read = read.With(new QuestionId(property.Name), answer);
            }
        }

        return read;
    }

    private static void Write(Utf8JsonWriter json, Answer answer)
    {
        switch (answer)
        {
            case Answer.Words(var text):
                json.WriteString("k", "words");
                json.WriteText("text", text);
                break;
            case Answer.Chosen(var key):
                json.WriteString("k", "chosen");
                json.WriteString("key", key);
                break;
            case Answer.Count(var number):
                json.WriteString("k", "count");
                json.WriteNumber("n", number);
                break;
            case Answer.Day(var date):
                json.WriteString("k", "day");
                json.WriteNumber("d", date.DayNumber);
                break;
            case Answer.Place(var point, var label):
                json.WriteString("k", "place");
                json.WriteNumber("lat", point.Latitude);
                json.WriteNumber("lon", point.Longitude);
                json.WriteText("label", label);
                break;
            case Answer.Sought(var text):
                json.WriteString("k", "sought");
                json.WriteText("text", text);
                break;
            case Answer.Photos(var photos):
                json.WriteString("k", "photos");
                json.WriteStartArray("ids");
                foreach (var id in photos)
                {
                    json.WriteStringValue(id);
                }

                json.WriteEndArray();
                break;
            case Answer.Basket basket:
                Write(json, basket);
                break;
            case Answer.Later:
                json.WriteString("k", "later");
                break;
            case Answer.Skipped:
                json.WriteString("k", "skipped");
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void Write(Utf8JsonWriter json, Answer.Basket basket)
    {
        json.WriteString("k", "basket");
        json.WriteBoolean("closed", basket.Closed);
        json.WriteText("search", basket.Search);
        json.WriteStartArray("lines");
        foreach (var line in basket.Lines)
        {
            json.WriteStartObject();
            json.WriteText("item", line.Item);
            json.WriteText("size", line.Size);
            json.WriteText("remark", line.Remark);
            if (line.Number is { } number)
            {
                json.WriteNumber("n", number);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Answer? ReadOne(JsonElement answer) => answer.GetProperty("k").GetString() switch
    {
        "words" => new Answer.Words(answer.Text("text") ?? ""),
        "chosen" => new Answer.Chosen(answer.Text("key")!),
        "count" => new Answer.Count(answer.GetProperty("n").GetInt32()),
        "day" => new Answer.Day(DateOnly.FromDayNumber(answer.GetProperty("d").GetInt32())),
        "place" => new Answer.Place(new GeoPoint(answer.GetProperty("lat").GetDouble(), answer.GetProperty("lon").GetDouble()), answer.Text("label") ?? ""),
        "sought" => new Answer.Sought(answer.Text("text") ?? ""),
        "photos" => new Answer.Photos([.. answer.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)]),
        "basket" => new Answer.Basket(
            [.. answer.GetProperty("lines").EnumerateArray().Select(l => new BasketLine(
                l.Text("item"), l.Text("size"), l.TryGetProperty("n", out var n) ? n.GetInt32() : null, l.Text("remark")))],
            answer.Text("search"),
            answer.GetProperty("closed").GetBoolean()),
        "later" => new Answer.Later(),
        "skipped" => new Answer.Skipped(),
        _ => null,
    };
}
