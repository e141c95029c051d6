using Bot.Chaos.Fuzz;
using Bot.Chaos.Simulation;

namespace Bot.Chaos;

// Named, not top-level: the tests also see the Program of Bot.Api, and two of them would be ambiguous.
internal static class Entry
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["fuzz", .. var words] => FuzzCommand.Run(words),
        ["simulate", .. var words] => Task.FromResult(SimulateCommand.Run(words)),
        _ => Usage(),
    };

    private static async Task<int> Usage()
    {
        await Console.Error.WriteLineAsync("""
            Bot.Chaos fuzz     --bodies N --seed S [--from N] [--http] | --replay SEED:NUMBER
            Bot.Chaos simulate --talks N  --seed S [--from N]          | --replay TALK
            """);
        return 2;
    }
}
