using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A request with what only its table and its desk need.</summary>
/// <param name="Zone">The zone in which its place was taken.</param>
/// <param name="PayCode">The end of the pay page's address, once there is something to pay.</param>
public sealed record StoredRequest(BulkyRequest Request, string Zone, string? PayCode, Language Language)
{
    public string? PayPage => PayCode is { } code ? $"pay/{code}" : null;
}

/// <summary>The rows of requests and their lines.</summary>
public static class RequestTable
{
    public static async Task Add(NpgsqlTransaction tx, BulkyTowns towns, StoredRequest stored, Requester requester, Items<string> photos, CancellationToken stop)
    {
        const string sql = """
            insert into bulky_request (town_id, request_id, operator_id, receipt, citizen_id, language, area, zone, day, spot, state, pay_by,
                                       photos, requester, asked_at, changed_at)
            values (@Town, @Id, @Operator, @Receipt, @Citizen, @language, @area, @Zone, @Day, @Spot, @State, @PayBy,
                    @photos, @requester, @AskedAt, @AskedAt)
            """;
        const string line = """
            insert into bulky_request_line (town_id, request_id, line, operator_id, article, size, ja, easy, en, number, fee, remark_sealed)
            values (@Town, @Id, @at, @Operator, @Article, @Size, @Ja, @Easy, @En, @Number, @fee, @remark)
            """;

        var request = stored.Request;
        var state = StateColumns.Of(request.State);
        await Run(tx, sql, new
        {
            request.Town, request.Id, request.Operator, request.Receipt, request.Citizen, language = stored.Language.Tag, area = request.Area.Code, stored.Zone,
            request.Day, request.Spot, state.State, state.PayBy, photos = photos.ToArray(),
            requester = RequesterTable.Seal(towns, request.Town, request.Id, requester), request.AskedAt,
        }, stop);
        await Run(tx, line, request.Lines.Select((l, at) => new
        {
            request.Town, request.Id, at, request.Operator, l.Article, l.Size, l.Name?.Ja, l.Name?.Easy, l.Name?.En, l.Number, fee = l.Fee?.Amount, remark = RequesterTable.SealRemark(towns, request, at),
        }), stop);
        await RequesterTable.Index(tx, towns, request, requester, stop);
    }

    /// <summary>Writes state and day; who asked never changes.</summary>
    public static Task Save(NpgsqlTransaction tx, StoredRequest stored, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update bulky_request
               set state = @State, pay_by = @PayBy, number = @Number, obstacle = @Obstacle, returned = @Returned,
                   day = @Day, zone = @Zone, pay_code = @PayCode, changed_at = @now
             where town_id = @Town and request_id = @Id
            """;

        var request = stored.Request;
        var state = StateColumns.Of(request.State);
        return Run(tx, sql, new
        {
            state.State, state.PayBy, state.Number, state.Obstacle, state.Returned, request.Day, stored.Zone, stored.PayCode, now, request.Town, request.Id,
        }, stop);
    }

    /// <summary>What staff have found a line to be.</summary>
    public static Task SaveLine(NpgsqlTransaction tx, BulkyRequest request, int at, CancellationToken stop)
    {
        const string sql = """
            update bulky_request_line set article = @Article, size = @Size, ja = @Ja, easy = @Easy, en = @En, fee = @fee
             where town_id = @Town and request_id = @Id and line = @at
            """;

        var line = request.Lines[at];
        return Run(tx, sql, new { line.Article, line.Size, line.Name?.Ja, line.Name?.Easy, line.Name?.En, fee = line.Fee?.Amount, request.Town, request.Id, at }, stop);
    }

    /// <summary>A photo that came later.</summary>
    public static Task AddPhotos(NpgsqlTransaction tx, TownId town, Guid id, CitizenId citizen, Items<string> photos, CancellationToken stop)
    {
        const string sql = """
            update bulky_request set photos = photos || (select coalesce(array_agg(p), '{}') from unnest(@photos) p where not p = any (photos))
             where town_id = @town and request_id = @id and citizen_id = @citizen
            """;

        return Run(tx, sql, new { town, id, citizen, photos = photos.ToArray() }, stop);
    }

    /// <summary>A picture that the crew took of what it found.</summary>
    public static Task AddCrewPhoto(NpgsqlTransaction tx, TownId town, Guid id, string photo, CancellationToken stop)
    {
        const string sql = "update bulky_request set photos = array_append(photos, @photo) where town_id = @town and request_id = @id and not @photo = any (photos)";

        return Run(tx, sql, new { town, id, photo }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
