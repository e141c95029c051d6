using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools;

/// <summary>The children on the rolls; who they are is under seal. An erased child has no name any more and is given by nothing here.</summary>
public static class ChildTable
{
    private const string Columns = "c.child_id, c.school, c.number, c.person, c.is_protected, c.left_on";

    /// <summary>From when on the child has its place of a later school year.</summary>
    private const string Later = "select min(from_day) from class_member where town_id = @town and child_id = @id and from_day >= @next";

    public static Task Add(NpgsqlTransaction tx, Sealer sealer, TownId town, Child child, DateOnly joined, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into child (town_id, child_id, school, number, person, is_protected, joined_on, left_on, changed_at)
            values (@town, @id, @School, @Number, @person, @IsProtected, @joined, @LeftOn, @now)
            """;

        return Run(tx, sql, new { town, id = child.Id.Value, child.School, child.Number, person = Seal(sealer, town, child), child.IsProtected, joined, child.LeftOn, now }, stop);
    }

    public static Task Save(NpgsqlTransaction tx, Sealer sealer, TownId town, Child child, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update child set number = @Number, person = @person, is_protected = @IsProtected, left_on = @LeftOn, changed_at = @now, version = version + 1
             where town_id = @town and child_id = @id
            """;

        return Run(tx, sql, new { town, id = child.Id.Value, child.Number, person = Seal(sealer, town, child), child.IsProtected, child.LeftOn, now }, stop);
    }

    public static async Task<Child?> Read(NpgsqlTransaction tx, Sealer sealer, TownId town, ChildId id, CancellationToken stop)
    {
        const string sql = $"select {Columns} from child c where c.town_id = @town and c.child_id = @id and c.person is not null";

        return await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, id = id.Value }, tx, cancellationToken: stop)) is { } row ? Open(sealer, town, row) : null;
    }

    /// <summary>All that ever were on a school's roll, left ones included, by the school's number.</summary>
    public static async Task<IReadOnlyDictionary<string, Child>> Numbered(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, CancellationToken stop)
    {
        const string sql = $"select {Columns} from child c where c.town_id = @town and c.school = @school and c.person is not null";

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, school }, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.Number, r => Open(sealer, town, r), StringComparer.Ordinal);
    }

    /// <summary>
    /// Puts a child into a class from a day on; it leaves the one that it was in. The same class and seat again change nothing, and where next year's list
    /// has been brought in already, its places stay.
    /// </summary>
    public static async Task Place(NpgsqlTransaction tx, TownId town, ChildId child, ClassId into, int seat, DateOnly from, CancellationToken stop)
    {
        const string later = "delete from class_member where town_id = @town and child_id = @id and from_day >= @from and from_day < @next";
        const string end = "update class_member set until_day = @from where town_id = @town and child_id = @id and from_day < @from and (until_day is null or until_day > @from)";
        const string add = $"""
            insert into class_member (town_id, child_id, class_id, seat, from_day, until_day) values (@town, @id, @into, @seat, @from, ({Later}))
            """;

        var with = new { town, id = child.Value, into = into.Value, seat, from, next = SchoolYear.Of(from).Last.AddDays(1) };
        if (await Now(tx, with, stop))
        {
            return;
        }

        await Run(tx, later, with, stop);
        await Run(tx, end, with, stop);
        await Run(tx, add, with, stop);
    }

    private static Task<bool> Now(NpgsqlTransaction tx, object with, CancellationToken stop)
    {
        const string sql = $"""
            select exists (
                select from class_member
                 where town_id = @town and child_id = @id and class_id = @into and seat = @seat and from_day <= @from and until_day is not distinct from ({Later}))
            """;

        return tx.Connection!.QuerySingleAsync<bool>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
    }

    internal static Child Open(Sealer sealer, TownId town, Row r) => new(
        new ChildId(r.ChildId), r.School, r.Number,
        JsonSerializer.Deserialize<ChildPerson>(sealer.OpenBytes(town, "child", "person", $"{r.ChildId:n}", r.Person))!, r.IsProtected, r.LeftOn);

    private static byte[] Seal(Sealer sealer, TownId town, Child child) =>
        sealer.Seal(town, "child", "person", $"{child.Id.Value:n}", JsonSerializer.SerializeToUtf8Bytes(child.Person).AsSpan());

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    internal sealed record Row(Guid ChildId, string School, string Number, byte[] Person, bool IsProtected, DateOnly? LeftOn);
}
