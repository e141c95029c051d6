using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Api.Console.Schools.Groups;

/// <summary>Clubs and buses of a school: made, filled, and each step can be taken back.</summary>
internal static class GroupEndpoints
{
    public static void MapGroups(this RouteGroupBuilder console)
    {
        console.MapGet("/school-groups", Choose).Needs(Rights.SchoolSee);
        console.MapGet("/schools/{school}/groups", List).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/groups", Make).Needs(Rights.SchoolChange);
        console.MapGet("/schools/{school}/groups/{id:guid}", Show).Needs(Rights.SchoolSee);
        console.MapPost("/schools/{school}/groups/{id:guid}/join", Join).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/groups/{id:guid}/leave", Leave).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/groups/{id:guid}/rejoin/{member:guid}", Rejoin).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/groups/{id:guid}/end", End).Needs(Rights.SchoolChange);
        console.MapPost("/schools/{school}/groups/{id:guid}/return", Return).Needs(Rights.SchoolChange);
    }

    public static string Path(School school) => $"schools/{school.Code}/groups";

    public static string Name(GroupKind kind) => kind == GroupKind.Bus ? "バス" : "クラブ・部活";

    private static IResult Choose(Visit visit, SchoolDoor door) => door.Of(visit) switch
    {
        [var only] => visit.Go(Path(only)),
        var several => visit.Page<SchoolsPage>(new { Schools = several, Title = "クラブとバス", Of = (Func<School, string>)Path }),
    };

    private static async Task<IResult> List(Visit visit, string school, SchoolDoor door, Database database) =>
        door.Find(visit, school) is { } here ? visit.Page<GroupsPage>(await Groups(visit, here, database)) : visit.NotFound();

    private static async Task<IResult> Make(Visit visit, string school, SchoolDoor door, Database database)
    {
        if (door.Find(visit, school) is not { } here)
        {
            return visit.NotFound();
        }

        var made = new SchoolGroup(new GroupId(Guid.NewGuid()), here.Code, visit.Field("kind") == "bus" ? GroupKind.Bus : GroupKind.Club, visit.Field("name"));
        var wrong = made.Name.Length is 0 or > SchoolGroup.LongestName || made.Name.Contains('\n', StringComparison.Ordinal) ? $"名前を{SchoolGroup.LongestName}文字までで入力してください。" : null;
        wrong ??= await Changed(visit, database, made.Id, "group", tx => SchoolGroupTable.Add(tx, visit.TownId, made, visit.Now, visit.Stop)) ? null : "同じ名前のものがあります。";
        return wrong is null
            ? visit.Go($"{Path(here)}/{made.Id.Value}", "作りました。入っている子どもを選んでください。")
            : visit.Refuse<GroupsPage>(await Groups(visit, here, database, wrong));
    }

    private static async Task<IResult> Show(Visit visit, string school, Guid id, SchoolDoor door, Database database, Sealer sealer)
    {
        if (await Found(visit, school, id, door, database) is not var (here, group))
        {
            return visit.NotFound();
        }

        var (pupils, members) = await database.InTown(visit.TownId, async tx =>
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry("schools.see/group", [Subject(group.Id)]), visit.Now, visit.Stop);
            return (await PupilSearch.OfSchool(tx, sealer, visit.TownId, here.Code, visit.Today, visit.Stop),
                await SchoolGroupTable.Members(tx, visit.TownId, here.Code, [group.Id], visit.Today, visit.Stop));
        }, visit.Stop);
        return visit.Page<GroupPage>(new { School = here, Group = group, Pupils = pupils, Members = members.ToDictionary(m => m.Child, m => m.Id) });
    }

    private static async Task<IResult> Join(Visit visit, string school, Guid id, SchoolDoor door, Database database)
    {
        if (await Found(visit, school, id, door, database) is not var (here, group))
        {
            return visit.NotFound();
        }

        var children = visit.Fields("child").Select(c => new ChildId(Guid.TryParseExact(c, "n", out var child) ? child : Guid.Empty)).ToList();
        var joined = 0;
        await Changed(visit, database, group.Id, "group-join", async tx => (joined = await SchoolGroupTable.Join(tx, visit.TownId, group.Id, children, visit.Today, visit.Stop)) > 0);
        return visit.Go($"{Path(here)}/{id}", joined > 0 ? $"{joined}人を入れました。" : "入れる子どもを選んでください。");
    }

    private static async Task<IResult> Leave(Visit visit, string school, Guid id, SchoolDoor door, Database database)
    {
        if (await Found(visit, school, id, door, database) is not var (here, group) || !Guid.TryParseExact(visit.Field("member"), "n", out var member))
        {
            return visit.NotFound();
        }

        await Changed(visit, database, group.Id, "group-leave", tx => SchoolGroupTable.Leave(tx, visit.TownId, group.Id, member, visit.Today, visit.Stop));
        return visit.Go($"{Path(here)}/{id}", "1人を外しました。", $"{Path(here)}/{id}/rejoin/{member}");
    }

    private static async Task<IResult> Rejoin(Visit visit, string school, Guid id, Guid member, SchoolDoor door, Database database)
    {
        if (await Found(visit, school, id, door, database) is not var (here, group))
        {
            return visit.NotFound();
        }

        await Changed(visit, database, group.Id, "group-rejoin", tx => SchoolGroupTable.Rejoin(tx, visit.TownId, group.Id, member, visit.Stop));
        return visit.Go($"{Path(here)}/{id}", "元に戻しました。");
    }

    private static async Task<IResult> End(Visit visit, string school, Guid id, SchoolDoor door, Database database)
    {
        if (await Found(visit, school, id, door, database) is not var (here, group))
        {
            return visit.NotFound();
        }

        await Changed(visit, database, group.Id, "group-end", tx => SchoolGroupTable.End(tx, visit.TownId, group.Id, visit.Now, visit.Stop));
        return visit.Go(Path(here), $"「{group.Name}」をなくしました。", $"{Path(here)}/{id}/return");
    }

    private static async Task<IResult> Return(Visit visit, string school, Guid id, SchoolDoor door, Database database)
    {
        if (await Found(visit, school, id, door, database) is not var (here, group))
        {
            return visit.NotFound();
        }

        var back = await Changed(visit, database, group.Id, "group-return", tx => SchoolGroupTable.Return(tx, visit.TownId, group.Id, visit.Stop));
        return visit.Go(back ? $"{Path(here)}/{id}" : Path(here), back ? "元に戻しました。" : "同じ名前のものがあるため、元に戻せません。");
    }

    private static async Task<(School School, SchoolGroup Group)?> Found(Visit visit, string school, Guid id, SchoolDoor door, Database database) =>
        door.Find(visit, school) is { } here
        && await database.ReadInTown(visit.TownId, tx => SchoolGroupTable.Read(tx, visit.TownId, new GroupId(id), visit.Stop), visit.Stop) is { } group && group.School == here.Code
            ? (here, group) : null;

    private static async Task<object> Groups(Visit visit, School school, Database database, string? wrong = null)
    {
        var (groups, members) = await database.ReadInTown(visit.TownId, async tx =>
        {
            var all = await SchoolGroupTable.Of(tx, visit.TownId, school.Code, visit.Stop);
            return (all, await SchoolGroupTable.Members(tx, visit.TownId, school.Code, [.. all.Select(g => g.Id)], visit.Today, visit.Stop));
        }, visit.Stop);
        return new { School = school, Groups = groups, Counts = members.CountBy(m => m.Group).ToDictionary(), Wrong = wrong };
    }

    /// <summary>Does it and notes it, if there was anything to do.</summary>
    private static Task<bool> Changed(Visit visit, Database database, GroupId group, string what, Func<NpgsqlTransaction, Task<bool>> change) => database.InTown(visit.TownId, async tx =>
    {
        var done = await change(tx);
        if (done)
        {
            await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"schools.change/{what}", [Subject(group)]), visit.Now, visit.Stop);
        }

        return done;
    }, visit.Stop);

    private static string Subject(GroupId group) => $"{SchoolsModule.Name}/group/{group.Value:n}";
}
