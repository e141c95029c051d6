using Bot.Api.Webhooks;
using Bot.Chaos.Simulation;
using Bot.Domain.Conversations;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Events;

namespace Bot.Chaos.Fuzz;

/// <summary>A LINE webhook's whole way in one process: signature, frame, events, what is kept, what it means, the turn, the answer's messages.</summary>
internal sealed class LineTarget(Scene scene)
{
    private const string Bot = "U8e742f61d673b39c7fff3cecb7536ef0";
    private const int MostEvents = 50;

    private readonly LineSignature _signature = new("a secret of the channel");

    public Outcome Try(Dice dice, Action<byte[]>? tell)
    {
        var (was, world) = scene.Talk(dice);
        var draft = (was.Phase as Phase.Filling)?.Draft ?? was.Shelved?.Draft;
        var body = Mutator.Bytes(LineBodies.Delivery(dice, Bot, draft), dice);
        tell?.Invoke(body);
        return Take(body, was, world, dice);
    }

    private Outcome Take(byte[] body, Conversation was, World world, Dice dice)
    {
        Signatures(body, dice);
        if (body.Length > LineWebhookEndpoint.LargestBody || LineWebhook.Parse(body) is not { } delivery || delivery.Destination != Bot)
        {
            return Outcome.Refused;
        }

        var entries = LineWebhookEndpoint.Entries(delivery, Scene.Now);
        try
        {
            Array.ForEach(entries, InboxWriter.Check);
        }
        catch (ArgumentException)
        {
            return Outcome.Refused;
        }

        var talk = was;
        foreach (var entry in entries.Take(MostEvents))
        {
            Storable.Must(entry.EventId, "an event's id");
            Storable.Must(entry.Citizen.Value, "a resident's id");
            Storable.Must(entry.ReplyToken, "a reply token");
            if (entry.Citizen != InboxEvent.Nobody && LineInput.From(LineWebhook.ParseEvent(entry.Payload), entry.ReceivedAt) is { } input)
            {
                talk = scene.Take(talk, world, input, entry.EventId);
            }
        }

        return talk == was ? Outcome.Kept : Outcome.Answered;
    }

    /// <summary>The right signature passes; a flipped bit, in the body or in the header, and what is no signature at all do not.</summary>
    private void Signatures(byte[] body, Dice dice)
    {
        var header = _signature.Sign(body);
        Checker.Must(_signature.Verifies(body, header), "a genuine body is refused");
        Checker.Must(!_signature.Verifies(body, Wrong(header, dice)), "a wrong signature passes");
        if (body.Length is > 0 and <= 4096)
        {
            var flips = dice.Once(2000) ? Enumerable.Range(0, body.Length * 8) : [dice.Below(body.Length * 8)];
            foreach (var bit in flips)
            {
                body[bit / 8] ^= (byte)(1 << (bit % 8));
                Checker.Must(!_signature.Verifies(body, header), "a body with a flipped bit passes");
                body[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    private static string? Wrong(string header, Dice dice) => dice.Below(8) switch
    {
        0 => null,
        1 => "",
        2 => Hostile.Text(dice),
        3 => header[..^1],
        4 => header + "=",
        5 => header.Remove(dice.Below(43), 1).Insert(dice.Below(43), "\u0100"),
        6 => new string('A', 44),
        _ => $"{header[..10]}{(header[10] == 'A' ? 'B' : 'A')}{header[11..]}",
    };
}

/// <summary>What became of one body.</summary>
internal enum Outcome
{
    /// <summary>Answered with 4xx.</summary>
    Refused,

    /// <summary>Kept, with nothing to say.</summary>
    Kept,

    Answered,
}
