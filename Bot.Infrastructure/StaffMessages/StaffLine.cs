using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Messages;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.StaffMessages;

/// <summary>Tells a LINE group of staff, by push under the row's id.</summary>
public sealed class StaffLine(LineClient line, LineChannels channels, ToldStory story)
{
    public async Task<Delivery> Send(OutboxJob job, CancellationToken stop)
    {
        if (channels.Of(job.Town) is not { } channel)
        {
            return new Delivery.Failed("この自治体のLINEチャネルが設定されていません");
        }

        if (StaffBody.Read(job.Row.Body) is not { } body)
        {
            return new Delivery.Failed("送信内容を読み取れません");
        }

        var messages = LineEnvelope.Array(Messages(body));
        var delivery = LineMessages.Told(await line.Push(channel, body.To, messages, job.Row.Id, job.Row.Lane, stop), messages);
        if (delivery is Delivery.Sent)
        {
            await story.Note(job, body.Batch, "line", stop);
        }

        return delivery;
    }

    internal static IReadOnlyList<LineMessage> Messages(StaffBody body) => [new LineMessage.Text(LineText.CutUnits(body.Text, Longest))];

    /// <summary>LINE takes 5,000 units of text.</summary>
    private const int Longest = 4900;
}
