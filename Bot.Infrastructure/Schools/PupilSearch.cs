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
        c.child_id, c.school, c.number, c.person, c.is_protected, c.left_on, m.seat, k.class_id, k.year, k.grade, k.name, m.from_day, m.until_day
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

    /// <summary>Who was in which class of a school within some days, in the order of classes, seats and kana.</summary>
    public static async Task<IReadOnlyList<Membership>> Within(NpgsqlTransaction tx, Sealer sealer, TownId town, string school, DateOnly first, DateOnly last, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from child c
              join class_member m on m.town_id = c.town_id and m.child_id = c.child_id and m.from_day <= @last and (m.until_day is null or m.until_day > @first)
              join school_class k on k.town_id = m.town_id and k.class_id = m.class_id
             where c.town_id = @town and c.person is not null and (c.left_on is null or (c.left_on > @first and c.left_on > m.from_day)) and c.school = @school
            """;

        var rows = (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, school, first, last }, tx, cancellationToken: stop))).ToList();
        return
        [
            .. Ordered(rows.Select(r => (r, r.Pupil(sealer, town))))
                .Select(p => new Membership(p.Pupil, p.Row.FromDay!.Value, p.Row.UntilDay is not { } until ? p.Row.LeftOn : p.Row.LeftOn is { } left && left < until ? left : until)),
        ];
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
        return [.. Ordered(rows.Select(r => (r, r.Pupil(sealer, town)))).Select(p => p.Pupil)];
    }

    private static IEnumerable<(Row Row, Pupil Pupil)> Ordered(IEnumerable<(Row Row, Pupil Pupil)> rows) => rows
        .OrderBy(r => r.Pupil.Class.Grade).ThenBy(r => r.Pupil.Class.Name, StringComparer.Ordinal).ThenBy(r => r.Pupil.Seat)
        .ThenBy(r => r.Pupil.Child.Person.Kana, StringComparer.Ordinal).ThenBy(r => r.Pupil.Child.Number, StringComparer.Ordinal).ThenBy(r => r.Row.FromDay);

    private sealed record Row(
        Guid ChildId, string School, string Number, byte[] Person, bool IsProtected, DateOnly? LeftOn, int Seat, Guid ClassId, int Year, int Grade, string Name,
        DateOnly? FromDay, DateOnly? UntilDay)
    {
        public Pupil Pupil(Sealer sealer, TownId town) => new(
            ChildTable.Open(sealer, town, new ChildTable.Row(ChildId, School, Number, Person, IsProtected, LeftOn)),
            new SchoolClass(new ClassId(ClassId), School, new SchoolYear(Year), Grade, Name), Seat);
    }
}
