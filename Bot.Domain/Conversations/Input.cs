using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations;

/// <summary>What came in: from the resident in LINE, from our own page, or from an alarm that we set ourselves.</summary>
public abstract record Input
{
    private Input() { }

    public sealed record Said(string Text) : Input;

    /// <param name="Key">The postback data as <see cref="TapKey"/> writes it, or a free key such as <c>start:bulky-waste</c> from the rich menu.</param>
    public sealed record Tapped(string Key) : Input;

    /// <summary>A date from LINE's date picker, with the key of the button that opened it.</summary>
    public sealed record PickedDate(string Key, DateOnly Date) : Input;

    public sealed record SentPlace(GeoPoint Point, string Label) : Input;

    /// <param name="ContentId">LINE's message id, by which the picture is fetched.</param>
    public sealed record SentPhoto(string ContentId) : Input;

    /// <summary>A sticker, voice, video or file: nothing that a form can use.</summary>
    public sealed record SentOther(string Kind) : Input;

    /// <summary>Answers given on our own page; <paramref name="Began"/> names the draft that the page was opened for.</summary>
    public sealed record Filled(FormId Form, TurnNo Began, Answers Answers) : Input;

    public sealed record Followed(DateTimeOffset At, bool IsUnblocked) : Input;

    /// <summary>The resident blocked the account.</summary>
    public sealed record Left(DateTimeOffset At) : Input;

    public sealed record Unsent(string MessageId) : Input;

    /// <summary>LINE's profile told the resident's language; a guess, never over a choice.</summary>
    public sealed record Learned(Language Language) : Input;

    public sealed record Rang(TurnNo SetAt) : Input;
}
