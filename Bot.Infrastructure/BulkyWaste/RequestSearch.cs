using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Finds requests. Row-level security decides which: those of the town, or those that towns share with whoever collects.</summary>
public static class RequestSearch
{
    internal const string Columns =
        "town_id, request_id, operator_id, receipt, citizen_id, language, area, zone, day, spot, state, pay_by, pay_code, number, obstacle, returned, asked_at, " +
        "returned_part, due_amount, due_by, due_over, waived, waived_why, pay_part, version";

    public static Task<StoredRequest?> Read(NpgsqlTransaction tx, BulkyTowns towns, TownId town, Guid id, CancellationToken stop) =>
        One(tx, towns, $"select {Columns} from bulky_request where town_id = @town and request_id = @id", new { town, id }, stop);

    /// <summary>The same, kept ours until the transaction ends.</summary>
    public static Task<StoredRequest?> Lock(NpgsqlTransaction tx, BulkyTowns towns, TownId town, Guid id, CancellationToken stop) =>
        One(tx, towns, $"select {Columns} from bulky_request where town_id = @town and request_id = @id for update", new { town, id }, stop);

    /// <summary>How often money was asked for; <c>null</c> when there is no such request.</summary>
    public static Task<int?> PayPart(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = "select pay_part from bulky_request where town_id = @town and request_id = @id";

        return tx.Connection!.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(sql, new { town, id }, tx, cancellationToken: stop));
    }

    /// <summary>What a resident may still want to see: all that is open, and what ended lately.</summary>
    public static Task<IReadOnlyList<StoredRequest>> Of(
        NpgsqlTransaction tx, BulkyTowns towns, TownId town, CitizenId citizen, DateOnly since, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from bulky_request
             where town_id = @town and citizen_id = @citizen
               and (day >= @since or state in ('checking', 'awaiting-payment', 'paid', 'awaiting-top-up', 'not-collected'))
             order by case when state in ('checking', 'awaiting-payment', 'paid', 'awaiting-top-up', 'not-collected') then 0 else 1 end, day, asked_at
             limit 10
            """;

        return Many(tx, towns, sql, new { town, citizen, since }, stop);
    }

    /// <summary>The list of a day of collection, all towns together as far as the reader may see them.</summary>
    public static Task<IReadOnlyList<StoredRequest>> OnDay(NpgsqlTransaction tx, BulkyTowns towns, TownId @operator, DateOnly day, CancellationToken stop)
    {
        const string sql = $"""
            select {Columns} from bulky_request
             where operator_id = @operator and day = @day
             order by zone, area, receipt
            """;

        return Many(tx, towns, sql, new { @operator, day }, stop);
    }

    /// <summary>The request whose number stands on a thing.</summary>
    public static Task<StoredRequest?> Numbered(NpgsqlTransaction tx, BulkyTowns towns, TownId @operator, CollectionNumber number, CancellationToken stop) =>
        One(tx, towns, $"select {Columns} from bulky_request where operator_id = @operator and number = @number", new { @operator, number = number.Digits }, stop);

    /// <summary>Name, address and telephone: for staff at work on the request, never for the talk.</summary>
    public static async Task<Requester?> Requester(NpgsqlTransaction tx, BulkyTowns towns, TownId town, Guid id, CancellationToken stop) =>
        (await RequesterTable.Of(tx, towns, [(town, id)], stop)).GetValueOrDefault(id);

    /// <summary>The same for all requests of a list, in one query.</summary>
    public static Task<IReadOnlyDictionary<Guid, Requester>> Requesters(
        NpgsqlTransaction tx, BulkyTowns towns, IReadOnlyCollection<(TownId Town, Guid Request)> requests, CancellationToken stop) =>
        RequesterTable.Of(tx, towns, requests, stop);

    private static async Task<StoredRequest?> One(NpgsqlTransaction tx, BulkyTowns towns, string sql, object with, CancellationToken stop) =>
        (await Many(tx, towns, sql, with, stop)).SingleOrDefault();

    /// <summary>The pictures of a request, by the ids under which they are kept.</summary>
    public static async Task<IReadOnlyList<string>> Photos(NpgsqlTransaction tx, TownId town, Guid id, CancellationToken stop)
    {
        const string sql = "select unnest(photos) from bulky_request where town_id = @town and request_id = @id";

        return [.. await tx.Connection!.QueryAsync<string>(new CommandDefinition(sql, new { town, id }, tx, cancellationToken: stop))];
    }

    internal static async Task<IReadOnlyList<StoredRequest>> Many(NpgsqlTransaction tx, BulkyTowns towns, string sql, object with, CancellationToken stop)
    {
        const string lineSql = """
            select town_id, request_id, line, article, size, ja, easy, en, number, fee, remark_sealed from bulky_request_line
             where town_id = any (@towns) and request_id = any (@ids)
             order by request_id, line
            """;

        var rows = (await tx.Connection!.QueryAsync<RequestRow>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        var ids = new { towns = rows.Select(r => r.TownId.Value).Distinct().ToArray(), ids = rows.Select(r => r.RequestId).ToArray() };
        var lines = (await tx.Connection!.QueryAsync<LineRow>(new CommandDefinition(lineSql, ids, tx, cancellationToken: stop))).ToLookup(l => l.RequestId, l => l.ToLine(towns));
        return [.. rows.Select(r => r.ToRequest(towns, [.. lines[r.RequestId]]))];
    }

    private sealed record RequestRow(
        TownId TownId, Guid RequestId, string OperatorId, string Receipt, string? CitizenId, string Language, string Area, string Zone, DateOnly Day, string Spot,
        string State, DateTimeOffset? PayBy, string? PayCode, string? Number, string? Obstacle, int? Returned, DateTimeOffset AskedAt,
        int ReturnedPart, int? DueAmount, DateTimeOffset? DueBy, bool DueOver, int? Waived, string? WaivedWhy, int PayPart, int Version)
    {
        public StoredRequest ToRequest(BulkyTowns towns, Items<RequestLine> lines) => new(
            new BulkyRequest
            {
                Id = RequestId,
                Town = TownId,
                Operator = new TownId(OperatorId),
                Citizen = CitizenId is { } citizen ? new CitizenId(citizen) : null,
                Receipt = Receipt,
                Area = towns.AreaOf(TownId, Area, Zone),
                Day = Day,
                Spot = Spot,
                Lines = lines,
                State = new StateColumns(State, PayBy, Number, Obstacle, Returned, ReturnedPart, DueAmount, DueBy, DueOver).ToState(),
                Waiver = Waived is { } waived ? new Waiver(new Yen(waived), WaivedWhy!) : null,
                AskedAt = AskedAt,
            },
            Zone,
            PayCode,
            new Language(Language),
            PayPart,
            Version);
    }


    private sealed record LineRow(
        TownId TownId, Guid RequestId, int Line, string? Article, string? Size, string? Ja, string? Easy, string? En, int Number, int? Fee, byte[]? RemarkSealed)
    {
        public RequestLine ToLine(BulkyTowns towns) => new(
            Article, Size, Ja is { } ja ? new LocalText(ja, Easy, En) : null, Number, Fee is { } fee ? new Yen(fee) : null,
            RequesterTable.OpenRemark(towns, TownId, RequestId, Line, RemarkSealed));
    }
}
