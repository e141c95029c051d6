using Bot.Api.Hosting;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Bot.Tests.BulkyWaste;
using Bot.Tests.DamageReports;
using Bot.Tests.Postgres;
using NUnit.Framework;
using Shouldly;

namespace Bot.Tests.Settings;

/// <summary>The departments that a folder names, made when the database is prepared, and left alone from then on.</summary>
public sealed class FirstDepartmentTests
{
    private TestDatabase _store = null!;

    [SetUp]
    public async Task Start() => _store = await TestDatabase.New();

    [TearDown]
    public ValueTask End() => _store.DisposeAsync();

    [Test]
    public async Task A_new_installation_knows_every_department_to_which_its_reports_go()
    {
        await Make(DemoWorld.Region);
        foreach (var plan in new[] { DamageWorld.Plan, DamageWorld.PlanOfKawabe })
        {
            var known = (await All(plan.Town)).Where(d => d.Services.Contains("damage-reports")).Select(d => d.Code).ToList();
            plan.Rules.Select(r => r.Target).OfType<Bot.Domain.DamageReports.RouteTarget.Department>().Select(d => d.Code)
                .Concat(plan.Groups.Select(g => g.Department)).Concat(plan.Kinds.Select(k => k.Department).OfType<string>()).ShouldBeSubsetOf(known, plan.Town.Value);
        }

        (await All(TestDatabase.Union)).Select(d => d.Name).ShouldBe(["業務課", "総務課"]);
    }

    [Test]
    public async Task What_staff_have_changed_closed_or_taken_back_stays_so_and_what_the_folder_adds_comes_in()
    {
        var town = TestDatabase.Hoshimi;
        await Make(DemoWorld.Region);
        var live = new LiveRegion(DemoWorld.Region);
        var desk = new ChangeDesk([new DepartmentShelf(live, TimeProvider.System).Shelf, new TownShelf(live).Shelf], TimeProvider.System);
        await Change("water", new DepartmentPiece("水道局", [], 9, Closed: true));
        var added = await Change("harbour", new DepartmentPiece("港湾課", [], 10, Closed: false));
        await _store.Database.InTown(town, tx => desk.Undo(tx, town, SettingsRig.Clerk, "test", added.Id, default), default);

        var hoshimi = DemoWorld.Region.Find(town)!;
        await Make(DemoWorld.Region with
        {
            Towns = [hoshimi with { Departments = [.. hoshimi.Departments, new("harbour", "港湾課", []), new("fire", "消防係", ["damage-reports"])] }],
        });
        var all = await All(town);
        all.Single(d => d.Code == "water").ShouldSatisfyAllConditions(d => d.Name.ShouldBe("水道局"), d => d.Closed.ShouldBeTrue(), d => d.Services.ShouldBeEmpty());
        all.ShouldNotContain(d => d.Code == "harbour", "staff took it back");
        all.ShouldContain(d => d.Name == "消防係");

        async Task<StoredChange> Change(string code, DepartmentPiece piece) => (await _store.Database.InTown(town, tx => desk.Make(
            tx, town, SettingsRig.Clerk, new Wished("test", code, new Dictionary<string, System.Text.Json.Nodes.JsonNode?> { [DepartmentShelf.Piece(code)] = PieceJson.Write(piece) }), default), default))
            .ShouldBeOfType<ChangeOutcome.Made>().Change;
    }

    [Test]
    public async Task A_folder_that_names_none_gets_one_that_sees_to_everything()
    {
        await Make(DemoWorld.Region with { Towns = [.. DemoWorld.Region.Towns.Select(t => t with { Departments = [] })] });
        (await All(TestDatabase.Hoshimi)).Single().ShouldSatisfyAllConditions(d => d.Code.ShouldBe("environment"), d => d.Services.ShouldBe(["bulky-waste", "damage-reports", "schools"]));
    }

    private Task Make(Region region) => FirstDepartments.Make(_store.Database, region, TimeProvider.System, default);

    private Task<IReadOnlyList<DepartmentLine>> All(TownId town) => _store.Database.InTown(town, tx => DepartmentTable.All(tx, town, default), default);
}
