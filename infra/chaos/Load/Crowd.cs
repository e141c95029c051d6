using System.Collections.Concurrent;
using System.Globalization;
using Bot.Chaos.Check;
using Bot.Chaos.Ground;
using Bot.Simulator.Line;

namespace Bot.Chaos.Load;

/// <summary>
/// Residents of both towns, new ones all the time, each holding one talk; as many at once as it takes to write at the wished pace, within a bound.
/// </summary>
public sealed class Crowd : IAsyncDisposable
{
    /// <summary>A kill holds up those whose answer was in the hands of the dead process, for as long as its lease; others go on.</summary>
    private const int MostAtOnce = 1500;

    /// <summary>Where the machine cannot keep up, residents come more slowly: what is tested is the crash, not the queue.</summary>
    private const int MostUnanswered = 400;

    private readonly Site _site;
    private readonly Book _book;
    private readonly int _seed;
    private readonly Pace _pace;
    private readonly Browser _browser;
    private readonly ConcurrentDictionary<int, Task> _talks = new();
    private readonly ConcurrentBag<Resident> _residents = [];
    private CancellationTokenSource _hard = new();
    private CancellationTokenSource? _coming;
    private Task _door = Task.CompletedTask;
    private volatile IReadOnlyList<BotProcess>? _serving;
    private int _number;

    public Crowd(Site site, Book book, int seed, double eventsPerSecond = 250)
    {
        (_site, _book, _seed, _pace) = (site, book, seed, new Pace(eventsPerSecond));
        Postman = new Postman(() => Serving, book);
        _browser = new Browser(() => Serving);
        site.Ledger.Heard = book.Hear;
    }

    public Postman Postman { get; }

    /// <summary>The processes that residents reach; all of the site's unless somebody leads them elsewhere.</summary>
    public IReadOnlyList<BotProcess> Serving
    {
        get => _serving ?? _site.Bots;
        set => _serving = value;
    }

    /// <summary>What a resident who comes now writes; null for a talk like any other.</summary>
    public Func<Random, IReadOnlyList<Step>?>? Special { get; set; }

    /// <summary>Talks that are under way.</summary>
    public int Talking => _talks.Count;

    /// <summary>Lets residents come.</summary>
    public void Open()
    {
        _coming?.Dispose();
        _coming = new CancellationTokenSource();
        if (_hard.IsCancellationRequested)
        {
            _hard.Dispose();
            _hard = new CancellationTokenSource();
        }

        _door = Come(_coming.Token);
    }

    /// <summary>Nobody new comes; those who talk finish their talks. Returns when all have, or when the time is up and they were cut off.</summary>
    public async Task<bool> Close(TimeSpan patience)
    {
        await _coming!.CancelAsync();
        await _door;
        try
        {
            await Task.WhenAll(_talks.Values).WaitAsync(patience);
            while (Postman.Underway > 0)
            {
                await Task.Delay(20);
            }

            return true;
        }
        catch (TimeoutException)
        {
            await _hard.CancelAsync();
            await Task.WhenAll(_talks.Values);
            return false;
        }
    }

    /// <summary>Everybody goes home for good; nothing is kept of them.</summary>
    public void Forget()
    {
        foreach (var town in _residents.GroupBy(r => r.Town))
        {
            town.Key.Forget(town);
        }

        _residents.Clear();
        _book.Forget();
        _site.Ledger.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _hard.CancelAsync();
        if (_coming is not null)
        {
            await _coming.CancelAsync();
        }

        await _door;
        await Task.WhenAll(_talks.Values);
        Postman.Dispose();
        _browser.Dispose();
        _hard.Dispose();
        _coming?.Dispose();
    }

    private async Task Come(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (_talks.Count < MostAtOnce && _book.Open < MostUnanswered && await _pace.Enter(stop))
            {
                var number = ++_number;
                _talks[number] = Talk(number);
            }
            else
            {
                await Task.Delay(20, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Talk(int number)
    {
        await Task.Yield();
        var town = _site.Line.Town(Site.Towns[number % Site.Towns.Count]);
        var resident = town.Resident($"chaos-{_seed.ToString(CultureInfo.InvariantCulture)}-{number.ToString(CultureInfo.InvariantCulture)}");
        _residents.Add(resident);
        var random = new Random(HashCode.Combine(_seed, number));
        try
        {
            await new ResidentTalk(resident, _book, Postman, _browser, _site.Stripe, _pace, random, _hard.Token).Run(Special?.Invoke(random));
        }
        finally
        {
            resident.Talk.Clear();
            _talks.TryRemove(number, out _);
        }
    }
}
