using Bot.Domain.BulkyWaste;
using Bot.Domain.Conversations;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Alarms;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Payments;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Puts the service together for the house.</summary>
public sealed class BulkyWasteModule
{
    public const string Name = RequestLife.Module;

    public BulkyWasteModule(Region region, PaymentDesk payments, Telling tell, Speaking speaks, Sealer sealer, BlindIndex index, TimeProvider clock)
        : this(new LiveRegion(region), payments, tell, speaks, sealer, index, clock)
    {
    }

    public BulkyWasteModule(LiveRegion live, PaymentDesk payments, Telling tell, Speaking speaks, Sealer sealer, BlindIndex index, TimeProvider clock)
    {
        var towns = new BulkyTowns(live, sealer, index);
        var plans = new PlanCache(towns);
        var life = new RequestLife(towns, plans, payments);
        var teller = new RequestTeller(plans, tell);
        var intake = new IntakeDesk(towns, plans, life, speaks);
        var mine = new MineDesk(towns, plans, life);
        var steps = new StaffStep(life, teller, clock);
        Towns = towns;
        Staff = new BulkyWasteDesk(towns, plans, steps);
        Changes = new RepriceDesk(towns, plans, steps);
        Corrections = new CorrectionDesk(towns, plans, life, teller, steps);
        Money = new MoneyDesk(payments, life, steps);
        Plans = plans;
        Routes = new CrewRoutes(towns, plans);
        Crews = new CrewDesk(life, Staff, sealer, clock);
        Payments = new BulkyWastePayments(towns, life, payments, teller, clock).Hear;
        Alarms = new BulkyWasteAlarms(towns, life, teller, clock).Ring;
        Module = new Module(Name)
        {
            Forms = _ => [.. BulkyWasteForms.All],
            Desks = new Dictionary<FormId, Desk>
            {
                [BulkyWasteForms.Request.Id] = intake.Take,
                [BulkyWasteForms.Mine.Id] = mine.Take,
            },
            Facts = new BulkyWasteFacts(towns, plans).Sources,
            Joins = new Dictionary<FormId, JoinDesk> { [BulkyWasteForms.Request.Id] = IntakeDesk.Join },
        };
    }

    /// <summary>What the talk needs of it.</summary>
    public Module Module { get; }

    /// <summary>Hears the news of its payments.</summary>
    public PaymentSettled Payments { get; }

    /// <summary>Rings its alarms; the module's name is <see cref="Name"/>.</summary>
    public AlarmHandler Alarms { get; }

    /// <summary>What staff do.</summary>
    public BulkyWasteDesk Staff { get; }

    /// <summary>In which order crews drive.</summary>
    public CrewRoutes Routes { get; }

    /// <summary>What crews found.</summary>
    public CrewDesk Crews { get; }

    /// <summary>How staff change what a request is for and costs.</summary>
    public RepriceDesk Changes { get; }

    /// <summary>How staff correct day, area and spot.</summary>
    public CorrectionDesk Corrections { get; }

    /// <summary>Money over the counter.</summary>
    public MoneyDesk Money { get; }

    public PlanCache Plans { get; }

    public BulkyTowns Towns { get; }
}
