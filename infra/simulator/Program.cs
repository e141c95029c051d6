namespace Bot.Simulator;

// Named, not top-level: the tests also see the Program of Bot.Api, and two of them would be ambiguous.
internal static class Entry
{
    private static Task Main(string[] args) => Simulator.Build(args).RunAsync();
}
