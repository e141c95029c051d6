using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.DamageReports;

/// <summary>What residents are told of a case: its number, its kind and its state, nothing that names anybody or a place.</summary>
public static class CaseWords
{
    /// <summary>The two words for how it was dealt with; stored in drafts.</summary>
    public const string Helped = "helped";
    public const string Troubled = "troubled";

    private static readonly string[] Ratings = ["helped", "troubled", "call", "already", "open", "gone"];

    public static Button Again => new Button.Wish("start:damage-report", Words.Of("damage-report.button.start"));

    public static Button Mine => new Button.Wish("start:damage-report-mine", Words.Of("damage-report.button.mine"));

    public static Words StateOf(ReportState state) => state is ReportState.Planned(var day)
        ? Words.Of("damage-report.state.planned", ("day", new Words.Day(day)))
        : Words.Of($"damage-report.state.{state.Name()}");

    /// <summary>The answer to a report.</summary>
    /// <param name="whose">The other town or the office that sees to it, if it is not this town.</param>
    /// <param name="joined">Whether it joined what others had reported.</param>
    /// <param name="isSent">Of a place in another town: it goes there by itself; otherwise staff tell that town, and nothing comes back.</param>
    public static Effect Received(string number, LocalText kind, RouteTarget to, LocalText whose, bool isSent, bool joined, Danger danger)
    {
        var what = Words.Of(
            joined ? "damage-report.joined"
            : to switch
            {
                RouteTarget.OtherTown when isSent => "damage-report.received-other-town",
                RouteTarget.OtherTown or RouteTarget.Outside => "damage-report.received-outside",
                _ => "damage-report.received",
            },
            ("number", new Words.Plain(number)), ("kind", new Words.Local(kind)), ("whose", new Words.Local(whose)));
        Items<Words> parts = danger == Danger.Life ? [Words.Of("damage-report.life"), what] : [what];
        return new Effect.Say(new Words.Lines([.. parts, Words.Of("damage-report.photos-after")]), [Mine]);
    }

    /// <summary>What a resident hears whose LINE took over a report that staff typed.</summary>
    public static Effect Adopted(string number, LocalText kind, ReportState state) => new Effect.Say(
        Words.Of("damage-report.adopted", ("number", new Words.Plain(number)), ("kind", new Words.Local(kind)), ("state", StateOf(state))), [Mine]);

    /// <summary>What reporters hear of a step, and see when it brought pictures.</summary>
    /// <param name="whose">Of a case that is not ours: whose it is.</param>
    /// <param name="into">Of a merged case: the number of the one that goes on.</param>
    /// <param name="report">The report of the resident who is told; when the step closes the case, they are asked with one tap how it was dealt with.</param>
    public static Items<Effect> Of(string number, LocalText kind, CaseMove move, LocalText whose, string? into, Guid? report = null)
    {
        (string Name, Words Value)[] with =
        [
            ("number", new Words.Plain(number)),
            ("kind", new Words.Local(kind)),
            ("day", move is CaseMove.Plan(var day) ? new Words.Day(day) : new Words.Plain("")),
            ("whose", new Words.Local(whose)),
            ("into", new Words.Plain(into ?? "")),
        ];
        var told = Words.Of($"damage-report.told.{move.Name()}", with);
        Items<Button> rates = report is { } id && move is (CaseMove.Finish or CaseMove.FindNothing or CaseMove.PassOn) ? [Rate(id, Helped), Rate(id, Troubled)] : [];
        return move is CaseMove.Finish { Photos: { Count: > 0 } photos }
            ? [new Effect.Say(new Words.Lines([told, Words.Of("damage-report.told.photo")]), [.. rates, Mine]), .. photos.Select(p => new Effect.SendPicture($"photo/{p:n}", $"photo/{p:n}/small"))]
            : [new Effect.Say(told, [.. rates, Mine])];
    }

    /// <summary>What the resident hears whose report was taken out of a case to which it had been joined.</summary>
    /// <param name="own">The number by which it goes on.</param>
    public static Effect Split(string number, LocalText kind, string own) => new Effect.Say(
        Words.Of("damage-report.told.split", ("number", new Words.Plain(number)), ("kind", new Words.Local(kind)), ("own", new Words.Plain(own))), [Mine]);

    /// <summary>The answer to a rating.</summary>
    /// <param name="what">One of <c>helped</c>, <c>troubled</c> (opened again), <c>call</c> (staff are called), <c>already</c>, <c>open</c>, <c>gone</c>.</param>
    public static Effect Rated(string what, string number) => new Effect.Say(Words.Of($"damage-report.rated.{what}", ("number", new Words.Plain(number))), [Mine]);

    private static Button.Wish Rate(Guid report, string rating) =>
        new($"start:damage-report-rate?report={report:n}&rating={rating}", Words.Of($"damage-report.rating.{rating}"));

    /// <summary>The phrases that are said outside the questions.</summary>
    public static Items<string> Told { get; } =
    [
        .. ((string[])["new", "accepted", "planned", "in-work", "done", "not-ours", "duplicate", "not-found"]).Select(s => $"damage-report.state.{s}"),
        .. ((string[])["accepted", "planned", "started", "done", "passed-on", "merged", "not-found", "reopened", "split", "photo"]).Select(s => $"damage-report.told.{s}"),
        .. ((string[])["joined", "received", "received-other-town", "received-outside", "photos-after", "life", "button.start", "button.mine", "refused.kind", "refused.gone", "refused.outside", "mine.told", "mine.gone", "adopted", "slip.day"])
            .Select(s => $"damage-report.{s}"),
        "damage-report.responder.joined", "damage-report.responder.wrong",
        .. ClosureWords.Told,
        .. Ratings.Select(r => $"damage-report.rated.{r}"),
    ];
}
