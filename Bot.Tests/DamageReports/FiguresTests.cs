using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.DamageReports;

/// <summary>Numbers of a period, against cases whose times are known.</summary>
public sealed class FiguresTests
{
    [Test]
    public async Task Times_shares_and_channels_are_those_of_the_cases_opened_in_the_period()
    {
        await using var rig = await DamageRig.New();
        var start = rig.Clock.Now;
        var cases = new List<Guid>();
        for (var n = 0; n < 10; n++)
        {
            rig.Clock.Now = start;
            var id = await rig.Reported("pothole", DamageWorld.Honcho, n + 1);
            cases.Add(id);
            rig.Clock.Now = start.AddHours(n + 1);
            await rig.Done(id, new CaseMove.Accept());
            if (n < 5)
            {
                rig.Clock.Now = start.AddDays(n + 1);
                await rig.Done(id, new CaseMove.Finish());
            }
        }

        rig.Clock.Now = start;
        await rig.Reported("pothole", DamageWorld.Honcho, 20, same: $"{cases[9]:n}");
        await rig.Reported("pothole", DamageWorld.Honcho, 21, same: $"{cases[9]:n}");
        var lamp = await rig.Reported("street-lamp", DamageWorld.Route918, 22);
        await rig.Store.Peek<int>(
            "insert into intake (town_id, module, subject, channel, typed_by, typed_home, typed_at, language, consent_at) values ('hoshimi', 'damage-reports', @lamp, 'phone', @by, 'hoshimi', now(), 'ja', now()) returning 1",
            new { lamp = $"{lamp:n}", by = Guid.NewGuid() });
        // Reopened: it is not done any more, and the first answer stays the first.
        rig.Clock.Now = start.AddDays(30);
        await rig.Done(cases[4], new CaseMove.Reopen());
        await rig.Reported("pothole", DamageWorld.Honcho, 23);
        rig.Clock.Now = start;
        var drill = await rig.Reported("pothole", DamageWorld.Honcho, 24);
        await rig.Store.Peek<int>("update damage_case set is_drill = true where case_id = @drill returning 1", new { drill });

        var lines = await Lines(rig, start, start.AddDays(1));
        var pothole = lines.Single(l => l is { Of: FigureOf.Kind, Key: "pothole" });
        (pothole.Cases, pothole.Answered, pothole.Done, pothole.Reports, pothole.Joined).ShouldBe((10, 10, 4, 12, 2));
        (pothole.AnswerMedian, pothole.AnswerMost).ShouldBe((TimeSpan.FromHours(5.5), TimeSpan.FromHours(9.1)));
        (pothole.DoneMedian!.Value.TotalDays, pothole.DoneMost!.Value.TotalDays).ShouldBe((2.5, 3.7));
        var light = lines.Single(l => l is { Of: FigureOf.Kind, Key: "street-lamp" });
        (light.Cases, light.Answered, light.AnswerMedian, light.DoneMost, light.Joined).ShouldBe((1, 0, null, null, 0));
        lines.Single(l => l.Of == FigureOf.All).Cases.ShouldBe(11);
        lines.Where(l => l.Of == FigureOf.Department).Select(l => (l.Key, l.Cases)).ShouldBe([("construction", 10), ("office:route-918", 1)]);
        var channels = await rig.In(DamageRig.Hoshimi, tx => FiguresSearch.Channels(tx, DamageRig.Hoshimi, start, start.AddDays(1), default));
        channels.ShouldBe([new ChannelFigure("line", 12), new ChannelFigure("phone", 1)]);

        (await Lines(rig, start.AddDays(-2), start)).Single().ShouldSatisfyAllConditions(all => all.Cases.ShouldBe(0), all => all.AnswerMedian.ShouldBeNull());
        (await rig.In(DamageRig.Kawabe, tx => FiguresSearch.Lines(tx, DamageRig.Kawabe, start, start.AddDays(1), default))).Single().Cases.ShouldBe(0, "another town's are not counted");
    }

    private static Task<IReadOnlyList<Figure>> Lines(DamageRig rig, DateTimeOffset from, DateTimeOffset before) =>
        rig.In(DamageRig.Hoshimi, tx => FiguresSearch.Lines(tx, DamageRig.Hoshimi, from, before, default));
}
