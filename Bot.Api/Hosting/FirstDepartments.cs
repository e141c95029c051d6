using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Api.Hosting;

/// <summary>
/// Gives a town or union the departments that its folder names, and one that sees to everything where neither folder nor staff name any. A department that is
/// there already, or that staff have ever touched, is theirs: the folder changes nothing of it.
/// </summary>
internal static class FirstDepartments
{
    public static async Task Make(Database database, Region region, TimeProvider clock, CancellationToken stop)
    {
        foreach (var town in region.Towns)
        {
            await database.InTown(town.Id, tx => Make(tx, town, DepartmentShelf.Services(region, town.Id), clock, stop), stop);
        }
    }

    private static async Task Make(NpgsqlTransaction tx, TownProfile town, Items<string> services, TimeProvider clock, CancellationToken stop)
    {
        await SettingTable.Lock(tx, town.Id, stop);
        var present = await DepartmentTable.All(tx, town.Id, stop);
        var wanted = town.Departments.Count == 0 && present.Count == 0 ? [new DepartmentRow("environment", "環境課", services)] : town.Departments;
        foreach (var (place, department) in wanted.Index())
        {
            if (present.All(d => d.Code != department.Code) && !await ChangeTable.Names(tx, town.Id, DepartmentShelf.Piece(department.Code), stop))
            {
                await DepartmentTable.Put(
                    tx, town.Id, department.Code, department.Name, [.. department.Services.Where(services.Contains)], place, closed: false, clock.GetUtcNow(), stop);
            }
        }
    }
}
