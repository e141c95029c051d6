using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Sealing;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>Puts the reports of absences together for the service.</summary>
public sealed class AbsencePart
{
    public AbsencePart(SchoolTowns towns, Telling tell, Sealer sealer, TimeProvider clock)
    {
        var (facts, teller) = (new ReportingFacts(towns, sealer), new AbsenceTeller(tell, sealer));
        var desk = new AbsenceDesk(facts, teller, sealer);
        Room = new SchoolRoomDesk(teller, sealer, clock);
        Part = new SchoolPart(
            [.. AbsenceForms.All],
            new Dictionary<FormId, Desk> { [AbsenceForms.Absence.Id] = desk.Take, [AbsenceForms.Fix.Id] = desk.Take, [AbsenceForms.Mine.Id] = desk.Mine },
            new Dictionary<Type, FactSource> { [typeof(ReportingNeed)] = facts.Source });
    }

    public SchoolPart Part { get; }

    /// <summary>What staff do.</summary>
    public SchoolRoomDesk Room { get; }
}
