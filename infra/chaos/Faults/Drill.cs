using Bot.Chaos.Check;
using Bot.Chaos.Ground;
using Bot.Chaos.Load;

namespace Bot.Chaos.Faults;

/// <summary>A fault at work: what runs, what was seen, and what should have been otherwise.</summary>
/// <param name="isShort">The form for CI: seconds where the long form takes minutes, and waits that only time could end are cut short.</param>
public sealed class Drill(Site site, Book book, Crowd crowd, Meter meter, bool isShort, Func<string, Task> progress)
{
    private readonly List<string> _figures = [];
    private readonly List<string> _faults = [];

    public Site Site => site;

    /// <summary>Those that serve now.</summary>
    public IReadOnlyList<BotProcess> Bots => crowd.Serving;

    public Book Book => book;

    public Crowd Crowd => crowd;

    public Meter Meter => meter;

    public bool IsShort => isShort;

    /// <summary>What was seen, for the table.</summary>
    public IReadOnlyList<string> Figures => _figures;

    /// <summary>What did not hold.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public Task Say(string line) => progress(line);

    public async Task Figure(string figure)
    {
        _figures.Add(figure);
        await progress($"  {figure}");
    }

    public async Task Expect(bool holds, string what)
    {
        if (!holds)
        {
            _faults.Add(what);
            await progress($"  NOT SO: {what}");
        }
    }

    /// <summary>Waits until something holds.</summary>
    /// <returns>How long that took; null when it did not within the time.</returns>
    public static async Task<TimeSpan?> Until(Func<Task<bool>> holds, TimeSpan patience)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); clock.Elapsed < patience;)
        {
            if (await holds())
            {
                return clock.Elapsed;
            }

            await Task.Delay(100);
        }

        return null;
    }
}
