using System.Globalization;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.BulkyWaste;
using Bot.Infrastructure.BulkyWaste.Crews;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Npgsql;

namespace Bot.Api.Console.BulkyWaste.Crews;

/// <summary>Who drives which vehicle to which zones, and who rides along.</summary>
internal static class SetupEndpoints
{
    private const string Page = "bulky-waste/crews";

    public static void MapCrewSetup(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Page}", Show).Needs(Rights.BulkyWastePlan);
        console.MapPost($"/{Page}/save", Save).Needs(Rights.BulkyWastePlanChange);
        console.MapPost($"/{Page}/close", Close).Needs(Rights.BulkyWastePlanChange);
        console.MapPost($"/{Page}/people", People).Needs(Rights.BulkyWastePlanChange);
    }

    private static async Task<IResult> Show(Visit visit, Database database, BulkyTowns towns, PlanCache plans) =>
        visit.Page<CrewsPage>(new { Setup = await Read(visit, database, towns, plans) });

    private static async Task<IResult> Save(Visit visit, Database database, BulkyTowns towns, PlanCache plans)
    {
        var setup = await Read(visit, database, towns, plans);
        var crew = new Crew(
            visit.Field("code"), visit.Field("name"), visit.Field("vehicle"), visit.Field("colour"),
            [.. visit.Fields("zone").Where(z => setup.Zones.Any(known => known.Code == z)).Distinct(StringComparer.Ordinal)]);
        if (Fault(crew) is { } fault || !int.TryParse(visit.Field("version"), CultureInfo.InvariantCulture, out var version))
        {
            return visit.Refuse<CrewsPage>(new { Setup = setup, Typed = crew, Fault = Fault(crew) ?? new CrewFault("code", "もう一度お試しください。") });
        }

        var done = await database.InTown(visit.TownId, async tx =>
            await CrewTable.Save(tx, visit.TownId, crew, version, visit.Now, visit.Stop) && await Note(tx, visit, "crew", $"{crew.Code} v{version + 1}"), visit.Stop);
        return done
            ? visit.Go(Page, $"{crew.Name}を保存しました。")
            : visit.Refuse<CrewsPage>(new
            {
                Setup = await Read(visit, database, towns, plans),
                Typed = crew,
                Fault = new CrewFault("code", version == 0 ? "この番号の班はもうあります。別の番号にしてください。" : "ほかの職員が先に変えました。いまの内容を確かめて、もう一度保存してください。"),
            });
    }

    private static async Task<IResult> Close(Visit visit, Database database)
    {
        var code = visit.Field("code");
        var done = await database.InTown(visit.TownId, async tx =>
        {
            var there = (await CrewTable.All(tx, visit.TownId, visit.Stop)).FirstOrDefault(c => c.Crew.Code == code);
            if (there is null)
            {
                return null;
            }

            await CrewTable.Close(tx, visit.TownId, code, visit.Now, visit.Stop);
            await Note(tx, visit, "crew-closed", code);
            return there.Crew.Name;
        }, visit.Stop);
        return done is null ? visit.NotFound() : visit.Go(Page, $"{done}をやめました。担当の地区は「その他の地区」に移りました。");
    }

    private static async Task<IResult> People(Visit visit, Database database)
    {
        var staff = Guid.TryParse(visit.Field("staff"), out var id) ? new StaffId(id) : default;
        var crew = visit.Field("crew") is { Length: > 0 } code ? code : null;
        var done = await database.InTown(visit.TownId, async tx =>
        {
            if (await StaffTable.Find(tx, visit.TownId, staff, visit.Stop) is null
                || (crew is not null && (await CrewTable.All(tx, visit.TownId, visit.Stop)).All(c => c.Crew.Code != crew)))
            {
                return false;
            }

            await CrewTable.Assign(tx, visit.TownId, staff, crew, visit.Stop);
            return await Note(tx, visit, "crew-people", $"{staff.Value:n} {crew}");
        }, visit.Stop);
        return done ? visit.Go(Page, "担当を変えました。") : visit.NotFound();
    }

    private static async Task<bool> Note(NpgsqlTransaction tx, Visit visit, string what, string detail)
    {
        await AuditTable.Add(tx, visit.TownId, visit.Actor, new AuditEntry($"{Rights.BulkyWastePlanChange.Name}/{what}", [], detail), visit.Now, visit.Stop);
        return true;
    }

    private static Task<CrewSetup> Read(Visit visit, Database database, BulkyTowns towns, PlanCache plans) => database.ReadInTown(visit.TownId, async tx =>
    {
        var plan = (await plans.Of(tx, towns.OperatorFor(visit.TownId), visit.Stop)).Plan;
        return new CrewSetup(await CrewTable.All(tx, visit.TownId, visit.Stop), plan.Zones, await CrewStaffSearch.All(tx, visit.TownId, visit.Stop));
    }, visit.Stop);

    private static CrewFault? Fault(Crew crew) => crew switch
    {
        { Code.Length: 0 or > 31 } => new("code", "番号を、半角の英小文字から始めて30文字までで書いてください。"),
        _ when crew.Code == Crew.Others || !char.IsAsciiLetterLower(crew.Code[0]) || !crew.Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') =>
            new("code", "番号は、半角の英小文字・数字・ハイフンで、英字から始めてください（others は使えません）。"),
        { Name.Length: 0 or > 30 } => new("name", "班の名前を30文字までで書いてください。"),
        { Vehicle.Length: > 40 } => new("vehicle", "車両は40文字までで書いてください。"),
        _ when CrewColours.All.All(c => c.Code != crew.Colour) => new("colour", "色を選んでください。"),
        _ => null,
    };
}

/// <summary>What the page of crews shows.</summary>
public sealed record CrewSetup(Items<KeptCrew> Crews, Items<Bot.Domain.BulkyWaste.CollectionZone> Zones, IReadOnlyList<CrewMember> People);

/// <param name="Field">Which field is to be mended.</param>
public sealed record CrewFault(string Field, string Text);

/// <summary>Colours that can be told apart and read on white.</summary>
internal static class CrewColours
{
    public static Items<(string Code, string Name)> All { get; } =
    [
        ("#00118f", "青"), ("#a90000", "赤"), ("#115a36", "緑"), ("#8b3200", "茶"), ("#5109ad", "紫"), ("#333333", "黒"),
    ];
}
