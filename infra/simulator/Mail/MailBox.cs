using MimeKit;

namespace Bot.Simulator.Mail;

/// <summary>All mail that came, the newest last; the oldest goes when there is too much of it.</summary>
public sealed class MailBox
{
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly List<MailItem> _items = [];

    public IReadOnlyList<MailItem> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }

    internal void Add(MimeMessage message, DateTimeOffset at, string to)
    {
        lock (_lock)
        {
            _items.Add(new(at, to, message.Subject ?? "", message.TextBody ?? "", message.MessageId ?? "", message.Headers.ToLookup(h => h.Field, h => h.Value, StringComparer.OrdinalIgnoreCase)));
            if (_items.Count > Most)
            {
                _items.RemoveAt(0);
            }
        }
    }
}

/// <summary>A mail as a person would read it.</summary>
public sealed record MailItem(DateTimeOffset At, string To, string Subject, string Text, string MessageId, ILookup<string, string> Headers);
