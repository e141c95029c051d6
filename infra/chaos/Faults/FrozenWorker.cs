namespace Bot.Chaos.Faults;

/// <summary>One process is stopped (SIGSTOP) for longer than its leases last; its neighbour takes over, and when it wakes it must not do again what was done.</summary>
public sealed class FrozenWorker : Fault
{
    public override string Name => "frozen-worker";

    public override string Promise => "a process frozen past its lease: its neighbour takes its work over; woken, it is fenced and does nothing twice";

    public override async Task Strike(Drill drill)
    {
        var rounds = drill.IsShort ? 1 : 3;
        for (var round = 0; round < rounds; round++)
        {
            var frozen = drill.Bots[round % drill.Bots.Count];
            var heard = drill.Book.AnswersHeard;
            frozen.Freeze();
            var taken = 0;
            if (drill.IsShort)
            {
                await Task.Delay(1500);
                taken = await FaultSql.EndLeases(drill.Site.Admin);
                await Task.Delay(2500);
            }
            else
            {
                await Task.Delay(TimeSpan.FromSeconds(45));
            }

            var (inbox, outbox) = await FaultSql.Oldest(drill.Site.Admin);
            var meanwhile = drill.Book.AnswersHeard - heard;
            frozen.Thaw();
            await Task.Delay(TimeSpan.FromSeconds(2));
            frozen.Log.Flush();
            var fenced = File.ReadLines(frozen.Log.Path).Count(l => l.Contains("taken over", StringComparison.Ordinal));
            await drill.Figure(FormattableString.Invariant(
                $"{frozen.Name} frozen{(drill.IsShort ? $" ({taken} leases ended by hand)" : " 45 s")}: {meanwhile} answers by its neighbour; at its wake the oldest event had waited {inbox:0} s, the oldest row {outbox:0} s; it found {fenced} of its rows taken over so far"));
            await drill.Expect(meanwhile > 10, "the neighbour went on");
            await drill.Expect(frozen.IsRunning && await frozen.Ready(TimeSpan.FromSeconds(20)), "the woken process works again");
        }
    }
}
