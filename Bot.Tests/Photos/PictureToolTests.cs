using System.Net;
using System.Net.Sockets;
using System.Text;
using Bot.Infrastructure.Photos;
using Bot.Tests.Line.Client;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Photos;

/// <summary>A tool that fails in every way in which one can: whatever it does, the house goes on and nothing of it stays.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PictureToolTests
{
    private string _folder = null!;
    private LogLines _log = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("linebot-tool-").FullName;
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _log = new LogLines();
    }

    [TearDown]
    public void RemoveFolder()
    {
        Directory.Delete(_folder, recursive: true);
        _log.Dispose();
    }

    [Test]
    public async Task A_tool_that_hangs_is_ended_in_time_with_all_that_it_started([Values] bool wrapped)
    {
        using var tool = Tool("cat >/dev/null; sleep 1001 & sleep 1002", wrapped, longest: 1);
        var began = TimeProvider.System.GetTimestamp();
        (await new PictureCleaner(tool).Clean(PictureSamples.Jpeg(), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.Unreadable));
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(9));
        (await Gone("sleep\u0000100")).ShouldBeTrue("the tool, or what it started, lives on");
        _log.Lines.ShouldContain(l => l.Contains("longer than 1 s", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_tool_that_computes_for_ever_is_ended_by_the_kernel([Values] bool wrapped)
    {
        using var tool = Tool("while :; do :; done", wrapped, longest: 30, computing: 1);
        (await new PictureCleaner(tool).Clean(PictureSamples.Jpeg(), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.Unreadable));
        _log.Lines.ShouldContain(l => l.Contains("ended by signal", StringComparison.Ordinal), "not by our clock");
    }

    [Test]
    public async Task A_tool_that_crashes_loses_this_picture_alone([Values] bool wrapped)
    {
        using var tool = Tool("kill -SEGV $$", wrapped);
        (await new PictureCleaner(tool).Clean(PictureSamples.Jpeg(), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.Unreadable));
    }

    [Test]
    public async Task A_tool_that_wants_too_much_memory_does_not_get_it([Values] bool wrapped)
    {
        (await Said("perl -e '$x = \"a\" x (2 ** 20); print length $x'", wrapped)).ShouldBe("1048576");
        using var tool = Tool("perl -e '$x = \"a\" x (2 ** 30); print length $x'", wrapped);
        (await tool.Run([], default, ours: false, 4096, default)).ShouldNotBeOfType<ToolRun.Done>();
    }

    [TestCase("yes")]
    [TestCase("echo no picture")]
    [TestCase("exit 0")]
    [TestCase("exit 1")]
    public async Task A_tool_that_gives_back_no_picture_loses_this_one(string does)
    {
        using var tool = Tool(does, wrapped: true);
        (await new PictureCleaner(tool).Clean(PictureSamples.Jpeg(), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.NotAPicture));
    }

    /// <summary>A decoder complains with the very words that it stumbled over.</summary>
    [Test]
    public async Task What_the_tool_complains_about_is_never_logged()
    {
        using var tool = Tool("cat >/dev/null; echo '星見 花子 35.6591N' >&2; kill -SEGV $$", wrapped: true);
        (await new PictureCleaner(tool).Clean(PictureSamples.Jpeg(), default)).ShouldBe(new PictureArrival.Lost(PictureLoss.Unreadable));
        _log.Lines.ShouldNotBeEmpty();
        _log.Lines.ShouldAllBe(l => !l.Contains("花子", StringComparison.Ordinal) && !l.Contains("35.6591", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_tool_that_hands_on_what_it_got_is_cleaned_after()
    {
        using var tool = Tool("cat", wrapped: true);
        var picture = (await new PictureCleaner(tool).Clean(PictureSamples.Jpeg(), default)).ShouldBeOfType<PictureArrival.Arrived>().Picture;
        picture.Bytes.Span.IndexOf(PictureSamples.Secret).ShouldBe(-1);
        PictureStudio.Left(picture.Bytes).Where(n => !n.StartsWith("JFIF:", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Test]
    public async Task The_tool_sees_no_secrets_writes_no_file_and_is_nobody([Values] bool wrapped)
    {
        Environment.SetEnvironmentVariable("Sealing__Key", "canary-of-the-environment");
        try
        {
            var said = await Said("env; id -u; (echo secret > \"$0.out\"); (echo secret > /tmp/linebot-tool-left); ls -d /tmp /work /etc 2>/dev/null; grep -i 'NoNewPrivs\\|CapEff' /proc/self/status", wrapped);
            said.ShouldNotContain("canary");
            said.ShouldContain("NoNewPrivs:\t1");
            said.ShouldContain("CapEff:\t0000000000000000");
            foreach (var left in (string[])[Path.Combine(_folder, "tool.out"), "/tmp/linebot-tool-left"])
            {
                (File.Exists(left) && new FileInfo(left).Length > 0).ShouldBeFalse(left);
            }

            if (wrapped)
            {
                said.ShouldNotContain("/work");
                said.ShouldNotContain("/etc");
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("Sealing__Key", null);
            File.Delete("/tmp/linebot-tool-left");
        }
    }

    [Test]
    public async Task The_tool_has_no_network_where_the_machine_lets_us_take_it_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var call = $"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port} && echo open' 2>/dev/null; echo done";
        (await Said(call, wrapped: false)).ShouldContain("open", customMessage: "without a wrap there is one: this shows that the question is asked rightly");
        var said = await Said(call, wrapped: true);
        said.ShouldContain("done");
        said.ShouldNotContain("open");
    }

    [Test]
    public async Task Of_many_pictures_at_once_only_so_many_are_in_hand_and_who_waits_too_long_is_put_off()
    {
        using var slow = Tool("cat >/dev/null; sleep 0.7", wrapped: false, atOnce: 1, waiting: 0.2);
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => slow.Run([], default, ours: false, 4096, default)));
        runs.OfType<ToolRun.Done>().Count().ShouldBe(1);
        runs.OfType<ToolRun.NotNow>().Count().ShouldBe(3);

        using var real = PictureStudio.Tool();
        var cleaner = new PictureCleaner(real);
        var arrivals = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cleaner.Clean(PictureSamples.Jpeg(), default)));
        arrivals.Count(a => a is PictureArrival.Arrived or PictureArrival.NotNow).ShouldBe(10);
        arrivals.OfType<PictureArrival.Arrived>().ShouldNotBeEmpty();
    }

    [Test]
    public async Task Whoever_is_asked_to_stop_leaves_nothing_running()
    {
        using var tool = Tool("cat >/dev/null; sleep 1003", wrapped: true, longest: 30);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<OperationCanceledException>(() => new PictureCleaner(tool).Clean(PictureSamples.Jpeg(), stop.Token));
        (await Gone("sleep\u00001003")).ShouldBeTrue();
    }

    [Test]
    public async Task A_tool_that_is_missing_is_said_with_what_to_install_and_loses_nothing()
    {
        using var none = new PictureTool(new PictureToolSettings { Command = Path.Combine(_folder, "vips") }, _log.Of<PictureTool>());
        var cleaner = new PictureCleaner(none);
        (await cleaner.Clean(PictureSamples.Jpeg(), default)).ShouldBeOfType<PictureArrival.NotNow>();
        (await new PictureProbe(none, cleaner).Look(default)).Trouble.ShouldNotBeNull().ShouldContain("apt-get install libvips-tools");

        using var blind = Tool("exit 1", wrapped: true);
        (await new PictureProbe(blind, new PictureCleaner(blind)).Look(default)).Trouble.ShouldNotBeNull().ShouldContain("reads no picture");
        using var real = PictureStudio.Tool();
        (await new PictureProbe(real, new PictureCleaner(real)).Look(default)).Trouble.ShouldBeNull();
    }

    private async Task<string> Said(string does, bool wrapped)
    {
        using var tool = Tool(does, wrapped);
        return Encoding.UTF8.GetString((await tool.Run([], default, ours: false, 65536, default)).ShouldBeOfType<ToolRun.Done>().Output);
    }

    private PictureTool Tool(string does, bool wrapped, double longest = 10, double computing = 8, int atOnce = 2, double waiting = 4)
    {
        var script = Path.Combine(_folder, "tool");
        File.WriteAllText(script, $"#!/bin/sh\n{does}\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        var settings = new PictureToolSettings
        {
            Command = script, Wrap = wrapped ? "/usr/bin/bwrap" : "/nowhere", Longest = TimeSpan.FromSeconds(longest), Computing = TimeSpan.FromSeconds(computing), AtOnce = atOnce,
            Waiting = TimeSpan.FromSeconds(waiting),
        };
        return new PictureTool(settings, _log.Of<PictureTool>());
    }

    /// <summary>Whether no process has these words in its command line, within two seconds.</summary>
    private static async Task<bool> Gone(string words)
    {
        for (var look = 0; look < 20; look++)
        {
            if (!Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Any(d => CommandLine(d).Contains(words, StringComparison.Ordinal)))
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

file static class LogLinesOf
{
    public static ILogger<T> Of<T>(this LogLines lines) => LoggerFactory.Create(log => log.AddProvider(lines)).CreateLogger<T>();
}
