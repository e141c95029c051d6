using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>The plan of whoever collects, read whole.</summary>
public static class PlanTable
{
    /// <summary>The version by which a process knows that its copy is old; <c>null</c> when nothing was ever loaded.</summary>
    public static async Task<int?> Version(NpgsqlTransaction tx, TownId @operator, CancellationToken stop)
    {
        const string sql = "select version from bulky_rules where town_id = @operator";

        return await tx.Connection!.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(sql, new { @operator }, tx, cancellationToken: stop));
    }

    public static async Task<CollectionPlan> Read(NpgsqlTransaction tx, TownId @operator, CancellationToken stop)
    {
        const string sql = """
            select most_items, earliest_working_days, latest_weeks, change_working_days, change_at, remind_at, put_out_by, on_holidays
              from bulky_rules where town_id = @operator;
            select code, ja, easy, en from bulky_category where town_id = @operator order by place;
            select code, valid_from, valid_to, ja, easy, en, kana, array_to_string(synonyms, '|') as synonyms, category, fee, most, note_ja, note_easy, note_en
              from bulky_article where town_id = @operator order by place, valid_from;
            select article, code, valid_from, valid_to, ja, easy, en, fee from bulky_size where town_id = @operator order by place, valid_from;
            select code, ja, easy, en, kana, array_to_string(synonyms, '|') as synonyms, advice_ja, advice_easy, advice_en from bulky_excluded where town_id = @operator order by place;
            select code, ja, easy, en, note_ja, note_easy, note_en from bulky_spot where town_id = @operator order by place;
            select code, member, ja, easy, en, days, capacity from bulky_zone where town_id = @operator order by place;
            select from_day, to_day, zone, ja, easy, en from bulky_closure where town_id = @operator order by from_day, to_day, zone;
            select day, zone, capacity, ja, easy, en from bulky_extra_day where town_id = @operator order by day, zone;
            """;

        await using var all = await tx.Connection!.QueryMultipleAsync(new CommandDefinition(sql, new { @operator }, tx, cancellationToken: stop));
        var rules = await all.ReadSingleAsync<RulesRow>();
        var categories = await all.ReadAsync<NameRow>();
        var articles = (await all.ReadAsync<ArticleRow>()).ToList();
        var sizes = (await all.ReadAsync<SizeRow>()).ToLookup(s => s.Article, s => s.ToSize(), StringComparer.Ordinal);
        return new CollectionPlan
        {
            Rules = rules.ToRules(),
            Categories = [.. categories.Select(c => new Category(c.Code, new LocalText(c.Ja, c.Easy, c.En)))],
            Articles = [.. articles.Select(a => a.ToArticle(sizes[a.Code]))],
            Excluded = [.. (await all.ReadAsync<ExcludedRow>()).Select(e => e.ToThing())],
            Spots = [.. (await all.ReadAsync<SpotRow>()).Select(s => new Spot(s.Code, new(s.Ja, s.Easy, s.En), new(s.NoteJa, s.NoteEasy, s.NoteEn)))],
            Zones = [.. (await all.ReadAsync<ZoneRow>()).Select(z => z.ToZone())],
            Closures = [.. (await all.ReadAsync<ClosureRow>()).Select(c => new Closure(c.FromDay, c.ToDay, c.Zone.Length > 0 ? c.Zone : null, new(c.Ja, c.Easy, c.En)))],
            ExtraDays = [.. (await all.ReadAsync<ExtraDayRow>()).Select(e => new ExtraDay(e.Day, e.Zone, e.Capacity, new(e.Ja, e.Easy, e.En)))],
        };
    }

    private sealed record RulesRow(
        int MostItems, int EarliestWorkingDays, int LatestWeeks, int ChangeWorkingDays, TimeOnly ChangeAt, TimeOnly RemindAt, TimeOnly PutOutBy, bool OnHolidays)
    {
        public CollectionRules ToRules() => new()
        {
            MostItems = MostItems,
            EarliestWorkingDays = EarliestWorkingDays,
            LatestWeeks = LatestWeeks,
            ChangeBy = new Deadline(ChangeWorkingDays, ChangeAt),
            RemindAt = RemindAt,
            PutOutBy = PutOutBy,
            CollectsOnHolidays = OnHolidays,
        };
    }

    private sealed record NameRow(string Code, string Ja, string? Easy, string? En);

    private sealed record ArticleRow(
        string Code, DateOnly ValidFrom, DateOnly? ValidTo, string Ja, string? Easy, string? En, string Kana, string Synonyms, string Category,
        int? Fee, int Most, string? NoteJa, string? NoteEasy, string? NoteEn)
    {
        public Article ToArticle(IEnumerable<ArticleSize> sizes) => new()
        {
            Code = Code,
            Name = new(Ja, Easy, En),
            Kana = Kana,
            Synonyms = [.. Synonyms.Split('|', StringSplitOptions.RemoveEmptyEntries)],
            Category = Category,
            Fee = Fee is { } fee ? new Yen(fee) : null,
            Sizes = [.. sizes.Where(s => (ValidTo is null || s.Valid.From <= ValidTo) && (s.Valid.Until is null || s.Valid.Until >= ValidFrom))],
            Limit = Most,
            Note = NoteJa is { } note ? new(note, NoteEasy, NoteEn) : null,
            Valid = new(ValidFrom, ValidTo),
        };
    }

    private sealed record SizeRow(string Article, string Code, DateOnly ValidFrom, DateOnly? ValidTo, string Ja, string? Easy, string? En, int Fee)
    {
        public ArticleSize ToSize() => new(Code, new(Ja, Easy, En), new(Fee), new(ValidFrom, ValidTo));
    }

    private sealed record ExcludedRow(
        string Code, string Ja, string? Easy, string? En, string Kana, string Synonyms, string AdviceJa, string? AdviceEasy, string? AdviceEn)
    {
        public ExcludedThing ToThing() => new()
        {
            Code = Code,
            Name = new(Ja, Easy, En),
            Kana = Kana,
            Synonyms = [.. Synonyms.Split('|', StringSplitOptions.RemoveEmptyEntries)],
            Advice = new(AdviceJa, AdviceEasy, AdviceEn),
        };
    }

    private sealed record SpotRow(string Code, string Ja, string? Easy, string? En, string NoteJa, string? NoteEasy, string? NoteEn);

    private sealed record ZoneRow(string Code, string Member, string Ja, string? Easy, string? En, string Days, int Capacity)
    {
        public CollectionZone ToZone() => new(Code, new TownId(Member), new(Ja, Easy, En), ZoneDays.Parse(Days), Capacity);
    }

    private sealed record ClosureRow(DateOnly FromDay, DateOnly ToDay, string Zone, string Ja, string? Easy, string? En);

    private sealed record ExtraDayRow(DateOnly Day, string Zone, int? Capacity, string Ja, string? Easy, string? En);
}

/// <summary>The weekdays of a zone as the table keeps them: <c>4/1 4/3</c> is the first and third Thursday, <c>4</c> each Thursday.</summary>
internal static class ZoneDays
{
    public static string Write(Items<CollectionWeekday> days) =>
        string.Join(' ', days.Select(d => d.Nth is { } nth ? FormattableString.Invariant($"{(int)d.Weekday}/{nth}") : FormattableString.Invariant($"{(int)d.Weekday}")));

    public static Items<CollectionWeekday> Parse(string text) =>
    [
        .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => d.Split('/')).Select(d => new CollectionWeekday(
            (DayOfWeek)int.Parse(d[0], System.Globalization.CultureInfo.InvariantCulture),
            d.Length > 1 ? int.Parse(d[1], System.Globalization.CultureInfo.InvariantCulture) : null)),
    ];
}
