using Bot.Chaos.Faults;
using Bot.Chaos.Variants;
using Bot.Chaos.Kills;

namespace Bot.Chaos;

// Named, not top-level: the tests also see the Program of Bot.Api, and two of them would be ambiguous.
internal static class Entry
{
    private static Task<int> Main(string[] args) => args switch
    {
        ["kills", .. var words] => KillsVerb.Run(words, Console.Out),
        ["fault", .. var words] => FaultsVerb.Run(words, Console.Out),
        ["broken", .. var words] => BrokenVerb.Run(words, Console.Out),
        _ => Usage(),
    };

    private static async Task<int> Usage()
    {
        await Console.Error.WriteLineAsync("""
            Bot.Chaos kills  --kills N --seed S [--mix app,postgres,both] [--points]
            Bot.Chaos fault  all|NAME [--seed S] [--old REF|none] [--short]
            Bot.Chaos broken [NAME]
            """);
        return 2;
    }
}
