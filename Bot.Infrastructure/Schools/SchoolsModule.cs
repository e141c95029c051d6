using Bot.Domain.Conversations.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Schools.Absences;
using Bot.Infrastructure.Schools.Roll;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Schools;

/// <summary>What one part of the service (linking, absences, arrivals, letters) brings to the talk.</summary>
public sealed record SchoolPart(IReadOnlyList<Form> Forms, IReadOnlyDictionary<FormId, Desk> Desks, IReadOnlyDictionary<Type, FactSource> Facts);

/// <summary>Puts the service together for the house.</summary>
public sealed class SchoolsModule
{
    public const string Name = SchoolFiles.Service;

    public SchoolsModule(LiveRegion live, Telling tell, Sealer sealer, LinkCodes codes, TimeProvider clock)
    {
        Towns = new SchoolTowns(live);
        Absences = new AbsencePart(Towns, tell, sealer, clock);
        SchoolPart[] parts = [Absences.Part, new LinkDesk(sealer, codes).Part, new OwnChildrenDesk(sealer).Part];
        Module = new Module(Name)
        {
            Forms = town => Towns[town].Count == 0 ? [] : [.. parts.SelectMany(p => p.Forms)],
            Desks = parts.SelectMany(p => p.Desks).ToDictionary(),
            Facts = parts.SelectMany(p => p.Facts).ToDictionary(),
        };
    }

    /// <summary>What the talk needs of it.</summary>
    public Module Module { get; }

    public SchoolTowns Towns { get; }

    public AbsencePart Absences { get; }
}
