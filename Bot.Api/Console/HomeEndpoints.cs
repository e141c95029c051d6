using Bot.Domain.Staff;

namespace Bot.Api.Console;

/// <summary>The first page, what was kept of forms that came too late, and the table of rights.</summary>
internal static class HomeEndpoints
{
    public static void MapHome(this RouteGroupBuilder console)
    {
        console.MapGet("/", Home).Needs(Rights.Home);
        console.MapGet("/kept", Kept).Needs(Rights.Home);
        console.MapPost("/kept/{id:guid}/remove", Remove).Needs(Rights.Home);
        console.MapGet("/rights", Table).Needs(Rights.StaffSee);
    }

    private static async Task<IResult> Home(Visit visit, IEnumerable<ConsoleModule> modules, KeptForms kept)
    {
        var sections = new List<HomeSection>();
        foreach (var module in modules.Where(m => m.Cards is not null && m.On?.Invoke(visit) != false))
        {
            var cards = (await module.Cards!(visit, visit.Stop)).Where(c => visit.May(c.Right)).ToList();
            if (cards.Count > 0)
            {
                // What stands under one heading in the navigation stands under one here.
                var place = sections.FindIndex(s => s.Title == module.Title);
                if (place >= 0)
                {
                    sections[place] = sections[place] with { Cards = [.. sections[place].Cards, .. cards] };
                }
                else
                {
                    sections.Add(new HomeSection(module.Title, cards));
                }
            }
        }

        return visit.Page<HomePage>(new { Sections = sections, Kept = (await kept.Of(visit)).Count });
    }

    private static async Task<IResult> Kept(Visit visit, KeptForms kept) => visit.Page<KeptPage>(new { Forms = await kept.Of(visit) });

    private static async Task<IResult> Remove(Visit visit, Guid id, KeptForms kept)
    {
        await kept.Remove(visit.TownId, visit.Staff.Id, id, visit.Stop);
        return visit.Go("kept", "入力内容を捨てました。");
    }

    private static IResult Table(Visit visit, EndpointDataSource endpoints) =>
        visit.Page<RightsPage>(new
        {
            Rows = endpoints.Endpoints.OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<Needs>() is not null)
                .GroupBy(e => e.Metadata.GetMetadata<Needs>()!.Right)
                .Select(g => (g.Key, g.Count()))
                .ToList(),
        });
}

/// <summary>What waits in one service.</summary>
public sealed record HomeSection(string Title, IReadOnlyList<HomeCard> Cards);
