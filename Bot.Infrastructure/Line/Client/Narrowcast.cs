using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Client;

/// <summary>To whom a narrowcast goes: what is left out does not narrow.</summary>
public sealed record NarrowcastTarget(NarrowcastRecipient? Recipient = null, NarrowcastFilter? Filter = null, NarrowcastLimit? Limit = null);

/// <param name="ForbidPartial">Rather to nobody than to a part; needs <paramref name="WithinQuota"/>.</param>
public sealed record NarrowcastLimit(int? Max = null, bool WithinQuota = false, bool ForbidPartial = false);

/// <summary>Audiences and earlier deliveries, and what is made of them.</summary>
public abstract record NarrowcastRecipient
{
    private NarrowcastRecipient() { }

    public sealed record Audience(long Id) : NarrowcastRecipient;

    /// <summary>Those who got an earlier narrowcast, at most 14 days ago.</summary>
    public sealed record Redelivery(string RequestId) : NarrowcastRecipient;

    public sealed record All(Items<NarrowcastRecipient> Parts) : NarrowcastRecipient;

    public sealed record Any(Items<NarrowcastRecipient> Parts) : NarrowcastRecipient;

    public sealed record But(NarrowcastRecipient Excluded) : NarrowcastRecipient;
}

/// <summary>LINE's guesses about its users. Where it guesses at fewer than 50, nothing is sent.</summary>
public abstract record NarrowcastFilter
{
    private NarrowcastFilter() { }

    /// <summary>Prefectures, <c>jp_01</c> to <c>jp_47</c>.</summary>
    public sealed record Area(Items<string> Codes) : NarrowcastFilter;

    /// <summary><c>age_15</c> to <c>age_70</c> in steps of five.</summary>
    public sealed record Age(string? From, string? Below) : NarrowcastFilter;

    /// <summary><c>day_7</c>, <c>day_30</c>, <c>day_90</c>, <c>day_180</c>, <c>day_365</c>.</summary>
    public sealed record FriendFor(string? From, string? Below) : NarrowcastFilter;

    public sealed record All(Items<NarrowcastFilter> Parts) : NarrowcastFilter;

    public sealed record Any(Items<NarrowcastFilter> Parts) : NarrowcastFilter;

    public sealed record But(NarrowcastFilter Excluded) : NarrowcastFilter;
}

/// <summary>How far a narrowcast is.</summary>
/// <param name="Phase"><c>waiting</c>, <c>sending</c>, <c>succeeded</c> or <c>failed</c>.</param>
public sealed record NarrowcastState(
    string Phase, long? Succeeded, long? Failed, long? Targets, long? ErrorCode, string? FailedBecause, DateTimeOffset? AcceptedAt, DateTimeOffset? CompletedAt)
{
    internal static NarrowcastState? From(JsonElement json) => LineBody.Text(json, "phase") is { } phase
        ? new NarrowcastState(
            phase, LineBody.Whole(json, "successCount"), LineBody.Whole(json, "failureCount"), LineBody.Whole(json, "targetCount"),
            LineBody.Whole(json, "errorCode"), LineBody.Text(json, "failedDescription"), LineBody.Moment(json, "acceptedTime"), LineBody.Moment(json, "completedTime"))
        : null;
}

/// <summary>Writes the narrowing parts as LINE's specification names them.</summary>
internal static class NarrowcastWriter
{
    public static void Write(Utf8JsonWriter json, NarrowcastTarget target)
    {
        if (target.Recipient is { } recipient)
        {
            json.WritePropertyName("recipient");
            Recipient(json, recipient);
        }

        if (target.Filter is { } filter)
        {
            json.WriteStartObject("filter");
            json.WritePropertyName("demographic");
            Filter(json, filter);
            json.WriteEndObject();
        }

        if (target.Limit is { } limit)
        {
            json.WriteStartObject("limit");
            json.Whole("max", limit.Max);
            json.Flag("upToRemainingQuota", limit.WithinQuota || limit.ForbidPartial);
            json.Flag("forbidPartialDelivery", limit.ForbidPartial);
            json.WriteEndObject();
        }
    }

    private static void Recipient(Utf8JsonWriter json, NarrowcastRecipient recipient)
    {
        switch (recipient)
        {
            case NarrowcastRecipient.Audience audience:
                json.WriteStartObject();
                json.WriteString("type", "audience");
                json.WriteNumber("audienceGroupId", audience.Id);
                json.WriteEndObject();
                break;
            case NarrowcastRecipient.Redelivery redelivery:
                json.WriteStartObject();
                json.WriteString("type", "redelivery");
                json.Text("requestId", redelivery.RequestId);
                json.WriteEndObject();
                break;
            case NarrowcastRecipient.All all:
                Operator(json, "and", all.Parts, Recipient);
                break;
            case NarrowcastRecipient.Any any:
                Operator(json, "or", any.Parts, Recipient);
                break;
            case NarrowcastRecipient.But but:
                Not(json, but.Excluded, Recipient);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void Filter(Utf8JsonWriter json, NarrowcastFilter filter)
    {
        switch (filter)
        {
            case NarrowcastFilter.Area area:
                json.WriteStartObject();
                json.WriteString("type", "area");
                json.Each("oneOf", area.Codes, static (writer, code) => writer.WriteStringValue(code));
                json.WriteEndObject();
                break;
            case NarrowcastFilter.Age age:
                Between(json, "age", age.From, age.Below);
                break;
            case NarrowcastFilter.FriendFor friend:
                Between(json, "subscriptionPeriod", friend.From, friend.Below);
                break;
            case NarrowcastFilter.All all:
                Operator(json, "and", all.Parts, Filter);
                break;
            case NarrowcastFilter.Any any:
                Operator(json, "or", any.Parts, Filter);
                break;
            case NarrowcastFilter.But but:
                Not(json, but.Excluded, Filter);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void Between(Utf8JsonWriter json, string type, string? from, string? below)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.Text("gte", from);
        json.Text("lt", below);
        json.WriteEndObject();
    }

    private static void Operator<T>(Utf8JsonWriter json, string name, Items<T> parts, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        json.WriteString("type", "operator");
        json.Each(name, parts, write);
        json.WriteEndObject();
    }

    private static void Not<T>(Utf8JsonWriter json, T excluded, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        json.WriteString("type", "operator");
        json.WritePropertyName("not");
        write(json, excluded);
        json.WriteEndObject();
    }
}
