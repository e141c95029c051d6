using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;

namespace Bot.Domain.BulkyWaste;

/// <summary>What the resident is told when staff have found that something costs more, less or the same.</summary>
internal static class RepricedWords
{
    public static Effect.Say More(BulkyRequest request, string? payPage) => request.State is RequestState.AwaitingTopUp { Due: var due } state && payPage is not null
        ? new(
            new Words.Lines(
            [
                Words.Of("bulky-waste.top-up.asked", ("receipt", new Words.Plain(request.Receipt))),
                .. RequestWords.Summary(request),
                .. RequestWords.Fees(request),
                Words.Of(state.Left is null ? "bulky-waste.top-up.to-pay" : "bulky-waste.top-up.to-pay-first", ("amount", new Words.Money(due.Amount)), ("until", new Words.Moment(due.PayBy))),
            ]),
            [Pay(payPage), .. state.Left is null ? [] : RequestWords.GiveUp(request), RequestWords.Mine])
        : Same(request);

    public static Effect.Say Less(BulkyRequest request, Yen back) => new(
        new Words.Lines(
        [
            Words.Of("bulky-waste.changed.less", ("receipt", new Words.Plain(request.Receipt)), ("amount", new Words.Money(back))),
            .. RequestWords.Summary(request),
        ]),
        [RequestWords.Mine]);

    public static Effect.Say Same(BulkyRequest request) => new(
        new Words.Lines([Words.Of("bulky-waste.changed.same", ("receipt", new Words.Plain(request.Receipt))), .. RequestWords.Summary(request)]),
        [RequestWords.Mine]);

    public static Button Pay(string payPage) => new Button.Page(payPage, Words.Of("bulky-waste.action.top-up"));
}
