namespace Bot.Chaos.Check;

/// <summary>One resident's talk with one town, as it went: what was sent, acked and answered. Locked by itself.</summary>
public sealed class Conversation(string town, string citizen)
{
    private readonly List<Said> _said = [];
    private readonly List<Effect> _told = [];
    private readonly List<string> _numbers = [];

    public string Town => town;

    public string Citizen => citizen;

    internal Lock Lock { get; } = new();

    /// <summary>A copy of <see cref="Said"/>, for whoever looks while the talk goes on.</summary>
    public IReadOnlyList<Said> SaidSoFar()
    {
        lock (Lock)
        {
            return [.. _said];
        }
    }

    /// <summary>Events in the order of their first sending.</summary>
    public IReadOnlyList<Said> Said => _said;

    /// <summary>What the bot said unasked: numbers, news of payments.</summary>
    public IReadOnlyList<Effect> Told => _told;

    /// <summary>How many checkout pages this resident has paid on.</summary>
    public int Paid { get; set; }

    /// <summary>How many paid requests this resident has cancelled.</summary>
    public int Cancelled { get; set; }

    /// <summary>How many requests this resident has confirmed.</summary>
    public int Requested { get; set; }

    /// <summary>Collection numbers that were told.</summary>
    public IReadOnlyList<string> Numbers => _numbers;

    internal void Add(Said said)
    {
        lock (Lock)
        {
            _said.Add(said);
        }
    }

    internal void Add(Effect told)
    {
        lock (Lock)
        {
            _told.Add(told);
        }
    }

    internal void AddNumber(string number)
    {
        lock (Lock)
        {
            _numbers.Add(number);
        }
    }

    /// <summary>The history, one line each, without a word of what was said.</summary>
    public IReadOnlyList<string> History()
    {
        lock (Lock)
        {
            var lines = new List<(long Order, string Text)>();
            foreach (var said in _said)
            {
                lines.Add((said.Sent, $"sent      {said.EventId}  {said.Step}"));
                if (said.Acked > 0)
                {
                    lines.Add((said.Acked, $"acked     {said.EventId}"));
                }

                lines.AddRange(said.Effects.Select(e => (e.Order, $"{e.Kind,-9} {said.EventId}  at {e.At:HH:mm:ss.fff}")));
            }

            lines.AddRange(_told.Select(e => (e.Order, $"{e.Kind,-9} unasked, key {e.Key}  at {e.At:HH:mm:ss.fff}")));
            return [.. lines.OrderBy(l => l.Order).Select(l => FormattableString.Invariant($"{l.Order,9}  {l.Text}"))];
        }
    }
}
