using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste.Crews;

/// <summary>What becomes of a mark.</summary>
public enum MarkOutcome
{
    /// <summary>It counts.</summary>
    Counts,

    /// <summary>The request says so already, for example because two phones marked one stop.</summary>
    SaidAlready,

    /// <summary>A mark that was made later has come first.</summary>
    Overtaken,

    /// <summary>The request was cancelled, by the resident or the office, before the mark came.</summary>
    Cancelled,

    /// <summary>The request now has another day.</summary>
    Moved,

    /// <summary>The office has closed the request in another way, or it was never paid.</summary>
    Closed,
}

/// <summary>Judges marks that come late, twice and in any order.</summary>
public static class MarkRules
{
    /// <param name="request">As it is now.</param>
    /// <param name="day">For which day the crew had it on its list.</param>
    /// <param name="before">The marks of this request that we have heard already.</param>
    public static MarkOutcome Judge(BulkyRequest request, DateOnly day, CrewMark mark, IEnumerable<CrewMark> before) => request.State switch
    {
        _ when before.Any(b => b.IsLaterThan(mark)) => MarkOutcome.Overtaken,
        RequestState.Cancelled or RequestState.Refunded or RequestState.Lapsed => MarkOutcome.Cancelled,
        RequestState.Paid or RequestState.AwaitingTopUp or RequestState.Collected or RequestState.NotCollected when request.Day != day => MarkOutcome.Moved,
        RequestState.Paid or RequestState.AwaitingTopUp { Left: null } => mark.Finding is Finding.TakenBack ? MarkOutcome.SaidAlready : MarkOutcome.Counts,
        RequestState.Collected => mark.Finding is Finding.Collected ? MarkOutcome.SaidAlready : MarkOutcome.Counts,
        RequestState.AwaitingTopUp { Left: { } left } => mark.Finding is Finding.Left l && l.Why == left ? MarkOutcome.SaidAlready : MarkOutcome.Counts,
        RequestState.NotCollected n => mark.Finding is Finding.Left l && l.Why == n.Why ? MarkOutcome.SaidAlready : MarkOutcome.Counts,
        _ => MarkOutcome.Closed,
    };
}
