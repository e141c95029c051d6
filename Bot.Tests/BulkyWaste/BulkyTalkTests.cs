using System.Runtime.CompilerServices;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Tests.Conversations;
using Bot.Tests.Talks;
using NUnit.Framework;

namespace Bot.Tests.BulkyWaste;

/// <summary>Golden talks of the service on the demo catalogue. In them 7 January becomes full at the last moment.</summary>
public sealed class BulkyTalkTests
{
    private static readonly DateOnly Full = new(2027, 1, 7);

    private static IEnumerable<string> Files([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "Talks"), "bulky-*.talk").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names() => Files().Select(f => Path.GetFileName(f)!);

    [TestCaseSource(nameof(Names))]
    public void The_talk_goes_as_written(string name) =>
        TalkFileTests.Check(Files().Single(f => Path.GetFileName(f) == name), DemoWorld.Talk(Desk, World), DemoWorld.Words);

    private static Verdict Desk(Effect.Submit form) => form switch
    {
        _ when form.Answers[BulkyWasteForms.Day] == new Answer.Day(Full) => Taken(BulkyWasteForms.Day),
        _ when form.Answers[BulkyWasteForms.NewDay] == new Answer.Chosen("2027-01-07") => Taken(BulkyWasteForms.NewDay),
        _ when form.Form == BulkyWasteForms.Request.Id => new Verdict.Accepted(Talk.Submission, [RequestWords.Received(Awaiting, "pay/abc")]),
        _ => new Verdict.Accepted(Talk.Submission, [new Effect.Say(new Words.Plain("the desk answers"))]),
    };

    private static Verdict.Refused Taken(QuestionId question) => new(Words.Of("bulky-waste.taken", ("day", new Words.Day(Full))), question);

    private static object World(Need need) => need is MyRequestsNeed
        ? (Items<MyRequest>)
        [
            new(Paid, DemoWorld.Calendar.ChangeBy(Paid.Day), null),
            new(Awaiting, DemoWorld.Calendar.ChangeBy(Awaiting.Day), "pay/abc"),
            new(Over, DemoWorld.Calendar.ChangeBy(Over.Day), null),
        ]
        : DemoWorld.World(need);

    private static BulkyRequest Paid { get; } = Request(1, new(2026, 12, 17), new RequestState.Paid(CollectionNumber.Of(8, 12)));

    private static BulkyRequest Awaiting { get; } = Request(2, new(2027, 1, 21), new RequestState.AwaitingPayment(new(2026, 12, 4, 23, 59, 59, JapanTime.Offset)));

    /// <summary>Collected tomorrow: its deadline has passed.</summary>
    private static BulkyRequest Over { get; } = Request(3, new(2026, 12, 2), new RequestState.Paid(CollectionNumber.Of(8, 3)));

    private static BulkyRequest Request(int number, DateOnly day, RequestState state) => new()
    {
        Id = new Guid(number, 0, 0, new byte[8]),
        Town = DemoWorld.Hoshimi.Id,
        Operator = new TownId("mizuho-union"),
        Citizen = new CitizenId("U1"),
        Receipt = $"08-0000{number}",
        Area = new CollectionArea("honcho", new LocalText("本町", "本町（ほんちょう）", "Honcho"), "ほんちょう", [], "h1"),
        Day = day,
        Spot = "front",
        Lines = [new RequestLine("fan", null, new LocalText("扇風機", "せんぷうき", "Electric fan"), 1, new Yen(300)), new RequestLine("futon", null, new LocalText("布団", "ふとん", "Futon or quilt"), 2, new Yen(200))],
        State = state,
        AskedAt = Talk.Noon,
    };
}
