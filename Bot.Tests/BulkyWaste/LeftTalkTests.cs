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

/// <summary>Golden talks of what was left standing: the crew's news, the buttons under it, and where each of them leads.</summary>
public sealed class LeftTalkTests
{
    private const string PayPage = "pay/abc";

    private BulkyRequest _request = null!;

    private static IEnumerable<string> Files([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "Talks"), "left-*.talk").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Names() => Files().Select(f => Path.GetFileName(f)!);

    [TestCaseSource(nameof(Names))]
    public void The_talk_goes_as_written(string name)
    {
        _request = Fan;
        var talk = DemoWorld.Talk(Desk, World);
        talk.Clock = new(2026, 12, 17, 10, 0, 0, JapanTime.Offset);
        TalkFileTests.Check(Files().Single(f => Path.GetFileName(f) == name), talk, DemoWorld.Words, News);
    }

    /// <summary>What crew, office and payments bring about.</summary>
    private Items<Effect> News(string what) => what switch
    {
        "nothing there" => Hear(new RequestNews.LeftStanding(Obstacle.NothingThere)),
        "wrong size" => Hear(new RequestNews.LeftStanding(Obstacle.OtherThanAsked)),
        "costs 300 more" => Costs(300),
        "difference paid" => Hear(new RequestNews.TopUpPaid()),
        "money back" => Hear(new RequestNews.MoneyReturned(((RequestState.Cancelled)_request.State).Owed!.Value)),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such news"),
    };

    private Items<Effect> Costs(int more)
    {
        _request = _request with { Lines = [_request.Lines[0] with { Fee = _request.Lines[0].Fee + new Yen(more) }, .. _request.Lines.Skip(1)] };
        return Hear(new RequestNews.CostsMore(new TopUp(new Yen(more), new(2026, 12, 24, 23, 59, 59, JapanTime.Offset))));
    }

    private Items<Effect> Hear(RequestNews news)
    {
        _request = _request with { State = _request.State.Apply(news).Next };
        return RequestWords.Of(_request, news, PayPage, new TimeOnly(8, 0));
    }

    /// <summary>Does what the service's own desk does with these answers.</summary>
    private Verdict Desk(Effect.Submit form)
    {
        switch ((form.Answers[BulkyWasteForms.Action] as Answer.Chosen)?.Key)
        {
            case ActionQuestion.Rebook when MoveQuestion.DayOf(form.Answers[BulkyWasteForms.NewDay]) is { } day:
                var was = _request.Day;
                _request = _request with { Day = day, State = _request.State.Apply(new RequestNews.Rebooked()).Next };
                return Told(RequestWords.Moved(_request, was));
            case ActionQuestion.GiveUp when form.Answers[BulkyWasteForms.CancelConsent] is Answer.Chosen(CancelQuestion.Yes):
                return Told([.. Hear(new RequestNews.CancelledByResident(_request.Held))]);
            case ActionQuestion.Number:
                return Told(RequestWords.Number(_request, RequestRules.NumberOf(_request.State)!.Value, new TimeOnly(8, 0)));
            default:
                return Told(new Effect.Say(Words.Of("bulky-waste.mine.kept"), [RequestWords.Mine]));
        }
    }

    private static Verdict.Accepted Told(params Effect[] told) => new(Talk.Submission, [.. told]);

    private object World(Need need) => need is MyRequestsNeed
        ? (Items<MyRequest>)[new(_request, DemoWorld.Calendar.ChangeBy(_request.Day), _request.State is RequestState.AwaitingTopUp ? PayPage : null)]
        : DemoWorld.World(need);

    private static BulkyRequest Fan { get; } = new()
    {
        Id = new Guid(1, 0, 0, new byte[8]),
        Town = DemoWorld.Hoshimi.Id,
        Operator = new TownId("mizuho-union"),
        Citizen = new CitizenId("U1"),
        Receipt = "08-00001",
        Area = new CollectionArea("honcho", new LocalText("本町", "本町（ほんちょう）", "Honcho"), "ほんちょう", [], "h1"),
        Day = new(2026, 12, 17),
        Spot = "front",
        Lines = [new RequestLine("fan", null, new LocalText("扇風機", "せんぷうき", "Electric fan"), 1, new Yen(300)), new RequestLine("futon", null, new LocalText("布団", "ふとん", "Futon or quilt"), 2, new Yen(200))],
        State = new RequestState.Paid(CollectionNumber.Of(8, 12)),
        AskedAt = Talk.Noon,
    };
}
