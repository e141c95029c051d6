using System.Text.Json;
using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Absences;
using Bot.Infrastructure.Audit;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Absences;

/// <summary>What was reported of children, and how it stands.</summary>
public static class AbsenceTable
{
    /// <summary>Two guardians of one child report one after the other, so that the second sees the first.</summary>
    public static Task Lock(NpgsqlTransaction tx, TownId town, ChildId child, CancellationToken stop) =>
        Run(tx, "select 1 from child where town_id = @town and child_id = @id for update", new { town, id = child.Value }, stop);

    /// <param name="by">The member of staff who took it by telephone; <c>null</c> for a guardian's own.</param>
    public static Task Add(NpgsqlTransaction tx, Sealer sealer, TownId town, Absence made, AbsenceStory story, Actor? by, CancellationToken stop)
    {
        const string sql = """
            insert into school_absence (town_id, absence_id, school, child_id, citizen_id, staff_id, staff_home, kind, first_day, last_day, told, state, sent_at, seen_at, changed_at, expected_at)
            values (@town, @Id, @School, @child, @citizen, @staff, @home, @kind, @first, @last, @told, @state, @SentAt, @SeenAt, @SentAt, @ExpectedAt)
            """;

        return Run(tx, sql, new
        {
            town, made.Id, made.School, child = made.Child.Value, citizen = made.Citizen?.Value, staff = by?.Id, home = by?.Home, kind = made.Kind.Text(),
            first = made.Days.First, last = made.Days.Last, state = made.State.Text(), made.SentAt, made.SeenAt, made.ExpectedAt,
            told = story.IsEmpty ? null : sealer.Seal(town, "school_absence", "told", $"{made.Id:n}", JsonSerializer.SerializeToUtf8Bytes(story).AsSpan()),
        }, stop);
    }

    /// <summary>From what the school has not seen yet to a state.</summary>
    /// <returns>Whether it still was so.</returns>
    public static async Task<bool> Move(NpgsqlTransaction tx, TownId town, Guid id, AbsenceState to, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update school_absence set state = @to, changed_at = @now, seen_at = case when @to = 'seen' then @now end
             where town_id = @town and absence_id = @id and state = 'sent'
            """;

        return await Run(tx, sql, new { town, id, to = to.Text(), now }, stop) == 1;
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
