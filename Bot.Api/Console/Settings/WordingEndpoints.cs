using System.Text.Json.Nodes;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Conversations;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Stripe;
using Bot.Infrastructure.Towns;
using Bot.Infrastructure.Wording;

namespace Bot.Api.Console.Settings;

/// <summary>A phrase in the complete languages: as it ships, and as the town says it.</summary>
public sealed record PhraseRow(string Key, IReadOnlyDictionary<string, string> Shipped, IReadOnlyDictionary<string, string> Own)
{
    public string Text(string language) => Own.GetValueOrDefault(language) ?? Shipped.GetValueOrDefault(language, "");
}

/// <summary>What the town says in its own way, and what it is connected to.</summary>
internal static class WordingEndpoints
{
    private const string Log = "settings/history";

    public static void MapWording(this RouteGroupBuilder console)
    {
        console.MapGet("/settings/wording", List).Needs(Rights.SettingsSee);
        console.MapGet("/settings/wording/{key}", One).Needs(Rights.SettingsSee);
        console.MapPost("/settings/wording/{key}", Change).Needs(Rights.SettingsChange);
        console.MapPost("/settings/wording/{key}/reset", Reset).Needs(Rights.SettingsChange);
        console.MapGet("/settings/connections", Connections).Needs(Rights.SettingsSee);
    }

    private static async Task<IResult> List(Visit visit, SettingsDesk desk)
    {
        var (town, search) = (await desk.Town(visit), JapaneseText.Fold(visit.Query("q")));
        var rows = Rows(town).Where(r => search.Length == 0 || Language.Complete.Any(l => JapaneseText.Fold(r.Text(l.Tag)).Contains(search, StringComparison.Ordinal)) || r.Key.Contains(visit.Query("q"), StringComparison.Ordinal));
        return visit.Page<WordingPage>(new { Rows = rows.Where(r => visit.Query("own") != "1" || r.Own.Count > 0).ToList(), Search = visit.Query("q") });
    }

    private static async Task<IResult> One(Visit visit, string key, SettingsDesk desk) =>
        Row(await desk.Town(visit), key) is { } row ? Shown(visit, await desk.Town(visit), row, [], null) : visit.NotFound();

    private static async Task<IResult> Change(Visit visit, string key, SettingsDesk desk, ChangeAnswer answer)
    {
        var town = await desk.Town(visit);
        if (Row(town, key) is not { } row)
        {
            return visit.NotFound();
        }

        var texts = Language.Complete.Select(l => (Language: l.Tag, Text: visit.Field(l.Tag))).ToList();
        var faults = texts.Where(t => t.Text.Length > 600).Select(t => new Fault("wording", null, t.Language, "長すぎます。600文字以内にしてください。")).ToList();
        if (visit.Field("show") == "preview" || faults.Count > 0)
        {
            return Shown(visit, town, row, [.. faults], null);
        }

        return await answer.Make(
            visit, Rights.SettingsChange, $"「{key}」の言い方を変更", Piece(key, TownPieces.Words(texts)), $"settings/wording/{key}", Log,
            (wrong, note) => Shown(visit, town, row, [.. wrong.Select(f => f with { Column = f.File["wording.".Length..^".json".Length] })], note));
    }

    private static async Task<IResult> Reset(Visit visit, string key, SettingsDesk desk, LiveRegion live, ChangeAnswer answer)
    {
        var town = await desk.Town(visit);
        if (Row(town, key) is not { } row)
        {
            return visit.NotFound();
        }

        // A phrase that the folder says in its own way goes back to what ships by saying that; any other by saying nothing.
        var inFolder = live.Folder.Find(visit.TownId)!.Wording.Any(p => p.Key == key);
        var value = inFolder ? TownPieces.Words(row.Shipped.Select(s => (s.Key, s.Value))) : null;
        return await answer.Make(
            visit, Rights.SettingsChange, $"「{key}」を最初の言い方に戻す", Piece(key, value), $"settings/wording/{key}", Log, (wrong, note) => Shown(visit, town, row, wrong, note));
    }

    /// <summary>Secrets stand in the environment: whether they are there is told, what they are never.</summary>
    private static IResult Connections(Visit visit, LineChannels channels, StripeAccounts accounts, IConfiguration settings)
    {
        bool Set(string name) => !string.IsNullOrWhiteSpace(settings[$"Towns:{visit.TownId.Value}:{name}"]);
        return visit.Page<ConnectionsPage>(new
        {
            Rows = new List<(string, bool)>
            {
                ("LINE チャネルID", channels.Of(visit.TownId) is not null),
                ("LINE チャネルシークレット", Set("Line:ChannelSecret")),
                ("LINE 次のチャネルシークレット（入れ替え中だけ）", Set("Line:NextChannelSecret")),
                ("LINE ベーシックID", Set("Line:BasicId")),
                ("Stripe シークレットキー", accounts.Of(visit.TownId) is not null),
                ("Stripe Webhook シークレット", Set("Stripe:WebhookSecret")),
                ("Stripe 次の Webhook シークレット（入れ替え中だけ）", Set("Stripe:NextWebhookSecret")),
            },
            IsLive = accounts.Of(visit.TownId)?.IsLive,
        });
    }

    private static IResult Shown(Visit visit, TownProfile town, PhraseRow row, Items<Fault> faults, string? note)
    {
        string Text(string language) => visit.Has(language) ? visit.Field(language) : row.Text(language);
        var tried = town with
        {
            Wording = [.. town.Wording.Where(p => p.Key != row.Key), .. Language.Complete.Select(l => new Phrase(l, row.Key, Text(l.Tag)))],
        };
        var words = TownWords.Of(tried);
        var parameters = new
        {
            Row = row,
            Preview = Language.Complete.Select(l => (Language: l.Tag, Said: words.Say(Words.Of(row.Key), l))).ToList(),
            Colour = town.Colours.Primary,
            Faults = faults,
            Note = note,
        };
        return faults.Count > 0 || note is not null ? visit.Refuse<PhrasePage>(parameters) : visit.Page<PhrasePage>(parameters);
    }

    private static Dictionary<string, JsonNode?> Piece(string key, JsonNode? value) => new(StringComparer.Ordinal) { [TownPieces.Wording + key] = value };

    private static PhraseRow? Row(TownProfile town, string key) => Rows(town).FirstOrDefault(r => r.Key == key);

    private static IEnumerable<PhraseRow> Rows(TownProfile town)
    {
        var own = town.Wording.ToLookup(p => p.Key, StringComparer.Ordinal);
        return WordingFiles.Shipped().GroupBy(p => p.Key, StringComparer.Ordinal).Select(g => new PhraseRow(
            g.Key,
            g.Where(p => Language.Complete.Contains(p.Language)).ToDictionary(p => p.Language.Tag, p => p.Text, StringComparer.Ordinal),
            own[g.Key].ToDictionary(p => p.Language.Tag, p => p.Text, StringComparer.Ordinal)));
    }
}
