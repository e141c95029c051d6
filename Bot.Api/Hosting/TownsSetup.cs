using Bot.Api.Forms;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;
using Bot.Infrastructure.Wording;

namespace Bot.Api.Hosting;

/// <summary>Brings the towns' folders into the house: as talks, as pages, and as rows.</summary>
internal static class TownsSetup
{
    /// <exception cref="InvalidOperationException">The folders have faults; each is named with file and line.</exception>
    internal static Region Load(string folder) => RegionFolder.Load(folder) switch
    {
        Loaded<Region>.Good(var region) => region,
        Loaded<Region>.Bad bad => throw new InvalidOperationException("The towns' folders have faults:\n" + string.Join('\n', bad.Faults)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal static void AddTowns(this IServiceCollection services, HouseSettings settings)
    {
        services.AddSingleton(_ => new LiveRegion(Load(settings.TownsFolder)));
        services.AddSingleton<SettingsWatch>();
        services.AddHostedService<SettingsWatchLoop>();
        // Region and Faces are what they are at the moment of asking: who keeps one keeps an old one.
        services.AddTransient(s => s.GetRequiredService<LiveRegion>().Now);
        services.AddSingleton(s => TownTalks.Of(s.GetRequiredService<LiveRegion>(), s.GetRequiredService<IReadOnlyList<Module>>()));
        services.AddSingleton(s =>
        {
            var (talks, configuration, shipped) = (s.GetRequiredService<TownTalks>(), s.GetRequiredService<IConfiguration>(), WordingFiles.Load());
            return new FromRegion<Faces>(s.GetRequiredService<LiveRegion>(), (_, _) => new Faces(
                talks.All.ToDictionary(t => t.Town, t => new TownFace(Look(t.Profile, configuration), t.Forms, t.Words)), shipped));
        });
        services.AddTransient(s => s.GetRequiredService<FromRegion<Faces>>().Now);
    }

    /// <summary>Names the tenants in the database and loads what their modules keep in tables.</summary>
    /// <param name="owner">As the owner of the schema, who alone says which towns there are and who serves whom.</param>
    internal static async Task Store(Database owner, Database database, Region region, TimeProvider clock, CancellationToken stop)
    {
        foreach (var town in region.Towns)
        {
            await owner.InTown(town.Id, tx => TownTable.Add(tx, town.Id, town.Kind == TownKind.Union ? "union" : "town", stop), stop);
        }

        foreach (var union in region.Towns.Where(t => t.Kind == TownKind.Union))
        {
            await owner.InTown(union.Id, tx => TownTable.SetMembers(tx, union.Id, [.. union.Members], stop), stop);
        }

        await Modules.Store(database, region, clock, stop);
    }

    /// <summary>The basic id (<c>@…</c>) makes the pages' way back to the talk a button; without it the way is told in words.</summary>
    private static TownLook Look(TownProfile town, IConfiguration settings) => new(
        town.Id, town.Name, town.Office.Desk, town.Office.Telephone, town.Office.HoursText, town.Colours.Primary, town.Colours.OnPrimary,
        settings[$"Towns:{town.Id.Value}:Line:BasicId"] is { Length: > 0 } basicId ? basicId : null)
    {
        IsDrill = town.Disaster is { IsDrill: true },
        Open = town is { Damage.Publication: not null } && town.OperatorOf(DamageFiles.Service) is not null ? [("damage-public.title", "reports")] : [],
    };
}
