namespace Bot.Infrastructure.Line.Messages;

/// <summary>What happens when a resident taps a button, a chip, a picture or an area of the menu.</summary>
public abstract record LineAction
{
    private LineAction(string? label) => Label = label;

    public string? Label { get; }

    public sealed record Postback(string? Label, string Data) : LineAction(Label)
    {
        /// <summary>What then stands in the talk as if the resident had written it.</summary>
        public string? DisplayText { get; init; }

        public InputOption? InputOption { get; init; }

        /// <summary>Already typed for the resident; needs <see cref="InputOption.OpenKeyboard"/>.</summary>
        public string? FillInText { get; init; }
    }

    public sealed record Message(string? Label, string Text) : LineAction(Label);

    public sealed record Uri(string? Label, string Address, string? DesktopAddress = null) : LineAction(Label);

    public sealed record PickDate(string? Label, string Data, PickerSpan<DateOnly> Allowed) : LineAction(Label);

    public sealed record PickTime(string? Label, string Data, PickerSpan<TimeOnly> Allowed) : LineAction(Label);

    /// <summary>Times are the town's; LINE knows no zones here.</summary>
    public sealed record PickDateTime(string? Label, string Data, PickerSpan<DateTime> Allowed) : LineAction(Label);

    public sealed record Camera(string Label) : LineAction(Label);

    public sealed record CameraRoll(string Label) : LineAction(Label);

    public sealed record Location(string Label) : LineAction(Label);

    public sealed record Clipboard(string? Label, string Text) : LineAction(Label);

    public sealed record RichMenuSwitch(string? Label, string AliasId, string Data) : LineAction(Label);
}

/// <summary>First shown, earliest and latest value of a picker; <c>null</c> leaves it to the phone.</summary>
public readonly record struct PickerSpan<T>(T? Initial, T? Min, T? Max)
    where T : struct;

/// <summary>What the phone does with its menu and keyboard after a postback.</summary>
public enum InputOption
{
    CloseRichMenu,
    OpenRichMenu,
    OpenKeyboard,
    OpenVoice,
}
