using Bot.Domain.Kernel;
using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>
/// Registers a town's webhook and rich menus with LINE. Repeatable: what is there already stays, and what a broken run left behind is cleared away.
/// </summary>
internal sealed class TownPublish(LineClient line, Database database, TownReport report, TimeProvider clock)
{
    private const int Patience = 12;

    /// <summary>LINE takes no more people in one call.</summary>
    private const int MostLinked = 500;

    public async Task Run(TownProfile town, LineChannel channel, Uri webhook, CancellationToken stop)
    {
        // That a disaster goes on stands in the database, not in the folder.
        var pieces = await database.ReadInTown(town.Id, tx => SettingTable.All(tx, town.Id, stop), stop);
        town = town with { Disaster = TownPieces.Over(town, pieces).Disaster };
        if (!await Webhook(channel, webhook, stop) || await Listed(channel, stop) is not { } listed
            || await Create(town, channel, listed, stop) is not { } current)
        {
            return;
        }

        if (!await Alias(channel, current, stop))
        {
            return;
        }

        var first = current.Single(m => m.Name == TownMenu.NameFor(Language.Japanese));
        if (await Ask(() => line.SetDefaultMenu(channel, first.RichMenuId, stop), stop) is not LineAnswer<Done>.Ok)
        {
            report.Bad("最初に出るメニューを決められませんでした。", "しばらくしてから、もう一度 publish を動かしてください。");
            return;
        }

        await Note(town.Id, current, stop);
        var old = listed.Where(l => l.Name.StartsWith(TownMenu.PrefixAtLine(town.Id), StringComparison.Ordinal) && current.All(c => c.RichMenuId != l.Id)).ToList();
        // Whoever has chosen a language sees a menu of their own; without this it would vanish together with the old one.
        if (old.Count > 0 && await Relink(town, channel, current, stop))
        {
            await Clear(channel, old, stop);
        }

        report.Good("登録が終わりました。トークに出るまで1分ほどかかることがあります。");
    }

    private async Task<bool> Webhook(LineChannel channel, Uri webhook, CancellationToken stop)
    {
        if (await line.GetWebhook(channel, stop) is LineAnswer<LineWebhookSetting>.Ok { Value: var now } && now.Endpoint == webhook.AbsoluteUri)
        {
            report.Good($"webhookの住所は登録済みです（{webhook}）。");
            return true;
        }

        var answer = await Ask(() => line.SetWebhook(channel, webhook, stop), stop);
        if (answer is LineAnswer<Done>.Ok)
        {
            report.Good($"webhookの住所を登録しました（{webhook}）。");
            return true;
        }

        report.Bad($"webhookの住所を登録できません（{TownLineCheck.Why(answer)}）。", "scripts/town check で設定を確かめてください。");
        return false;
    }

    private async Task<Items<(string Id, string Name)>?> Listed(LineChannel channel, CancellationToken stop)
    {
        var answer = await Ask(() => line.ListMenus(channel, stop), stop);
        if (answer is LineAnswer<RichMenuList>.Ok { Value: var list })
        {
            return list.Menus;
        }

        report.Bad($"リッチメニューの一覧を読めません（{TownLineCheck.Why(answer)}）。", "scripts/town check で設定を確かめてください。");
        return null;
    }

    private async Task<IReadOnlyList<PublishedMenu>?> Create(
        TownProfile town, LineChannel channel, Items<(string Id, string Name)> listed, CancellationToken stop)
    {
        var known = await database.ReadInTown(town.Id, tx => RichMenuTable.All(tx, town.Id, stop), stop);
        var current = new List<PublishedMenu>();
        foreach (var menu in town.RichMenus)
        {
            var name = menu.NameAtLine(town.Id);
            // only what we noted has its picture for sure; anything else of that name is the rest of a broken run
            var kept = known.FirstOrDefault(k => k.Name == menu.Name && listed.Contains((k.RichMenuId, name)));
            if ((kept?.RichMenuId ?? await Create(channel, menu, name, stop)) is not { } id)
            {
                return null;
            }

            report.Good(kept is null ? $"メニュー {menu.Name} を登録しました。" : $"メニュー {menu.Name} は変わっていません。");
            current.Add(new PublishedMenu(menu.Name, menu.ContentHash, id));
        }

        return current;
    }

    private async Task<string?> Create(LineChannel channel, TownMenu menu, string name, CancellationToken stop)
    {
        var made = await Ask(() => line.CreateMenu(channel, menu.Menu with { Name = name }, stop), stop);
        if (made is not LineAnswer<RichMenuId>.Ok { Value.Value: var id })
        {
            report.Bad($"メニュー {menu.Name} を作れません（{TownLineCheck.Why(made)}）。", "scripts/town lint で確かめ、もう一度 publish を動かしてください。");
            return null;
        }

        var picture = await File.ReadAllBytesAsync(menu.Picture, stop);
        var painted = await Ask(() => line.UploadMenuImage(channel, id, "image/png", picture, stop), stop);
        if (painted is LineAnswer<Done>.Ok)
        {
            return id;
        }

        report.Bad($"メニュー {menu.Name} の画像を送れません（{TownLineCheck.Why(painted)}）。", "もう一度 publish を動かしてください。途中のものは片付けられます。");
        return null;
    }

    /// <summary>The sender finds a menu by its alias, so the alias goes over to the new menu before the old one goes.</summary>
    private async Task<bool> Alias(LineChannel channel, IReadOnlyList<PublishedMenu> current, CancellationToken stop)
    {
        foreach (var menu in current)
        {
            var alias = RichMenuAlias.Of(menu.Name);
            var answer = await line.MenuByAlias(channel, alias, stop) switch
            {
                LineAnswer<RichMenuId>.Ok { Value.Value: var id } when id == menu.RichMenuId => new LineAnswer<Done>.Ok(default, null),
                LineAnswer<RichMenuId>.NotFound => await Ask(() => line.CreateAlias(channel, alias, menu.RichMenuId, stop), stop),
                _ => await Ask(() => line.MoveAlias(channel, alias, menu.RichMenuId, stop), stop),
            };
            if (answer is not LineAnswer<Done>.Ok)
            {
                report.Bad($"メニュー {menu.Name} に呼び名を付けられません（{TownLineCheck.Why(answer)}）。", "もう一度 publish を動かしてください。");
                return false;
            }
        }

        return true;
    }

    private Task Note(TownId town, IReadOnlyList<PublishedMenu> current, CancellationToken stop) => database.InTown(
        town,
        async tx =>
        {
            foreach (var gone in (await RichMenuTable.All(tx, town, stop)).Where(k => current.All(c => c.Name != k.Name)))
            {
                await RichMenuTable.Remove(tx, town, gone.Name, stop);
            }

            foreach (var menu in current)
            {
                await RichMenuTable.Set(tx, town, menu, stop);
            }
        },
        stop);

    /// <summary>During a disaster everybody has a menu of their own, also those who see the usual one of the account otherwise.</summary>
    private async Task<bool> Relink(TownProfile town, LineChannel channel, IReadOnlyList<PublishedMenu> current, CancellationToken stop)
    {
        CitizenId? after = null;
        while (await database.ReadInTown(
            town.Id, tx => town.Disaster is null ? RichMenuTable.Choosers(tx, town.Id, after, stop) : RichMenuTable.Friends(tx, town.Id, after, MostLinked, stop), stop) is { Count: > 0 } page)
        {
            foreach (var group in page.GroupBy(p => TownMenu.NameFor(p.Language, town), StringComparer.Ordinal))
            {
                var users = group.Select(p => p.Citizen.Value).ToList();
                var id = current.Single(c => c.Name == group.Key).RichMenuId;
                var answer = await Ask(() => line.LinkMenus(channel, users, id, stop), stop);
                if (answer is not LineAnswer<Done>.Ok)
                {
                    report.Bad(
                        $"ことばを選んだ人のメニューを取り替えられません（{TownLineCheck.Why(answer)}）。", "古いメニューは残しました。もう一度 publish を動かしてください。");
                    return false;
                }
            }

            after = page[^1].Citizen;
        }

        return true;
    }

    private async Task Clear(LineChannel channel, List<(string Id, string Name)> old, CancellationToken stop)
    {
        foreach (var (id, name) in old)
        {
            var answer = await Ask(() => line.DeleteMenu(channel, id, stop), stop);
            if (answer is not (LineAnswer<Done>.Ok or LineAnswer<Done>.NotFound))
            {
                report.Look($"古いメニュー {name} を消せません（{TownLineCheck.Why(answer)}）。", "次の publish で、もう一度消します。");
                return;
            }
        }

        report.Good($"古いメニューを{old.Count}枚消しました。");
    }

    /// <summary>LINE takes 100 new menus an hour: when it, or our own count, says "not now", we wait and ask again.</summary>
    private async Task<LineAnswer<T>> Ask<T>(Func<Task<LineAnswer<T>>> call, CancellationToken stop)
    {
        var answer = await call();
        for (var tries = 1; answer is LineAnswer<T>.RateLimited({ } after) && tries < Patience; tries++)
        {
            var wait = TimeSpan.FromSeconds(Math.Clamp(after.TotalSeconds, Math.Min(1 << tries, 60), 120));
            report.Say($"… LINEの回数の上限のため、{wait.TotalSeconds:0}秒待ちます。");
            await Task.Delay(wait, clock, stop);
            answer = await call();
        }

        return answer;
    }
}
