using Bot.Infrastructure.Processes;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Processes;

/// <summary>Who is gone and who is only not seen; in milliseconds.</summary>
public sealed class SilenceTests
{
    private static readonly Guid Other = Guid.NewGuid();

    private readonly List<int> _gone = [];
    private Silence _silence = null!;

    [SetUp]
    public void Start()
    {
        _silence = new(1000);
        _gone.Clear();
    }

    [Test]
    public void Who_beats_is_alive()
    {
        Watch(from: 0, to: 10_000, at => at / 700);

        _gone.ShouldBeEmpty();
    }

    [Test]
    public void Who_stands_still_is_gone_after_two_and_a_half_seconds_and_not_sooner()
    {
        Watch(from: 0, to: 4000, at => Math.Min(at, 1000));

        _gone.ShouldBe([3500, 4000]);
    }

    [Test]
    public void Who_beats_again_is_back()
    {
        Watch(from: 0, to: 6000, at => at is > 1000 and < 5000 ? 1000 : at);

        _gone.ShouldBe([3500, 4000, 4500]);
    }

    [Test]
    public void Nobody_is_judged_by_who_has_only_begun_to_look()
    {
        Watch(from: 0, to: 2000, _ => 7);

        _gone.ShouldBeEmpty();
    }

    [Test]
    public void After_a_break_the_watch_begins_anew()
    {
        Watch(from: 0, to: 2000, _ => 7);
        // A minute of outage: the other could not beat any more than we could look.
        Watch(from: 62_000, to: 64_000, _ => 7);

        _gone.ShouldBeEmpty();
        Watch(from: 64_500, to: 64_500, _ => 7);
        _gone.ShouldBe([64_500]);
    }

    [Test]
    public void A_number_that_goes_back_is_a_beat_too()
    {
        Watch(from: 0, to: 4000, at => 1_000_000 - at);

        _gone.ShouldBeEmpty();
    }

    private void Watch(int from, int to, Func<int, int> beats)
    {
        for (var at = from; at <= to; at += 500)
        {
            if (_silence.Look([new(Other, ProcessRoles.All, beats(at))], at, at).Count > 0)
            {
                _gone.Add(at);
            }
        }
    }
}
