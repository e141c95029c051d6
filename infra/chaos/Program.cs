using Bot.Chaos.Faults;
using Bot.Chaos.Variants;
using Bot.Chaos.Kills;
using Bot.Chaos.Fuzz;
using Bot.Chaos.Morning;
using Bot.Chaos.Simulation;

namespace Bot.Chaos;

// Named, not top-level: the tests also see the Program of Bot.Api, and two of them would be ambiguous.
internal static class Entry
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["kills", .. var words] => KillsVerb.Run(words, Console.Out),
        ["fault", .. var words] => FaultsVerb.Run(words, Console.Out),
        ["broken", .. var words] => BrokenVerb.Run(words, Console.Out),
        ["fuzz", .. var words] => FuzzCommand.Run(words),
        ["simulate", .. var words] => Task.FromResult(SimulateCommand.Run(words)),
        ["morning", .. var words] => MorningVerb.Run(words, Console.Out),
        _ => Usage(),
    };

    private static async Task<int> Usage()
    {
        await Console.Error.WriteLineAsync("""
            Bot.Chaos kills  --kills N --seed S [--mix app,postgres,both] [--points]
            Bot.Chaos fault  all|NAME [--seed S] [--old REF|none] [--short]
            Bot.Chaos broken [NAME]
            Bot.Chaos fuzz     --bodies N --seed S [--from N] [--http] | --replay SEED:NUMBER
            Bot.Chaos simulate --talks N  --seed S [--from N]          | --replay TALK
            Bot.Chaos morning  --guardians N --seconds S [--kills N] [--seed S]
            """);
        return 2;
    }
}
