using Bot.Domain.Kernel;

namespace Bot.Infrastructure.Towns;

/// <summary>Reads <c>categories.csv</c>, <c>items.csv</c> with <c>sizes.csv</c>, and <c>excluded.csv</c>.</summary>
internal static class CatalogueFiles
{
    private static readonly string[] CategoryColumns = ["code", "ja", "easy", "en"];

    private static readonly string[] ItemColumns =
    [
        "code", "ja", "kana", "easy", "en", "synonyms", "category", "fee_yen", "limit", "note_ja", "note_easy", "note_en", "valid_from", "valid_to",
    ];

    private static readonly string[] SizeColumns = ["item", "code", "ja", "easy", "en", "fee_yen", "valid_from", "valid_to"];

    private static readonly string[] ExcludedColumns = ["code", "ja", "kana", "easy", "en", "synonyms", "advice_ja", "advice_easy", "advice_en"];

    public static Items<CategoryRow> Categories(string folder, FaultList faults)
    {
        var categories = new List<CategoryRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "categories.csv"), CategoryColumns, faults))
        {
            var category = new CategoryRow(row.Code(), row.Words(Limits.Label));
            Once(row, category.Code, categories.Select(c => c.Code));
            categories.Add(category);
        }

        return [.. categories];
    }

    public static Items<ItemRow> Items(string folder, Items<CategoryRow> categories, FaultList faults)
    {
        var sizes = Sizes(folder, faults);
        var items = new List<ItemRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "items.csv"), ItemColumns, faults))
        {
            var item = Item(row, sizes);
            if (categories.All(c => c.Code != item.Category))
            {
                row.Fault("category", $"「{item.Category}」は categories.csv にありません。");
            }

            if (items.Exists(i => i.Code == item.Code && i.Valid.Meets(item.Valid)))
            {
                row.Fault("code", $"「{item.Code}」の期間が重なっています。前の行の valid_to を、この行の valid_from の前の日にしてください。");
            }

            items.Add(item);
        }

        foreach (var (row, item, _) in sizes.Where(s => !items.Exists(i => i.Code == s.Item)))
        {
            row.Fault("item", $"「{item}」は items.csv にありません。");
        }

        return [.. items];
    }

    public static Items<ExcludedRow> Excluded(string folder, Items<ItemRow> items, FaultList faults)
    {
        var collected = items.SelectMany(i => i.Synonyms.Append(i.Name.Ja)).Select(JapaneseText.Fold).ToHashSet(StringComparer.Ordinal);
        var excluded = new List<ExcludedRow>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "excluded.csv"), ExcludedColumns, faults, mayBeEmpty: true))
        {
            var thing = new ExcludedRow
            {
                Code = row.Code(),
                Name = row.Words(Limits.Title),
                Kana = row.Kana(),
                Synonyms = row.Several("synonyms"),
                Advice = row.Words(Limits.Sentence, "advice_"),
            };
            Once(row, thing.Code, excluded.Select(e => e.Code));
            foreach (var both in thing.Synonyms.Append(thing.Name.Ja).Where(w => collected.Contains(JapaneseText.Fold(w))))
            {
                row.Fault("synonyms", $"「{both}」は items.csv にもあります。出せるか出せないか、どちらかにしてください。");
            }

            excluded.Add(thing);
        }

        return [.. excluded];
    }

    private static ItemRow Item(CsvRow row, IReadOnlyList<(CsvRow Row, string Item, SizeRow Size)> sizes)
    {
        var code = row.Code();
        var valid = Validity(row);
        var item = new ItemRow
        {
            Code = code,
            Name = row.Words(Limits.Title),
            Kana = row.Kana(),
            Synonyms = row.Several("synonyms"),
            Category = row.Text("category"),
            Fee = Fee(row),
            Sizes = [.. sizes.Where(s => s.Item == code && s.Size.Valid.Meets(valid)).Select(s => s.Size)],
            Limit = row.Number("limit", 1, 20),
            Note = row.MaybeWords(Limits.Sentence, "note_"),
            Valid = valid,
        };
        if (item.Fee is null == (item.Sizes.Count == 0))
        {
            row.Fault("fee_yen", "手数料を書くか、空にして sizes.csv に大きさごとの手数料を書いてください（両方は書けません）。");
        }

        return item;
    }

    private static List<(CsvRow Row, string Item, SizeRow Size)> Sizes(string folder, FaultList faults)
    {
        var sizes = new List<(CsvRow Row, string Item, SizeRow Size)>();
        foreach (var row in CsvTable.Read(Path.Combine(folder, "sizes.csv"), SizeColumns, faults, mayBeEmpty: true))
        {
            var item = row.Code("item");
            var fee = Fee(row);
            if (fee is null)
            {
                row.Fault("fee_yen", "空です。書いてください。");
            }

            var size = new SizeRow(row.Code(), row.Words(Limits.Label), fee ?? default, Validity(row));
            if (sizes.Exists(s => s.Item == item && s.Size.Code == size.Code && s.Size.Valid.Meets(size.Valid)))
            {
                row.Fault("code", $"「{item}」の「{size.Code}」の期間が重なっています。前の行の valid_to を直してください。");
            }

            sizes.Add((row, item, size));
        }

        return sizes;
    }

    private static Yen? Fee(CsvRow row)
    {
        // 50 yen is the least that a card can be charged
        if (row.MaybeNumber("fee_yen", 50, 100_000) is not { } fee)
        {
            return null;
        }

        if (fee % 10 != 0)
        {
            row.Fault("fee_yen", $"「{fee}」は10円きざみではありません。");
        }

        return new Yen(fee);
    }

    private static Period Validity(CsvRow row)
    {
        var valid = new Period(row.Date("valid_from"), row.MaybeDate("valid_to"));
        if (valid.To < valid.From)
        {
            row.Fault("valid_to", "valid_from より前の日です。");
        }

        return valid;
    }

    private static void Once(CsvRow row, string code, IEnumerable<string> before)
    {
        if (before.Contains(code, StringComparer.Ordinal))
        {
            row.Fault("code", $"「{code}」が二度あります。別の番号にしてください。");
        }
    }
}
