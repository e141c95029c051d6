using Bot.Domain.Kernel;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.Postgres;
using Bot.Tests.Inbox;
using Bot.Tests.Postgres;
using Dapper;
using Npgsql;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Alarms;

public sealed class AlarmTests
{
    private static readonly DateTimeOffset Past = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private TestDatabase _db = null!;
    private int _rung;

    [SetUp]
    public async Task Start() => (_db, _rung) = (await TestDatabase.New(), 0);

    [TearDown]
    public ValueTask End() => _db.DisposeAsync();

    [Test]
    public async Task An_alarm_rings_once_however_many_clocks_there_are()
    {
        await Set([.. Enumerable.Range(0, 30).Select(i => An($"a{i}"))]);
        await using var one = await Rig.Start(_db, With((_, _) => Task.CompletedTask));
        await using var other = await Rig.Start(_db, With((_, _) => Task.CompletedTask));

        await Rig.Until(async () => await Count("done_at is not null") == 30, "all done");
        await Task.Delay(1200);

        _rung.ShouldBe(30);
    }

    [Test]
    public async Task An_alarm_of_the_future_and_a_cancelled_one_stay_silent()
    {
        await Set(An("later") with { DueAt = TimeProvider.System.GetUtcNow().AddHours(1) }, An("off"));
        await In(tx => AlarmTable.Cancel(tx, TestDatabase.Hoshimi, An("off").Id, default));
        await using var rig = await Rig.Start(_db, With((_, _) => Task.CompletedTask));

        await Task.Delay(1500);

        _rung.ShouldBe(0);
    }

    [Test]
    public async Task An_alarm_may_set_itself_anew()
    {
        await Set(An("daily"));
        await using var rig = await Rig.Start(_db, With((tx, alarm) =>
            AlarmTable.Set(tx, TestDatabase.Hoshimi, alarm with { DueAt = TimeProvider.System.GetUtcNow().AddDays(1) }, default)));

        await Rig.Until(() => Task.FromResult(_rung == 1), "the first ring");
        await Task.Delay(1300);

        _rung.ShouldBe(1);
        (await Count("done_at is null and due_at > now() + interval '23 h' and attempts = 0")).ShouldBe(1);
    }

    [Test]
    public async Task One_that_fails_undoes_its_work_is_parked_after_five_times_and_rings_again_on_replay()
    {
        var cured = false;
        await Set(An("bad"), An("good"));
        await using var rig = await Rig.Start(_db, With(async (tx, alarm) =>
        {
            await tx.Connection!.ExecuteAsync(
                "insert into staff_call (town_id, call_id, citizen_id, asked_at) values ('hoshimi', @Id, 'U1', '2026-01-01')", alarm, tx);
            if (alarm.Subject == "bad" && !Volatile.Read(ref cured))
            {
                throw new InvalidOperationException();
            }
        }));

        await Rig.Until(async () =>
        {
            await _db.Peek<int>("update alarm set try_at = due_at where attempts < 5 and failure is not null returning 1");
            return await Count("parked_at is not null") == 1;
        }, "parked");

        (await _db.Peek<string>("select subject || attempts || failure from alarm where parked_at is not null")).ShouldBe(["bad5InvalidOperationException"]);
        (await _db.Peek<int>("select count(*)::int from staff_call")).ShouldBe([1]);

        cured = true;
        (await _db.Database.InTown(TestDatabase.Hoshimi, tx => AlarmTable.Replay(tx, TestDatabase.Hoshimi, An("bad").Id, default), default)).ShouldBeTrue();
        await Rig.Until(async () => await Count("done_at is not null") == 2, "the replay");
        (await _db.Peek<int>("select count(*)::int from staff_call")).ShouldBe([2]);
    }

    private static Alarm An(string subject) => new(NamedGuid.From("alarm", subject), "module", "kind", subject, Past);

    private Rig.Options With(Func<NpgsqlTransaction, Alarm, Task> ring) => new()
    {
        Alarms = new Dictionary<string, AlarmHandler>(StringComparer.Ordinal)
        {
            ["module"] = async (tx, _, alarm, _) =>
            {
                await ring(tx, alarm);
                Interlocked.Increment(ref _rung);
            },
        },
    };

    private Task Set(params Alarm[] alarms) => In(async tx =>
    {
        foreach (var alarm in alarms)
        {
            await AlarmTable.Set(tx, TestDatabase.Hoshimi, alarm, default);
        }
    });

    private Task In(Func<NpgsqlTransaction, Task> work) => _db.Database.InTown(TestDatabase.Hoshimi, work, default);

    private async Task<int> Count(string where) => (await _db.Peek<int>($"select count(*)::int from alarm where {where}"))[0];
}
