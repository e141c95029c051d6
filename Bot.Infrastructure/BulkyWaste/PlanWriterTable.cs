using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Writes the plan of whoever collects. What the plan no longer names ends, but the times in which it held stay.</summary>
internal static class PlanWriterTable
{
    /// <summary>From what the present plan was made, kept ours; <c>null</c> when there is none.</summary>
    public static async Task<string?> LockSource(NpgsqlTransaction tx, TownId @operator, CancellationToken stop)
    {
        const string sql = "select source from bulky_rules where town_id = @operator for update";

        return await tx.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(sql, new { @operator }, tx, cancellationToken: stop));
    }

    public static Task Rules(NpgsqlTransaction tx, TownId @operator, string source, CollectionRules rules, CancellationToken stop)
    {
        const string sql = """
            insert into bulky_rules (town_id, version, source, most_items, earliest_working_days, latest_weeks,
                                     change_working_days, change_at, remind_at, put_out_by, on_holidays)
            values (@operator, 1, @source, @MostItems, @EarliestWorkingDays, @LatestWeeks, @days, @at, @RemindAt, @PutOutBy, @CollectsOnHolidays)
            on conflict (town_id) do update
               set version = bulky_rules.version + 1, source = excluded.source, most_items = excluded.most_items,
                   earliest_working_days = excluded.earliest_working_days, latest_weeks = excluded.latest_weeks,
                   change_working_days = excluded.change_working_days, change_at = excluded.change_at, remind_at = excluded.remind_at,
                   put_out_by = excluded.put_out_by, on_holidays = excluded.on_holidays
            """;

        return Run(tx, sql, new
        {
            @operator,
            source,
            rules.MostItems,
            rules.EarliestWorkingDays,
            rules.LatestWeeks,
            days = rules.ChangeBy.WorkingDaysBefore,
            at = rules.ChangeBy.At,
            rules.RemindAt,
            rules.PutOutBy,
            rules.CollectsOnHolidays,
        }, stop);
    }

    /// <summary>What has no time of its own is simply replaced.</summary>
    public static async Task Timeless(NpgsqlTransaction tx, TownId @operator, CollectionPlan plan, CancellationToken stop)
    {
        const string clear = """
            delete from bulky_category where town_id = @operator;
            delete from bulky_excluded where town_id = @operator;
            delete from bulky_spot where town_id = @operator;
            delete from bulky_zone where town_id = @operator;
            delete from bulky_closure where town_id = @operator;
            delete from bulky_extra_day where town_id = @operator;
            """;
        const string category = "insert into bulky_category (town_id, code, ja, easy, en, place) values (@operator, @Code, @Ja, @Easy, @En, @place)";
        const string excluded = """
            insert into bulky_excluded (town_id, code, ja, easy, en, kana, synonyms, advice_ja, advice_easy, advice_en, place)
            values (@operator, @Code, @ja, @easy, @en, @Kana, @synonyms, @adviceJa, @adviceEasy, @adviceEn, @place)
            """;
        const string spot = """
            insert into bulky_spot (town_id, code, ja, easy, en, note_ja, note_easy, note_en, place)
            values (@operator, @Code, @ja, @easy, @en, @noteJa, @noteEasy, @noteEn, @place)
            """;
        const string zone = """
            insert into bulky_zone (town_id, code, member, ja, easy, en, days, capacity, place)
            values (@operator, @Code, @member, @ja, @easy, @en, @days, @Capacity, @place)
            """;
        const string closure = "insert into bulky_closure (town_id, from_day, to_day, zone, ja, easy, en) values (@operator, @From, @To, @zone, @Ja, @Easy, @En)";
        const string extra = "insert into bulky_extra_day (town_id, day, zone, capacity, ja, easy, en) values (@operator, @Day, @Zone, @Capacity, @Ja, @Easy, @En)";

        await Run(tx, clear, new { @operator }, stop);
        await Run(tx, category, plan.Categories.Select((c, place) => new { @operator, c.Code, c.Name.Ja, c.Name.Easy, c.Name.En, place }), stop);
        await Run(tx, excluded, plan.Excluded.Select((e, place) => new
        {
            @operator, e.Code, ja = e.Name.Ja, easy = e.Name.Easy, en = e.Name.En, e.Kana, synonyms = e.Synonyms.ToArray(),
            adviceJa = e.Advice.Ja, adviceEasy = e.Advice.Easy, adviceEn = e.Advice.En, place,
        }), stop);
        await Run(tx, spot, plan.Spots.Select((s, place) => new
        {
            @operator, s.Code, ja = s.Name.Ja, easy = s.Name.Easy, en = s.Name.En, noteJa = s.Note.Ja, noteEasy = s.Note.Easy, noteEn = s.Note.En, place,
        }), stop);
        await Run(tx, zone, plan.Zones.Select((z, place) => new
        {
            @operator, z.Code, member = z.Town, ja = z.Name.Ja, easy = z.Name.Easy, en = z.Name.En, days = ZoneDays.Write(z.Days), z.Capacity, place,
        }), stop);
        await Run(tx, closure, plan.Closures.Select(c => new { @operator, c.From, c.To, zone = c.Zone ?? "", c.Reason.Ja, c.Reason.Easy, c.Reason.En }), stop);
        await Run(tx, extra, plan.ExtraDays.Select(e => new { @operator, e.Day, e.Zone, e.Capacity, e.Reason.Ja, e.Reason.Easy, e.Reason.En }), stop);
    }

    public static async Task Articles(NpgsqlTransaction tx, TownId @operator, Items<Article> articles, DateOnly today, CancellationToken stop)
    {
        const string end = """
            delete from bulky_article a where town_id = @operator and valid_from >= @today
               and not exists (select from unnest(@codes, @froms) k (code, valid_from) where k.code = a.code and k.valid_from = a.valid_from);
            update bulky_article a set valid_to = @today - 1 where town_id = @operator and (valid_to is null or valid_to >= @today)
               and not exists (select from unnest(@codes, @froms) k (code, valid_from) where k.code = a.code and k.valid_from = a.valid_from);
            """;
        const string put = """
            insert into bulky_article (town_id, code, valid_from, valid_to, ja, easy, en, kana, synonyms, category, fee, most, note_ja, note_easy, note_en, place)
            values (@operator, @Code, @from, @until, @ja, @easy, @en, @Kana, @synonyms, @Category, @fee, @Limit, @noteJa, @noteEasy, @noteEn, @place)
            on conflict (town_id, code, valid_from) do update
               set valid_to = excluded.valid_to, ja = excluded.ja, easy = excluded.easy, en = excluded.en, kana = excluded.kana,
                   synonyms = excluded.synonyms, category = excluded.category, fee = excluded.fee, most = excluded.most,
                   note_ja = excluded.note_ja, note_easy = excluded.note_easy, note_en = excluded.note_en, place = excluded.place
            """;

        await Run(tx, end, new { @operator, today, codes = articles.Select(a => a.Code).ToArray(), froms = articles.Select(a => a.Valid.From).ToArray() }, stop);
        await Run(tx, put, articles.Select((a, place) => new
        {
            @operator, a.Code, from = a.Valid.From, until = a.Valid.Until, ja = a.Name.Ja, easy = a.Name.Easy, en = a.Name.En, a.Kana,
            synonyms = a.Synonyms.ToArray(), a.Category, fee = a.Fee?.Amount, a.Limit, noteJa = a.Note?.Ja, noteEasy = a.Note?.Easy, noteEn = a.Note?.En, place,
        }), stop);
    }

    public static async Task Sizes(NpgsqlTransaction tx, TownId @operator, Items<Article> articles, DateOnly today, CancellationToken stop)
    {
        const string end = """
            delete from bulky_size s where town_id = @operator and valid_from >= @today
               and not exists (select from unnest(@of, @codes, @froms) k (article, code, valid_from)
                                where k.article = s.article and k.code = s.code and k.valid_from = s.valid_from);
            update bulky_size s set valid_to = @today - 1 where town_id = @operator and (valid_to is null or valid_to >= @today)
               and not exists (select from unnest(@of, @codes, @froms) k (article, code, valid_from)
                                where k.article = s.article and k.code = s.code and k.valid_from = s.valid_from);
            """;
        const string put = """
            insert into bulky_size (town_id, article, code, valid_from, valid_to, ja, easy, en, fee, place)
            values (@operator, @of, @Code, @from, @until, @ja, @easy, @en, @fee, @place)
            on conflict (town_id, article, code, valid_from) do update
               set valid_to = excluded.valid_to, ja = excluded.ja, easy = excluded.easy, en = excluded.en, fee = excluded.fee, place = excluded.place
            """;

        var sizes = articles.SelectMany(a => a.Sizes.Select(s => (Of: a.Code, Size: s))).DistinctBy(s => (s.Of, s.Size.Code, s.Size.Valid.From)).ToList();
        await Run(tx, end, new
        {
            @operator, today, of = sizes.Select(s => s.Of).ToArray(), codes = sizes.Select(s => s.Size.Code).ToArray(), froms = sizes.Select(s => s.Size.Valid.From).ToArray(),
        }, stop);
        await Run(tx, put, sizes.Select((s, place) => new
        {
            @operator, of = s.Of, s.Size.Code, from = s.Size.Valid.From, until = s.Size.Valid.Until,
            ja = s.Size.Name.Ja, easy = s.Size.Name.Easy, en = s.Size.Name.En, fee = s.Size.Fee.Amount, place,
        }), stop);
    }

    private static Task<int> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
}
