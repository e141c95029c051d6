using System.Text.Json.Nodes;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Settings;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>The plan piece by piece, exactly as staff leave it. The owner of the plan alone writes.</summary>
internal static class PlanPieceTable
{
    public static async Task<IReadOnlyDictionary<string, JsonNode?>> Read(NpgsqlTransaction tx, TownId @operator, CancellationToken stop)
    {
        const string sql = """
            select 'article' as kind, code, min(place) as place from bulky_article where town_id = @operator group by code
            union all select 'excluded', code, place from bulky_excluded where town_id = @operator
            union all select 'zone', code, place from bulky_zone where town_id = @operator
            """;
        const string days = "select zone, day, capacity from bulky_day where town_id = @operator and capacity is not null";

        var places = (await tx.Connection!.QueryAsync<PlaceRow>(new CommandDefinition(sql, new { @operator }, tx, cancellationToken: stop)))
            .ToLookup(p => p.Kind, StringComparer.Ordinal);
        var pieces = PlanPieces.Of(await PlanTable.Read(tx, @operator, stop), Of("article"), Of("excluded"), Of("zone"));
        foreach (var day in await tx.Connection!.QueryAsync<DayRow>(new CommandDefinition(days, new { @operator }, tx, cancellationToken: stop)))
        {
            pieces[PlanPieces.Day(day.Zone, day.Day)] = PieceJson.Write(new DayPiece(day.Capacity));
        }

        return pieces;

        Dictionary<string, int> Of(string kind) => places[kind].ToDictionary(p => p.Code, p => p.Place, StringComparer.Ordinal);
    }

    /// <summary>Marks the plan as edited by staff; every process sees that it is another.</summary>
    public static Task Touch(NpgsqlTransaction tx, TownId @operator, CancellationToken stop)
    {
        const string sql = "update bulky_rules set version = version + 1, source = @ByStaff where town_id = @operator";

        return Run(tx, sql, new { @operator, CatalogueLoader.ByStaff }, stop);
    }

    public static async Task Article(NpgsqlTransaction tx, TownId @operator, string code, ArticlePiece? piece, CancellationToken stop)
    {
        const string clear = """
            delete from bulky_article where town_id = @operator and code = @code;
            delete from bulky_size where town_id = @operator and article = @code;
            """;
        const string put = """
            insert into bulky_article (town_id, code, valid_from, valid_to, ja, easy, en, kana, synonyms, category, fee, most, note_ja, note_easy, note_en, place)
            values (@operator, @Code, @from, @until, @ja, @easy, @en, @Kana, @synonyms, @Category, @fee, @Limit, @noteJa, @noteEasy, @noteEn, @Place)
            """;
        const string size = """
            insert into bulky_size (town_id, article, code, valid_from, valid_to, ja, easy, en, fee, place)
            values (@operator, @article, @Code, @from, @until, @ja, @easy, @en, @fee, @place)
            """;

        await Run(tx, clear, new { @operator, code }, stop);
        if (piece is null)
        {
            return;
        }

        await Run(tx, put, piece.Rows.Select(a => new
        {
            @operator, a.Code, from = a.Valid.From, until = a.Valid.Until, ja = a.Name.Ja, easy = a.Name.Easy, en = a.Name.En, a.Kana, synonyms = a.Synonyms.ToArray(),
            a.Category, fee = a.Fee?.Amount, a.Limit, noteJa = a.Note?.Ja, noteEasy = a.Note?.Easy, noteEn = a.Note?.En, piece.Place,
        }), stop);
        await Run(tx, size, new ArticleTimes(piece.Rows).Sizes.Select((s, place) => new
        {
            @operator, article = code, s.Code, from = s.Valid.From, until = s.Valid.Until, ja = s.Name.Ja, easy = s.Name.Easy, en = s.Name.En, fee = s.Fee.Amount, place,
        }), stop);
    }

    public static async Task Excluded(NpgsqlTransaction tx, TownId @operator, string code, ExcludedPiece? piece, CancellationToken stop)
    {
        const string clear = "delete from bulky_excluded where town_id = @operator and code = @code";
        const string put = """
            insert into bulky_excluded (town_id, code, ja, easy, en, kana, synonyms, advice_ja, advice_easy, advice_en, place)
            values (@operator, @Code, @ja, @easy, @en, @Kana, @synonyms, @adviceJa, @adviceEasy, @adviceEn, @Place)
            """;

        await Run(tx, clear, new { @operator, code }, stop);
        if (piece?.Thing is { } e)
        {
            await Run(tx, put, new
            {
                @operator, e.Code, ja = e.Name.Ja, easy = e.Name.Easy, en = e.Name.En, e.Kana, synonyms = e.Synonyms.ToArray(),
                adviceJa = e.Advice.Ja, adviceEasy = e.Advice.Easy, adviceEn = e.Advice.En, piece.Place,
            }, stop);
        }
    }

    public static async Task Zone(NpgsqlTransaction tx, TownId @operator, string code, ZonePiece? piece, CancellationToken stop)
    {
        const string clear = "delete from bulky_zone where town_id = @operator and code = @code";
        const string put = """
            insert into bulky_zone (town_id, code, member, ja, easy, en, days, capacity, place)
            values (@operator, @Code, @member, @ja, @easy, @en, @days, @Capacity, @Place)
            """;

        await Run(tx, clear, new { @operator, code }, stop);
        if (piece?.Zone is { } z)
        {
            await Run(tx, put, new
            {
                @operator, z.Code, member = z.Town, ja = z.Name.Ja, easy = z.Name.Easy, en = z.Name.En, days = ZoneDays.Write(z.Days), z.Capacity, piece.Place,
            }, stop);
        }
    }

    public static async Task Closure(NpgsqlTransaction tx, TownId @operator, Closure which, bool keep, CancellationToken stop)
    {
        const string clear = "delete from bulky_closure where town_id = @operator and from_day = @From and to_day = @To and zone = @zone";
        const string put = "insert into bulky_closure (town_id, from_day, to_day, zone, ja, easy, en) values (@operator, @From, @To, @zone, @Ja, @Easy, @En)";

        var with = new { @operator, which.From, which.To, zone = which.Zone ?? "", which.Reason.Ja, which.Reason.Easy, which.Reason.En };
        await Run(tx, clear, with, stop);
        if (keep)
        {
            await Run(tx, put, with, stop);
        }
    }

    public static async Task Extra(NpgsqlTransaction tx, TownId @operator, DateOnly day, string zone, ExtraDay? piece, CancellationToken stop)
    {
        const string clear = "delete from bulky_extra_day where town_id = @operator and day = @day and zone = @zone";
        const string put = "insert into bulky_extra_day (town_id, day, zone, capacity, ja, easy, en) values (@operator, @day, @zone, @Capacity, @Ja, @Easy, @En)";

        await Run(tx, clear, new { @operator, day, zone }, stop);
        if (piece is not null)
        {
            await Run(tx, put, new { @operator, day, zone, piece.Capacity, piece.Reason.Ja, piece.Reason.Easy, piece.Reason.En }, stop);
        }
    }

    /// <param name="capacity"><c>null</c> lets the plan speak again.</param>
    public static Task Day(NpgsqlTransaction tx, TownId @operator, DateOnly day, string zone, int? capacity, CancellationToken stop)
    {
        const string sql = """
            insert into bulky_day (town_id, zone, day, capacity) values (@operator, @zone, @day, @capacity)
            on conflict (town_id, zone, day) do update set capacity = excluded.capacity
            """;

        return Run(tx, sql, new { @operator, day, zone, capacity }, stop);
    }

    public static async Task Categories(NpgsqlTransaction tx, TownId @operator, Items<Category> categories, CancellationToken stop)
    {
        const string put = "insert into bulky_category (town_id, code, ja, easy, en, place) values (@operator, @Code, @Ja, @Easy, @En, @place)";

        await Run(tx, "delete from bulky_category where town_id = @operator", new { @operator }, stop);
        await Run(tx, put, categories.Select((c, place) => new { @operator, c.Code, c.Name.Ja, c.Name.Easy, c.Name.En, place }), stop);
    }

    public static async Task Spots(NpgsqlTransaction tx, TownId @operator, Items<Spot> spots, CancellationToken stop)
    {
        const string put = """
            insert into bulky_spot (town_id, code, ja, easy, en, note_ja, note_easy, note_en, place)
            values (@operator, @Code, @ja, @easy, @en, @noteJa, @noteEasy, @noteEn, @place)
            """;

        await Run(tx, "delete from bulky_spot where town_id = @operator", new { @operator }, stop);
        await Run(tx, put, spots.Select((s, place) => new
        {
            @operator, s.Code, ja = s.Name.Ja, easy = s.Name.Easy, en = s.Name.En, noteJa = s.Note.Ja, noteEasy = s.Note.Easy, noteEn = s.Note.En, place,
        }), stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));

    private sealed record PlaceRow(string Kind, string Code, int Place);

    private sealed record DayRow(string Zone, DateOnly Day, int Capacity);
}
