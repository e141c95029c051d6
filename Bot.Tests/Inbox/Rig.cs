using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Inbox;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Processes;
using Bot.Tests.Postgres;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NUnit.Framework;

namespace Bot.Tests.Inbox;

/// <summary>
/// One process of the bot with a core that writes down each event it is given. <see cref="Kill"/> ends it as a power cut would:
/// its connections break, its loops can do nothing any more, and nothing of it is tidied up.
/// </summary>
internal sealed class Rig : IAsyncDisposable
{
    private readonly TestDatabase _db;
    private readonly string _name = $"rig-{Guid.NewGuid():n}";
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _running = [];
    private readonly TaskCompletionSource _never = new();
    private volatile bool _dead;

    private Rig(TestDatabase db, Options options)
    {
        (_db, Ledger) = (db, options.Ledger);
        var services = new ServiceCollection();
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Critical));
        services.AddSingleton(new FailPoints(name => _dead ? _never.Task : options.Reached?.Invoke(this, name) ?? Task.CompletedTask));
        services.AddSingleton<TakeTurns>((tx, town, batch, stop) => Turns(batch, options.Poison));
        services.AddSingleton<Apology>((town, parked) =>
            Row(NamedGuid.From(parked.Events[0].EventId, "apology"), parked.Citizen, "sorry"));
        services.AddSingleton<IReadOnlyDictionary<string, OutboxHandler>>(new Dictionary<string, OutboxHandler>(StringComparer.Ordinal)
        {
            ["test"] = async (job, stop) =>
            {
                await Alive();
                var delivery = options.Handler is null ? new Delivery.Sent("request") : await options.Handler(job, stop);
                await Alive();
                if (delivery is Delivery.Sent)
                {
                    Ledger.Effect(job);
                }

                await (options.Reached?.Invoke(this, "after-send-before-mark") ?? Task.CompletedTask);
                await Alive();
                return delivery;
            },
        });
        services.AddSingleton(options.Alarms ?? new Dictionary<string, AlarmHandler>(StringComparer.Ordinal));
        services.AddSingleton(options.Room ?? new LaneRoom(8, 64, 8, 8));
        services.AddSingleton(db.Sealer);
        services.AddPipeline($"{db.AppConnectionString};Application Name={_name}", options.Roles);
        _services = services.BuildServiceProvider();
    }

    internal Ledger Ledger { get; }

    internal InboxWriter Writer => _services.GetRequiredService<InboxWriter>();

    internal Parking Parking => _services.GetRequiredService<Parking>();

    internal OutboxDoorbell Doorbell => _services.GetRequiredService<OutboxDoorbell>();

    internal T Part<T>() where T : notnull => _services.GetRequiredService<T>();

    internal static async Task<Rig> Start(TestDatabase db, Options? options = null)
    {
        var rig = new Rig(db, options ?? new());
        foreach (var service in rig._services.GetServices<IHostedService>())
        {
            await service.StartAsync(default);
            rig._running.Add(service);
        }

        // The first write opens connections and compiles; on a busy machine that takes longer than LINE would wait.
        await rig.Receive(Event("first", InboxEvent.Nobody.Value));
        return rig;
    }

    /// <summary>Delivers as LINE does: again when it was told 503.</summary>
    internal async Task<IReadOnlyList<InboxEvent>> Receive(params InboxEvent[] events)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await Writer.Write(TestDatabase.Hoshimi, events, default);
            }
            catch (InboxUnavailableException) when (_dead)
            {
                // It died before it could answer, perhaps over what an earlier process left.
                return [];
            }
            catch (InboxUnavailableException) when (tries < 20)
            {
                await Task.Delay(100);
            }
        }
    }

    internal static InboxEvent Event(string id, string citizen, int order = 0) => new(
        id, new(citizen), "line", DateTimeOffset.UnixEpoch.AddYears(50).AddMilliseconds(order), DateTimeOffset.UnixEpoch.AddYears(50),
        Encoding.UTF8.GetBytes(id), "token", null);

    /// <summary>One that comes in this moment; the other kind looks as if it had waited for years.</summary>
    internal static InboxEvent Fresh(string id, string citizen, int order = 0) => Event(id, citizen, order) with { ReceivedAt = TimeProvider.System.GetUtcNow() };

    internal static OutboxRow Row(Guid id, CitizenId? citizen, string body, Lane lane = Lane.Reply, string kind = "test") =>
        new(id, citizen, lane, kind, Encoding.UTF8.GetBytes(body), null, null, DateTimeOffset.UnixEpoch);

    /// <summary>What the core was given for a resident, in order, as its state tells.</summary>
    internal static async Task<string[]> Told(TestDatabase db, string citizen)
    {
        var state = await db.Peek<Kept>("select town_id, state from conversation where citizen_id = @citizen and state is not null", new { citizen });
        return state.Count == 0 ? [] : Encoding.UTF8.GetString(db.Sealer.OpenBytes(new(state[0].TownId), "conversation", "state", citizen, state[0].State)).Split(',');
    }

    /// <summary>Waits for something to become true; a test that waits in vain fails.</summary>
    internal static async Task Until(Func<Task<bool>> holds, string what, int seconds = 20)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            if (tries > seconds * 20)
            {
                Assert.Fail($"never came true: {what}");
            }

            await Task.Delay(50);
        }
    }

    internal async Task Kill()
    {
        _dead = true;
        await using var source = NpgsqlDataSource.Create(_db.SuperuserConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await _services.GetRequiredService<Database>().DisposeAsync();
        await _services.GetRequiredKeyedService<Database>("inbox").DisposeAsync();
        await _services.GetRequiredKeyedService<Database>("pulse").DisposeAsync();
        await connection.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = @name", new { name = _name });
    }

    internal async Task Stop()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            await _running[i].StopAsync(default);
        }

        _running.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_dead)
        {
            await Stop();
            await _services.DisposeAsync();
        }
    }

    private Task Alive() => _dead ? _never.Task : Task.CompletedTask;

    private static Task<IReadOnlyList<TurnOutcome>> Turns(IReadOnlyList<PendingTurns> batch, Func<PendingTurns, bool>? poison) =>
        Task.FromResult<IReadOnlyList<TurnOutcome>>([.. batch.Select(p =>
        {
            if (poison?.Invoke(p) is true)
            {
                throw new InvalidOperationException("poison");
            }

            var told = (p.Was.State is { } was ? Encoding.UTF8.GetString(was.Span).Split(',') : [])
                .Concat(p.Events.Select(e => e.EventId)).Concat(p.AlarmDue ? ["alarm"] : Array.Empty<string>());
            return new TurnOutcome(
                p.Citizen,
                p.Was with { TurnNo = p.Was.TurnNo + p.Events.Count, State = Encoding.UTF8.GetBytes(string.Join(',', told)) },
                [.. p.Events.Select(e => Row(NamedGuid.From(e.EventId, "0"), p.Citizen, e.EventId) with { DueAt = TimeProvider.System.GetUtcNow() })]);
        })]);

    private sealed record Kept(string TownId, byte[] State);

    internal sealed record Options
    {
        internal Ledger Ledger { get; init; } = new();

        internal Func<PendingTurns, bool>? Poison { get; init; }

        internal OutboxHandler? Handler { get; init; }

        internal Func<Rig, string, Task>? Reached { get; init; }

        internal IReadOnlyDictionary<string, AlarmHandler>? Alarms { get; init; }

        internal LaneRoom? Room { get; init; }

        internal ProcessRoles Roles { get; init; } = ProcessRoles.All;
    }
}

/// <summary>The world outside: what really happened there. Like LINE it takes a retry key once.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<OutboxJob> _calls = new();

    internal void Effect(OutboxJob job) => _calls.Enqueue(job);

    internal IReadOnlyList<OutboxJob> Calls => [.. _calls];

    /// <summary>What a resident saw, each key once.</summary>
    internal string[] Seen(string citizen) => [.. _calls.Where(c => c.Row.Citizen?.Value == citizen)
        .DistinctBy(c => c.Row.Id).Select(c => Encoding.UTF8.GetString(c.Row.Body.Span))];

    internal int Count => _calls.DistinctBy(c => c.Row.Id).Count();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_calls.Count} calls");
}
