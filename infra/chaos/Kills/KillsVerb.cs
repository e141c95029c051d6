using Bot.Chaos.Check;

namespace Bot.Chaos.Kills;

/// <summary><c>kills</c>: the run of the command line. 0 nothing broken · 1 something broken; ledger and logs are kept · 2 wrong words.</summary>
internal static class KillsVerb
{
    internal static async Task<int> Run(string[] words, TextWriter output)
    {
        KillOptions options;
        try
        {
            options = KillOptions.Parse(words);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }

        var (report, violations) = await KillRun.Run(options, output.WriteLineAsync);
        await output.WriteLineAsync(report.ToString());
        if (violations.Count == 0)
        {
            return 0;
        }

        await Tell(options, report, violations, output);
        return 1;
    }

    private static async Task Tell(KillOptions options, RunReport report, IReadOnlyCollection<Violation> violations, TextWriter output)
    {
        var text = new StringWriter();
        await text.WriteLineAsync(FormattableString.Invariant($"BROKEN  seed {options.Seed}, after {report.Kills} kills; ledger and logs in {options.Site.Folder}"));
        foreach (var violation in violations.Take(20))
        {
            await text.WriteLineAsync($"  {violation.Promise}: {violation.What}");
        }

        foreach (var conversation in violations.Select(v => v.Conversation).OfType<Conversation>().Distinct().Take(3))
        {
            await text.WriteLineAsync($"  history of {conversation.Town} {conversation.Citizen}");
            foreach (var line in conversation.History())
            {
                await text.WriteLineAsync("    " + line);
            }
        }

        await File.WriteAllTextAsync(Path.Combine(options.Site.Folder, "violations.txt"), text.ToString());
        await output.WriteAsync(text.ToString());
    }
}
