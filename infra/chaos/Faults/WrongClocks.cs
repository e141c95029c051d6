namespace Bot.Chaos.Faults;

/// <summary>The bots' own clocks are wrong, each in another way, while the database's is right.</summary>
public sealed class WrongClocks : Fault
{
    private static readonly DateTimeOffset After2038 = new(2038, 1, 20, 0, 0, 0, TimeSpan.Zero);

    public override string Name => "wrong-clocks";

    public override string Promise => "the clock of one process jumps ahead a day, back an hour, to 2038, beside a right one: nothing is lost, doubled or early";

    public override string? Missing => FalseTime.Library is null ? "libfaketime (Debian: faketime)" : null;

    public override async Task Strike(Drill drill)
    {
        (string Name, TimeSpan Shift)[] jumps =
        [
            ("a day ahead", TimeSpan.FromDays(1)),
            ("an hour behind", TimeSpan.FromHours(-1)),
            ("in 2038", After2038 - DateTimeOffset.UtcNow),
        ];
        // In turn, so that wrong and right ones, and differently wrong ones, work side by side.
        foreach (var (i, (name, shift)) in jumps.Index().Where(j => !drill.IsShort || j.Index != 1))
        {
            var bot = drill.Bots[i % drill.Bots.Count];
            await bot.Stop(TimeSpan.FromSeconds(25));
            bot.Start(FalseTime.Settings(shift));
            var ready = await bot.Ready(TimeSpan.FromSeconds(30));
            await drill.Expect(ready, $"a process whose clock is {name} becomes ready");
            var from = System.Diagnostics.Stopwatch.GetTimestamp();
            var heard = drill.Book.AnswersHeard;
            await Task.Delay(TimeSpan.FromSeconds(drill.IsShort ? 2 : 25));
            var answers = drill.Meter.Between(from, System.Diagnostics.Stopwatch.GetTimestamp());
            await drill.Figure(FormattableString.Invariant($"{bot.Name} {name}: {answers}; {drill.Book.AnswersHeard - heard} answers heard"));
            await drill.Expect(answers.With(200) > 10 && drill.Book.AnswersHeard > heard, "residents went on being answered");
        }

        await drill.Expect(await FaultSql.Early(drill.Site.Admin) == 0, "no alarm rang before its time, and no event is said to have come in the future");
        foreach (var bot in drill.Bots)
        {
            await bot.Stop(TimeSpan.FromSeconds(25));
            bot.Start();
            await bot.Ready(TimeSpan.FromSeconds(30));
        }
    }
}
