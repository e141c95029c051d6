using System.Diagnostics;
using Bot.Domain.BulkyWaste.Crews;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste.Crews;

/// <summary>A mark as we heard it.</summary>
/// <param name="Photo">The id of the picture that came with it.</param>
public sealed record HeardMark(CrewMark Mark, MarkOutcome Outcome, DateTimeOffset HeardAt, Actor Actor, string? Photo);

/// <summary>What crews tapped; the rows of the resident's town, seen by whoever collects.</summary>
public static class MarkTable
{
    /// <summary>Adds a mark; the same id twice adds one.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, TownId @operator, HeardMark heard, CancellationToken stop)
    {
        const string sql = """
            insert into crew_mark (town_id, mark_id, request_id, operator_id, finding, obstacle, phone, count, phone_at, made_at, heard_at, staff_id, staff_home, outcome, photo)
            values (@town, @Id, @Request, @operator, @finding, @obstacle, @Phone, @Count, @PhoneAt, @At, @HeardAt, @ActorId, @Home, @outcome, @Photo)
            on conflict (town_id, mark_id) do nothing
            """;

        var (mark, finding) = (heard.Mark, Words(heard.Mark.Finding));
        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, mark.Id, mark.Request, @operator, finding.finding, finding.obstacle, mark.Phone, mark.Count, mark.PhoneAt, mark.At, heard.HeardAt,
                ActorId = heard.Actor.Id, heard.Actor.Home, outcome = Slug(heard.Outcome), heard.Photo,
            },
            tx,
            cancellationToken: stop));
    }

    /// <summary>All marks of some requests, in the order in which we heard them.</summary>
    public static async Task<ILookup<Guid, HeardMark>> Of(NpgsqlTransaction tx, IReadOnlyCollection<(TownId Town, Guid Request)> requests, CancellationToken stop)
    {
        const string sql = """
            select mark_id, request_id, finding, obstacle, phone, count, phone_at, made_at, heard_at, staff_id, staff_home, outcome, photo
              from crew_mark
             where town_id = any (@towns) and request_id = any (@ids)
             order by heard_at, count
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(
            sql, new { towns = requests.Select(r => r.Town.Value).Distinct().ToArray(), ids = requests.Select(r => r.Request).ToArray() }, tx, cancellationToken: stop));
        return rows.ToLookup(r => r.RequestId, r => r.ToMark());
    }

    private static (string finding, string? obstacle) Words(Finding finding) => finding switch
    {
        Finding.Collected => ("collected", null),
        Finding.Left l => ("left", StateColumns.Slug(l.Why)),
        Finding.TakenBack => ("taken-back", null),
        _ => throw new UnreachableException(),
    };

    private static string Slug(MarkOutcome outcome) => outcome switch
    {
        MarkOutcome.Counts => "counts",
        MarkOutcome.SaidAlready => "said-already",
        MarkOutcome.Overtaken => "overtaken",
        MarkOutcome.Cancelled => "cancelled",
        MarkOutcome.Moved => "moved",
        MarkOutcome.Closed => "closed",
        _ => throw new UnreachableException(),
    };

    private sealed record Row(
        Guid MarkId, Guid RequestId, string Finding, string? Obstacle, Guid Phone, long Count, DateTimeOffset PhoneAt, DateTimeOffset MadeAt, DateTimeOffset HeardAt,
        string StaffId, string StaffHome, string Outcome, string? Photo)
    {
        public HeardMark ToMark() => new(
            new CrewMark(MarkId, RequestId, ToFinding(), Phone, Count, PhoneAt, MadeAt),
            Enum.GetValues<MarkOutcome>().First(o => Slug(o) == Outcome),
            HeardAt,
            new Actor("staff", StaffId, StaffHome),
            Photo);

        private Finding ToFinding() => Finding switch
        {
            "collected" => new Finding.Collected(),
            "left" => new Finding.Left(StateColumns.ParseObstacle(Obstacle!)),
            "taken-back" => new Finding.TakenBack(),
            _ => throw new InvalidDataException($"a mark cannot be '{Finding}'"),
        };
    }
}
