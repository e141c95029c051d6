using System.Security.Cryptography;
using System.Text.Json;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Brings the files of whoever collects into the tables. The same files again change nothing.</summary>
public static class CatalogueLoader
{
    /// <summary>Loads the files of every operator of the region; the towns must stand in the database already.</summary>
    public static async Task LoadAll(Database database, Region region, DateOnly today, CancellationToken stop)
    {
        foreach (var (@operator, files) in region.Waste)
        {
            await database.InTown(@operator, tx => Load(tx, @operator, files.ToPlan(), today, stop), stop);
        }
    }

    /// <summary>A plan with this source was edited by staff: files go over it only when staff say so.</summary>
    public const string ByStaff = "console";

    /// <returns>Whether anything was new. What staff have edited is left alone.</returns>
    public static async Task<bool> Load(NpgsqlTransaction tx, TownId @operator, CollectionPlan plan, DateOnly today, CancellationToken stop)
    {
        var source = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan)));
        if (await PlanWriterTable.LockSource(tx, @operator, stop) is { } present && (present == source || present == ByStaff))
        {
            return false;
        }

        await PlanWriterTable.Rules(tx, @operator, source, plan.Rules, stop);
        await PlanWriterTable.Timeless(tx, @operator, plan, stop);
        await PlanWriterTable.Articles(tx, @operator, plan.Articles, today, stop);
        await PlanWriterTable.Sizes(tx, @operator, plan.Articles, today, stop);
        return true;
    }
}
