using Bot.Domain.Conversations;
using Bot.Infrastructure.Line.Messages;

namespace Bot.Infrastructure.Line.Events;

/// <summary>What an event means to the conversation.</summary>
public static class LineInput
{
    /// <summary>
    /// The input, or <c>null</c> for what is answered with nothing: groups, another channel's talk, and kinds of event that no conversation knows.
    /// </summary>
    /// <param name="received">Stands in for the time of an event that has none.</param>
    public static Input? From(LineEvent happened, DateTimeOffset received)
    {
        if (happened.Citizen is null)
        {
            return null;
        }

        var at = happened.Head.OccurredAt ?? received;
        return happened switch
        {
            // Neither of these is answered, and both hold whoever leads the talk.
            LineEvent.Unsend unsend => new Input.Unsent(unsend.MessageId),
            LineEvent.Unfollow => new Input.Left(at),
            { IsStandby: true } => null,
            LineEvent.Message message => From(message.Content),
            LineEvent.Postback { Params: PostbackParams.PickedDate(var date) } picked => new Input.PickedDate(LineText.WellFormed(picked.Data), date),
            // The menu has turned its page; that is no answer to anything.
            LineEvent.Postback { Params: PostbackParams.SwitchedMenu } => null,
            LineEvent.Postback postback => new Input.Tapped(LineText.WellFormed(postback.Data)),
            LineEvent.Follow follow => new Input.Followed(at, follow.IsUnblocked ?? false),
            _ => null,
        };
    }

    private static Input From(ReceivedMessage message) => message switch
    {
        ReceivedMessage.Text text => new Input.Said(LineText.WellFormed(text.Words)),
        ReceivedMessage.Location place => new Input.SentPlace(place.Point, LineText.WellFormed(Label(place))),
        // Only what LINE itself holds can be fetched.
        ReceivedMessage.Image { Provider.Type: "line" } image => new Input.SentPhoto(image.Id),
        ReceivedMessage.Image => new Input.SentOther("image"),
        ReceivedMessage.Video => new Input.SentOther("video"),
        ReceivedMessage.Audio => new Input.SentOther("audio"),
        ReceivedMessage.File => new Input.SentOther("file"),
        ReceivedMessage.Sticker => new Input.SentOther("sticker"),
        ReceivedMessage.Other => new Input.SentOther("other"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Label(ReceivedMessage.Location place) =>
        string.IsNullOrWhiteSpace(place.Address) ? place.Title ?? "" : place.Address;
}
