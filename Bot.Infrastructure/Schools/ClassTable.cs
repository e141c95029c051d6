using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools;

/// <summary>The classes of each school year.</summary>
public static class ClassTable
{
    private const string Columns = "class_id, school, year, grade, name";

    /// <summary>In the order of the house: by grade, then by name.</summary>
    public static async Task<IReadOnlyList<SchoolClass>> Of(NpgsqlTransaction tx, TownId town, string school, SchoolYear year, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from school_class where town_id = @town and school = @school and year = @year order by grade, name collate "C", class_id
            """;

        return [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, school, year = year.Value }, tx, cancellationToken: stop))).Select(r => r.Class)];
    }

    public static async Task<SchoolClass?> Read(NpgsqlTransaction tx, TownId town, ClassId id, CancellationToken stop)
    {
        const string sql = $"select {Columns} from school_class where town_id = @town and class_id = @id";

        return (await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, id = id.Value }, tx, cancellationToken: stop)))?.Class;
    }

    /// <summary>A class that is there already, by school, year, grade and name, stays as it is.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, SchoolClass made, CancellationToken stop)
    {
        const string sql = """
            insert into school_class (town_id, class_id, school, year, grade, name) values (@town, @id, @School, @year, @Grade, @Name)
            on conflict do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new { town, id = made.Id.Value, made.School, year = made.Year.Value, made.Grade, made.Name }, tx, cancellationToken: stop));
    }

    private sealed record Row(Guid ClassId, string School, int Year, int Grade, string Name)
    {
        public SchoolClass Class => new(new ClassId(ClassId), School, new SchoolYear(Year), Grade, Name);
    }
}
