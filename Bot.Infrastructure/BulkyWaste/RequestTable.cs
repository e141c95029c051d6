using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>A request with what only its table and its desk need.</summary>
/// <param name="Zone">The zone in which its place was taken.</param>
/// <param name="PayCode">The end of the address of the pay page for what was asked last, once something was.</param>
/// <param name="PayPart">How often money was asked for: each time is a payment of its own.</param>
/// <param name="Version">Raised by every change, so that who saw an older one is told.</param>
public sealed record StoredRequest(BulkyRequest Request, string Zone, string? PayCode, Language Language, int PayPart = 1, int Version = 1)
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
        var request = stored.Request;
        var state = StateColumns.Of(request.State);
        await Run(tx, sql, new
        {
            request.Town, request.Id, request.Operator, request.Receipt, request.Citizen, language = stored.Language.Tag, area = request.Area.Code, stored.Zone,
            request.Day, request.Spot, state.State, state.PayBy, photos = photos.ToArray(),
            requester = RequesterTable.Seal(towns, request.Town, request.Id, requester), request.AskedAt,
        }, stop);
        await AddLines(tx, towns, request, stop);
        await RequesterTable.Index(tx, towns, request, requester, stop);
    }

    /// <summary>Writes what may change; who asked never does. Gives what is stored now, with its new version.</summary>
    public static async Task<StoredRequest> Save(NpgsqlTransaction tx, StoredRequest stored, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update bulky_request
               set state = @State, pay_by = @PayBy, number = @Number, obstacle = @Obstacle, returned = @Returned, returned_part = @ReturnedPart,
                   due_amount = @DueAmount, due_by = @DueBy, due_over = @DueOver, waived = @waived, waived_why = @why,
                   area = @area, spot = @Spot, day = @Day, zone = @Zone, pay_code = @PayCode, pay_part = @PayPart, changed_at = @now,
                   collected_at = case when @State = 'collected' then coalesce(collected_at, @now) end, version = version + 1
             where town_id = @Town and request_id = @Id
            """;

        var request = stored.Request;
        var state = StateColumns.Of(request.State);
        await Run(tx, sql, new
        {
            state.State, state.PayBy, state.Number, state.Obstacle, state.Returned, state.ReturnedPart, state.DueAmount, state.DueBy, state.DueOver,
            waived = request.Waiver?.Amount.Amount, why = request.Waiver?.Why, area = request.Area.Code, request.Spot, request.Day, stored.Zone,
            stored.PayCode, stored.PayPart, now, request.Town, request.Id,
        }, stop);
        return stored with { Version = stored.Version + 1 };
    }

    /// <summary>Writes the lines as staff have found them to be; goes with <see cref="Save"/>.</summary>
    public static async Task SaveLines(NpgsqlTransaction tx, BulkyTowns towns, BulkyRequest request, CancellationToken stop)
    {
        const string sql = "delete from bulky_request_line where town_id = @Town and request_id = @Id";

        await Run(tx, sql, new { request.Town, request.Id }, stop);
        await AddLines(tx, towns, request, stop);
    }

    /// <summary>A photo that came later.</summary>
    public static Task AddPhotos(NpgsqlTransaction tx, TownId town, Guid id, CitizenId citizen, Items<string> photos, CancellationToken stop)
    {
        const string sql = """
            update bulky_request set version = version + 1, photos = photos || (select coalesce(array_agg(p), '{}') from unnest(@photos) p where not p = any (photos))
             where town_id = @town and request_id = @id and citizen_id = @citizen
            """;

        return Run(tx, sql, new { town, id, citizen, photos = photos.ToArray() }, stop);
    }

    private static Task<int> AddLines(NpgsqlTransaction tx, BulkyTowns towns, BulkyRequest request, CancellationToken stop)
    {
        const string sql = """
            insert into bulky_request_line (town_id, request_id, line, operator_id, article, size, ja, easy, en, number, fee, remark_sealed)
            values (@Town, @Id, @at, @Operator, @Article, @Size, @Ja, @Easy, @En, @Number, @fee, @remark)
            """;

        return Run(tx, sql, request.Lines.Select((l, at) => new
        {
            request.Town, request.Id, at, request.Operator, l.Article, l.Size, l.Name?.Ja, l.Name?.Easy, l.Name?.En, l.Number, fee = l.Fee?.Amount,
            remark = RequesterTable.SealRemark(towns, request, at),
        }), stop);
    }

    /// <summary>A picture that the crew took of what it found.</summary>
    public static Task AddCrewPhoto(NpgsqlTransaction tx, TownId town, Guid id, string photo, CancellationToken stop)
    {
        const string sql = "update bulky_request set version = version + 1, photos = array_append(photos, @photo) where town_id = @town and request_id = @id and not @photo = any (photos)";

        return Run(tx, sql, new { town, id, photo }, stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
