using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Conversations;

namespace Bot.Infrastructure.Counter;

/// <summary>Takes the code of a printed receipt from the talk, and lets the service behind it make the resident its owner.</summary>
public sealed class AdoptDesk
{
    /// <summary>The name of the module by which the talk knows the form.</summary>
    public const string Name = "counter";

    private readonly Adoptions _adoptions;
    private readonly IReadOnlyDictionary<string, CounterService> _services;

    public AdoptDesk(Adoptions adoptions, IEnumerable<CounterService> services)
    {
        _adoptions = adoptions;
        _services = services.ToDictionary(s => s.Module, StringComparer.Ordinal);
        Module = new Module(Name)
        {
            On = town => _services.Keys.Any(service => town.OperatorOf(service) is not null),
            Forms = _ => [AdoptionForm.Adopt],
            Desks = new Dictionary<FormId, Desk> { [AdoptionForm.Adopt.Id] = Take },
            Facts = new Dictionary<Type, FactSource>(),
        };
    }

    public Module Module { get; }

    private async Task<Verdict> Take(TurnContext turn, Effect.Submit form, CancellationToken stop)
    {
        var code = SlipCode.In(((Answer.Words)form.Answers[AdoptionForm.Code]!).Text)!.Value;
        var digits = ((Answer.Count)form.Answers[AdoptionForm.Digits]!).Number;
        return await _adoptions.Take(turn, code, digits, stop) switch
        {
            Claim.Granted(var module, var subject) when _services.TryGetValue(module, out var service) => await Given(turn, service, subject, stop),
            Claim.Granted or Claim.Unknown => new Verdict.Refused(Words.Of("adopt.unknown"), AdoptionForm.Code),
            Claim.WrongDigits => new Verdict.Refused(Words.Of("adopt.digits-wrong"), AdoptionForm.Digits),
            Claim.TakenByOther => Ended("adopt.taken"),
            Claim.Stopped => Ended("adopt.stopped"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<Verdict> Given(TurnContext turn, CounterService service, string subject, CancellationToken stop)
    {
        var id = Guid.ParseExact(subject, "n");
        if (await service.Give(turn, id, stop) is not { } told)
        {
            return Ended("adopt.taken");
        }

        await AuditTable.Add(turn.Transaction, turn.Town, Actor.Resident, new AuditEntry($"{service.Module}.adopt", [$"{service.Module}/{subject}"]), turn.Now, stop);
        return new Verdict.Accepted(id, told);
    }

    private static Verdict.Accepted Ended(string key) => new(Guid.Empty, [new Effect.Say(Words.Of(key), [new Button.Call("office", Words.Of("button.call"))])]);
}
