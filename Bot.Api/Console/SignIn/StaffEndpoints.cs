using Bot.Api.Hosting;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;

namespace Bot.Api.Console.SignIn;

/// <summary>The administrator's pages about staff: who works here, with which duties; invite, change, let go.</summary>
internal static class StaffEndpoints
{
    public static void MapStaff(this RouteGroupBuilder console)
    {
        console.MapGet("/staff", List).Needs(Rights.StaffSee);
        console.MapGet("/staff/new", (Visit visit, Database database) => New(visit, database)).Needs(Rights.StaffManage);
        console.MapPost("/staff/new", Invite).Needs(Rights.StaffManage);
        console.MapGet("/staff/{id:guid}", (Visit visit, Guid id, Database database) => Look(visit, id, database)).Needs(Rights.StaffSee);
        console.MapPost("/staff/{id:guid}/duties", Duties).Needs(Rights.StaffManage);
        console.MapPost("/staff/{id:guid}/link", Link).Needs(Rights.StaffManage);
        console.MapPost("/staff/{id:guid}/revoke", Revoke).Needs(Rights.StaffManage);
        console.MapPost("/staff/{id:guid}/leave", Leave).Needs(Rights.StaffManage);
    }

    private static async Task<IResult> List(Visit visit, Database database)
    {
        var lines = await database.InTown(visit.TownId, async tx =>
        {
            var all = await StaffSearch.All(tx, visit.TownId, visit.Stop);
            await StaffDesk.Seen(tx, visit, "list", all);
            return all;
        }, visit.Stop);
        return visit.Page<StaffListPage>(new { Lines = lines, Departments = await Departments(visit, database) });
    }

    private static async Task<IResult> New(Visit visit, Database database, string? wrong = null, string? field = null) => visit.Page<StaffNewPage>(
        new { Departments = await Departments(visit, database), Wrong = wrong, Field = field }, wrong is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> Invite(Visit visit, Database database, StaffDesk desk, HouseSettings settings)
    {
        var (name, login, posts) = (JapaneseText.Whole(visit.Field("name")), LoginName.Parse(visit.Field("login")), Posts(visit, await Departments(visit, database)));
        if (name.Length is 0 or > 60)
        {
            return await New(visit, database, "お名前を60文字までで入力してください。", "name");
        }

        if (login is not Checked<string>.Good(var wished))
        {
            return await New(visit, database, ((Checked<string>.Bad)login).Why, "login");
        }

        if (posts.Count == 0)
        {
            return await New(visit, database, "担当を一つ以上選んでください。", "posts");
        }

        return await desk.Invite(visit, name, wished, posts) switch
        {
            Checked<(StaffId Id, string Token)>.Good(var made) => visit.Page<StaffLinkPage>(
                new { Name = name, Id = made.Id.Value, Link = InvitationDesk.Address(settings.PublicBaseUrl, visit.TownId, made.Token) }),
            Checked<(StaffId Id, string Token)>.Bad(var why) => await New(visit, database, why, "login"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> Look(Visit visit, Guid id, Database database)
    {
        if (await Find(visit, id, database) is { } line)
        {
            await database.InTown(visit.TownId, tx => StaffDesk.Seen(tx, visit, "view", [line]), visit.Stop);
        }

        return await Detail(visit, id, database);
    }

    private static async Task<IResult> Detail(Visit visit, Guid id, Database database, string? wrong = null) => await Find(visit, id, database) is { } line
        ? visit.Page<StaffPage>(
            new { Line = line, Departments = await Departments(visit, database), Wrong = wrong }, wrong is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict)
        : visit.NotFound();

    private static async Task<IResult> Duties(Visit visit, Guid id, Database database, StaffDesk desk)
    {
        if (await Find(visit, id, database) is not { Left: null } line)
        {
            return visit.NotFound();
        }

        var wrong = await desk.SetPosts(visit, line, visit.Field("was"), Posts(visit, await Departments(visit, database)));
        return wrong is null ? visit.Go($"staff/{id}", "担当を変えました。") : await Detail(visit, id, database, wrong);
    }

    private static async Task<IResult> Link(Visit visit, Guid id, Database database, StaffDesk desk, HouseSettings settings)
    {
        if (await Find(visit, id, database) is not { Left: null } line)
        {
            return visit.NotFound();
        }

        // One's own way in is changed on one's own page; a slip here would shut out the one who could mend it.
        return line.Id == visit.Staff.Id
            ? await Detail(visit, id, database, "ご自分のサインインの設定は、「自分の設定」で変えてください。")
            : visit.Page<StaffLinkPage>(new { line.Name, Id = id, Link = InvitationDesk.Address(settings.PublicBaseUrl, visit.TownId, await desk.Reset(visit, line)) });
    }

    private static async Task<IResult> Revoke(Visit visit, Guid id, Database database, StaffDesk desk)
    {
        if (await Find(visit, id, database) is not { Left: null } line)
        {
            return visit.NotFound();
        }

        await desk.Revoke(visit, line);
        return visit.Go($"staff/{id}", "リンクを取り消しました。");
    }

    private static async Task<IResult> Leave(Visit visit, Guid id, Database database, StaffDesk desk)
    {
        if (await Find(visit, id, database) is not { Left: null } line)
        {
            return visit.NotFound();
        }

        return await desk.Leave(visit, line) is { } wrong ? await Detail(visit, id, database, wrong) : visit.Go("staff", $"{line.Name} さんを退職・異動にしました。すべての端末からサインアウトしました。");
    }

    private static Task<IReadOnlyList<Department>> Departments(Visit visit, Database database) =>
        database.ReadInTown(visit.TownId, tx => StaffSearch.Departments(tx, visit.TownId, visit.Stop), visit.Stop);

    private static Task<StaffLine?> Find(Visit visit, Guid id, Database database) =>
        database.ReadInTown(visit.TownId, tx => StaffSearch.One(tx, visit.TownId, new StaffId(id), visit.Stop), visit.Stop);

    /// <summary>The duties that were ticked, of departments that there are.</summary>
    private static Items<Post> Posts(Visit visit, IReadOnlyList<Department> departments) =>
    [
        .. visit.Fields("post").Distinct(StringComparer.Ordinal)
            .Select(p => p.Split('/') is [var code, var duty] && departments.FirstOrDefault(d => d.Code == code) is { } department && DutyCodes.Parse(duty) is { } known
                ? new Post(code, department.Services, known)
                : null)
            .OfType<Post>(),
    ];
}
