using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools;

/// <summary>Who is in which class on a day.</summary>
public static class PupilSearch
{
    private const string Columns = """
        c.child_id, c.school, c.number, c.person, c.is_protected, c.left_on, m.seat, k.class_id, k.year, k.grade, k.name
        """;

    private const string Tables = """
        child c
          join class_member m on m.town_id = c.town_id and m.child_id = c.child_id and m.from_day <= @day and (m.until_day is null or m.until_day > @day)
          join school_class k on k.town_id = m.town_id and k.class_id = m.class_id
        """;

    private const string Here = "c.town_id = @town and c.person is not null and (c.left_on is null or c.left_on > @day)";

    /// <summary>Of a whole school, in the order of classes, seats and kana.</summary>
    public static Task<IReadOnlyList<Pupil>> OfSchool(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, DateOnly day, CancellationToken stop)
    {
        const string sql = $"select {Columns} from {Tables} where {Here} and c.school = @school";

        return All(tx, sealer, town, sql, new { town, school, day }, stop);
    }

    public static Task<IReadOnlyList<Pupil>> OfClass(NpgsqlTransaction tx, Sealer sealer, TownId town, ClassId id, DateOnly day, CancellationToken stop)
    {
        const string sql = $"select {Columns} from {Tables} where {Here} and m.class_id = @id";

        return All(tx, sealer, town, sql, new { town, id = id.Value, day }, stop);
    }

    /// <summary><c>null</c> when the child is in no class on that day.</summary>
    public static async Task<Pupil?> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, ChildId id, DateOnly day, CancellationToken stop)
    {
        const string sql = $"select {Columns} from {Tables} where {Here} and c.child_id = @id";

        return (await All(tx, sealer, town, sql, new { town, id = id.Value, day }, stop)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<Pupil>> All(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop)
    {
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return
        [
            .. rows.Select(r => new Pupil(
                    ChildTable.Open(sealer, town, new ChildTable.Row(r.ChildId, r.School, r.Number, r.Person, r.IsProtected, r.LeftOn)),
                    new SchoolClass(new ClassId(r.ClassId), r.School, new SchoolYear(r.Year), r.Grade, r.Name), r.Seat))
                .OrderBy(p => p.Class.Grade).ThenBy(p => p.Class.Name, StringComparer.Ordinal).ThenBy(p => p.Seat).ThenBy(p => p.Child.Person.Kana, StringComparer.Ordinal).ThenBy(p => p.Child.Number, StringComparer.Ordinal),
        ];
    }

    private sealed record Row(
        Guid ChildId, string School, string Number, byte[] Person, bool IsProtected, DateOnly? LeftOn, int Seat, Guid ClassId, int Year, int Grade, string Name);
}
