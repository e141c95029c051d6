using System.Runtime.CompilerServices;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Talks;

/// <summary>The golden talks of the core. UPDATE_TALKS=1 writes what came out; the diff is then reviewed like code.</summary>
public sealed class TalkFileTests
{
    private static IEnumerable<string> Files([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.GetDirectoryName(here)!, "core-*.talk").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names() => Files().Select(f => Path.GetFileName(f)!);

    [TestCaseSource(nameof(Names))]
    public void The_talk_goes_as_written(string name)
    {
        var file = Files().Single(f => Path.GetFileName(f) == name);
        Check(file, new Talk(), TestForms.Words);
    }

    internal static void Check(string file, Talk talk, Bot.Domain.Conversations.Wording.Wordbook words, Func<string, Items<Effect>>? news = null)
    {
        var written = File.ReadAllLines(file);
        var played = TalkFile.Play(written, talk, words, news);
        if (Environment.GetEnvironmentVariable("UPDATE_TALKS") == "1")
        {
            File.WriteAllLines(file, played);
            written = File.ReadAllLines(file);
        }

        string.Join('\n', played).ShouldBe(string.Join('\n', written));
    }
}
