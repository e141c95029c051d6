using Bot.Domain.BulkyWaste;
using Bot.Domain.Staff;
using static Bot.Domain.BulkyWaste.RequestState;

namespace Bot.Api.Console.BulkyWaste;

/// <summary>Something that can be done with a request as it stands.</summary>
/// <param name="Path">Below the request's own page.</param>
internal sealed record CaseAction(string Path, string Title, Right Right, bool Danger = false)
{
    public static IReadOnlyList<CaseAction> Of(BulkyRequest request)
    {
        var state = request.State;
        var actions = new List<CaseAction>();
        Add(state is Checking or AwaitingPayment, new("change", state is Checking ? "品目と手数料を決める" : "品目を変える", Rights.BulkyWasteChange));
        Add(state is Paid or AwaitingTopUp or NotCollected or Collected, new("reprice", "品目・手数料を変える", Rights.BulkyWasteMoney));
        Add(state is Checking or AwaitingPayment, new("reprice", "減免する", Rights.BulkyWasteMoney));
        Add(state is Checking or AwaitingPayment or Paid or AwaitingTopUp or NotCollected, new("correct", "収集日・地区・場所を変える", Rights.BulkyWasteChange));
        Add(state is AwaitingPayment or AwaitingTopUp or Collected { Due: not null }, new("cash", "現金を受け取る", Rights.BulkyWasteCash));
        Add(state is Paid or AwaitingTopUp or NotCollected, new("collected", "収集ずみにする", Rights.BulkyWasteChange));
        Add(state is Paid or AwaitingTopUp { Left: null }, new("left", "取り残しにする", Rights.BulkyWasteChange));
        Add(state is Collected or NotCollected or AwaitingTopUp { Left: not null }, new("undo", "収集の記録を取り消す", Rights.BulkyWasteChange));
        Add(state is Checking or AwaitingPayment or Paid or AwaitingTopUp or NotCollected, new("cancel", "取り消す（返金なし）", Rights.BulkyWasteChange, Danger: true));
        Add(request.Held.Amount > 0 && state is Paid or AwaitingTopUp or NotCollected, new("refund", "取り消して返金する", Rights.BulkyWasteMoney, Danger: true));
        return actions;

        void Add(bool may, CaseAction action)
        {
            if (may)
            {
                actions.Add(action);
            }
        }
    }
}
