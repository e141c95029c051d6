using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>Gives a town or union that has no department one to begin with, which sees to all its services; the town renames and adds to it later.</summary>
internal static class FirstDepartment
{
    public static async Task Make(Database database, Region region, CancellationToken stop)
    {
        foreach (var town in region.Towns)
        {
            // A union sees to what the towns have it carry out.
            Items<string> services = [.. region.Towns.SelectMany(t => t.Services.Where(s => t.Id == town.Id || s.Operator == town.Id)).Select(s => s.Name).Distinct(StringComparer.Ordinal)];
            await database.InTown(town.Id, async tx =>
            {
                if ((await StaffSearch.Departments(tx, town.Id, stop)).Count == 0)
                {
                    await StaffTable.AddDepartment(tx, town.Id, "environment", "環境課", services, stop);
                }
            }, stop);
        }
    }
}
