using Bot.Domain.Conversations;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Photos;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.DamageReports;

/// <summary>Puts the service together for the house.</summary>
public sealed class DamageReportsModule
{
    public const string Name = DamageFiles.Service;

    public DamageReportsModule(LiveRegion live, Telling tell, Speaking speaks, Sealer sealer, PhotoAddresses addresses, TimeProvider clock)
    {
        Towns = new DamageTowns(live);
        var teller = new CaseTeller(Towns, tell);
        Cases = new DamageDesk(Towns, teller, clock);
        Work = new WorkDesk(sealer, clock);
        Field = new FieldDesk(Cases, Work, sealer, clock);
        Splits = new ReportSplit(Towns, teller, clock);
        Parcels = new ParcelDesk(Towns, Cases, clock);
        Publications = new PublicationDesk(Towns, clock);
        var intake = new IntakeDesk(Towns, sealer, speaks);
        Module = new Module(Name)
        {
            Forms = town => Towns.Find(town) is null ? [] : [.. DamageForms.All],
            Desks = new Dictionary<FormId, Desk>
            {
                [DamageForms.Report.Id] = intake.Take,
                [DamageForms.Spot.Id] = intake.Take,
                [DamageForms.Reports.Id] = new MineDesk(Towns).Take,
                [DamageForms.Rate.Id] = new RateDesk(Cases).Take,
                [DamageForms.Closures.Id] = ClosureDesk.Take,
                [DamageForms.Responder.Id] = ResponderDesk.Take,
            },
            Facts = new DamageFacts(Towns, addresses).Sources,
            Joins = new Dictionary<FormId, JoinDesk> { [DamageForms.Report.Id] = IntakeDesk.Join, [DamageForms.Spot.Id] = IntakeDesk.Join },
        };
    }

    /// <summary>What the talk needs of it.</summary>
    public Module Module { get; }

    /// <summary>What staff do.</summary>
    public DamageDesk Cases { get; }

    /// <summary>What staff saw and did at the place.</summary>
    public WorkDesk Work { get; }

    /// <summary>What is done at the place, by phone.</summary>
    public FieldDesk Field { get; }

    /// <summary>What undoes a wrong join.</summary>
    public ReportSplit Splits { get; }

    /// <summary>What other towns of the region send.</summary>
    public ParcelDesk Parcels { get; }

    /// <summary>What the public is told.</summary>
    public PublicationDesk Publications { get; }

    public DamageTowns Towns { get; }
}
