using System.Globalization;
using System.Security.Cryptography;
using Bot.Chaos.Ground;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Schools;
using Bot.Infrastructure.Sealing;
using Bot.Simulator.Line;

namespace Bot.Chaos.Morning;

/// <summary>A school full of children, each with one guardian who is linked to it; open today, whatever day it is.</summary>
internal static class SchoolRoll
{
    internal const string School = "hoshimi-school";
    private const int ClassSize = 30;

    internal static async Task Fill(Site site, LineTown town, IReadOnlyList<Resident> guardians)
    {
        await using var database = Database.Open(site.Settings["ConnectionStrings__Bot"]);
        await using var forKeys = Database.Open(site.Settings["ConnectionStrings__Bot"], connections: 2);
        var sealer = new Sealer(new TownKeys(forKeys, new MasterKeys(SHA256.HashData("sealing"u8)), TimeProvider.System));
        var (id, now) = (new TownId(town.Slug), TimeProvider.System.GetUtcNow());
        var today = JapanTime.Day(now);
        await database.InTown(id, async tx =>
        {
            await SchoolDayTable.Decide(tx, id, School, new SchoolDay(today, true, "公開日"), Actor.System, now, default);
            SchoolClass? room = null;
            foreach (var (n, guardian) in guardians.Index())
            {
                if (n % ClassSize == 0)
                {
                    room = new SchoolClass(new ClassId(Guid.NewGuid()), School, SchoolYear.Of(today), 1 + (n / ClassSize % 6), $"{(1 + (n / ClassSize / 6)).ToString(CultureInfo.InvariantCulture)}組");
                    await ClassTable.Add(tx, id, room, default);
                }

                var number = (1000 + n).ToString(CultureInfo.InvariantCulture);
                var child = new Child(new ChildId(Guid.NewGuid()), School, number, new ChildPerson("星野 花", "ほしの はな", new DateOnly(2017, 5, 3), ""), false, null);
                await ChildTable.Add(tx, sealer, id, child, today, now, default);
                await ChildTable.Place(tx, id, child.Id, room!.Id, (n % ClassSize) + 1, today, default);
                await GuardianTable.Link(tx, sealer, id, Guid.NewGuid(), child.Id, new CitizenId(guardian.UserId), "はな", false, now, default);
            }

            return true;
        }, default);
    }
}
