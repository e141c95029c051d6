using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary><c>Bot.Api town …</c>: looks after the towns' folders. Speaks to clerks, so in Japanese.</summary>
public static class TownCommand
{
    private const int Good = 0;
    private const int Faulty = 1;
    private const int Misused = 2;

    /// <param name="words">What follows <c>town</c> on the command line.</param>
    public static async Task<int> Run(string[] words, IConfiguration settings, TextWriter output, TimeProvider clock, CancellationToken stop)
    {
        var folder = settings["TownsFolder"] ?? Path.Combine("infra", "towns");
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return words switch
        {
            ["list"] => List(folder, output),
            ["lint", var slug] => Lint(folder, slug, output, today),
            ["check", var slug] when Find(folder, slug, output) is var town => town is null ? Faulty : await Check(town, settings, output, clock, stop),
            ["publish", var slug] when Find(folder, slug, output) is var town => town is null ? Faulty : await Publish(town, settings, output, clock, stop),
            _ => Misuse(output),
        };
    }

    private static async Task<int> Check(TownProfile town, IConfiguration settings, TextWriter output, TimeProvider clock, CancellationToken stop)
    {
        var report = new TownReport(output);
        await using var wires = new TownWires(settings, clock);
        report.Say($"{town.Name.Ja}のLINE");
        if (TownWires.Channel(settings, town.Id, report) is { } channel && TownWires.Webhook(settings, town.Id, report) is { } webhook)
        {
            await new TownLineCheck(wires.Line, report).Run(town, channel, webhook, stop);
        }

        report.Say($"{town.Name.Ja}のStripe");
        if (TownWires.Account(settings, town.Id, report) is { } account)
        {
            await new TownStripeCheck(wires.Stripe, report).Run(town, account, stop);
        }

        report.Say(report.Faults == 0 ? "直すところはありません。△は目で見て確かめてください。" : $"直すところが{report.Faults}件あります。");
        return report.Faults == 0 ? Good : Faulty;
    }

    private static async Task<int> Publish(TownProfile town, IConfiguration settings, TextWriter output, TimeProvider clock, CancellationToken stop)
    {
        var report = new TownReport(output);
        if (settings.GetConnectionString("Bot") is not { Length: > 0 } connection)
        {
            report.Bad("データベースの設定がありません。", "ConnectionStrings__Bot を入れてください。");
            return Faulty;
        }

        await using var wires = new TownWires(settings, clock);
        await using var database = Database.Open(connection);
        if (TownWires.Channel(settings, town.Id, report) is { } channel && TownWires.Webhook(settings, town.Id, report) is { } webhook)
        {
            await new TownPublish(wires.Line, database, report, clock).Run(town, channel, webhook, stop);
        }

        return report.Faults == 0 ? Good : Faulty;
    }

    /// <summary>A town with an account of its own, from a region without faults; else the clerk is told why not.</summary>
    private static TownProfile? Find(string folder, string slug, TextWriter output)
    {
        if (RegionFolder.Load(folder) is not Loaded<Region>.Good(var region))
        {
            output.WriteLine("✗ フォルダーに誤りがあります。先に scripts/town lint all で直してください。");
            return null;
        }

        var town = TownId.TryParse(slug, out var id) ? region.Find(id) : null;
        if (town is not { Kind: TownKind.Town })
        {
            output.WriteLine(town is null ? $"✗ 「{slug}」というフォルダーが {folder} にありません。" : $"✗ {town.Name.Ja}は組合なので、LINEの口座を持ちません。");
            return null;
        }

        return town;
    }

    private static int List(string folder, TextWriter output)
    {
        if (RegionFolder.Load(folder) is not Loaded<Region>.Good(var region))
        {
            output.WriteLine("フォルダーに誤りがあります。「lint all」で見てください。");
            return Faulty;
        }

        foreach (var town in region.Towns)
        {
            var kind = town.Kind == TownKind.Town ? $"町 地区{town.Areas.Count}" : $"組合 {string.Join('・', town.Members)}";
            output.WriteLine($"{town.Id.Value,-16} {town.Name.Ja}（{kind}） {town.Office.Telephone}");
        }

        return Good;
    }

    private static int Lint(string folder, string slug, TextWriter output, DateOnly today)
    {
        if (slug != "all" && (!TownId.TryParse(slug, out _) || !Directory.Exists(Path.Combine(folder, slug))))
        {
            output.WriteLine($"✗ 「{slug}」というフォルダーが {folder} にありません。");
            return Misused;
        }

        var loaded = RegionFolder.Load(folder);
        if (loaded is Loaded<Region>.Good(var region))
        {
            output.WriteLine($"✓ {(slug == "all" ? $"{region.Towns.Count}つのフォルダー" : slug)}: 誤りはありません。");
            if (region.Holidays.Until < today.AddMonths(6))
            {
                output.WriteLine($"△ holidays-jp.csv は {region.Holidays.Until:yyyy-MM-dd} までです。次の年の祝日を書き足してください。");
            }

            return Good;
        }

        var faults = ((Loaded<Region>.Bad)loaded).Faults;
        // what stands in no town's folder concerns every town
        var mine = faults.Where(f => slug == "all" || f.File.StartsWith(slug + "/", StringComparison.Ordinal) || !f.File.Contains('/', StringComparison.Ordinal)).ToList();
        foreach (var fault in mine)
        {
            output.WriteLine($"✗ {fault}");
        }

        output.WriteLine(mine.Count == 0
            ? $"✓ {slug}: 誤りはありません。ほかのフォルダーに誤りが{faults.Count}件あります。"
            : $"誤りが{mine.Count}件あります。直してから、もう一度動かしてください。");
        return mine.Count == 0 ? Good : Faulty;
    }

    private static int Misuse(TextWriter output)
    {
        output.WriteLine("使い方: scripts/town list | lint <町>|all | draw <町> | check <町> | publish <町>");
        return Misused;
    }
}
