using Bot.Infrastructure.Line;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Line.Sending;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>Asks LINE whether a town's account is set up as it must be.</summary>
internal sealed class TownLineCheck(LineClient line, TownReport report)
{
    private const string Console = "LINE Developersコンソール（https://developers.line.biz/console/）の「Messaging API設定」";

    public async Task Run(TownProfile town, LineChannel channel, Uri webhook, CancellationToken stop)
    {
        if (!await Account(town, channel, stop))
        {
            return;
        }

        await Webhook(town, channel, webhook, stop);
        report.Look(
            "webhookの再送（redelivery）は、LINEから読み取れません。目で見て確かめてください。",
            $"{Console}で「Webhookの再送」がオンになっていること。オフだと、止まっていた間のメッセージが失われます。");
        await Menus(town, channel, stop);
        await Quota(channel, stop);
    }

    private async Task<bool> Account(TownProfile town, LineChannel channel, CancellationToken stop)
    {
        switch (await line.BotInfo(channel, stop))
        {
            case LineAnswer<LineBot>.Ok { Value: var bot }:
                report.Good($"LINEのトークンを取得できました（{bot.DisplayName} {bot.BasicId}）。");
                if (bot.UserId == channel.BotUserId)
                {
                    report.Good("ボットのユーザーIDが合っています。");
                }
                else
                {
                    report.Bad("ボットのユーザーIDが違います。", $"Towns__{town.Id}__Line__BotUserId を {bot.UserId} にしてください。別の町のチャネルでないかも確かめてください。");
                }

                if (bot.ChatMode is "bot")
                {
                    report.Good("応答の方法は「ボット」です。");
                }
                else
                {
                    report.Bad("応答の方法が「チャット」です。", "LINE Official Account Managerの「設定 → 応答設定」で「チャット」をオフにしてください。");
                }

                return true;
            case var trouble:
                report.Bad(
                    $"LINEのトークンを取得できません（{Why(trouble)}）。",
                    $"Towns__{town.Id}__Line__ChannelId と …__ChannelSecret を、コンソールの「チャネル基本設定」と見比べてください。");
                return false;
        }
    }

    private async Task Webhook(TownProfile town, LineChannel channel, Uri webhook, CancellationToken stop)
    {
        switch (await line.GetWebhook(channel, stop))
        {
            case LineAnswer<LineWebhookSetting>.Ok { Value: var setting } when setting.Endpoint == webhook.AbsoluteUri:
                report.Good($"webhookの住所が合っています（{webhook}）。");
                if (setting.Active)
                {
                    report.Good("webhookの利用がオンです。");
                }
                else
                {
                    report.Bad("webhookの利用がオフです。", $"{Console}で「Webhookの利用」をオンにしてください。");
                }

                break;
            case LineAnswer<LineWebhookSetting>.Ok { Value: var setting }:
                report.Bad($"webhookの住所が違います（今は {setting.Endpoint}）。", $"scripts/town publish {town.Id} で {webhook} に直せます。");
                break;
            case LineAnswer<LineWebhookSetting>.NotFound:
                report.Bad("webhookの住所が登録されていません。", $"scripts/town publish {town.Id} で登録してください。");
                return;
            case var trouble:
                report.Bad($"webhookの住所を読めません（{Why(trouble)}）。", "しばらくしてから、もう一度確かめてください。");
                return;
        }

        switch (await line.TestWebhook(channel, stop))
        {
            case LineAnswer<LineWebhookTest>.Ok { Value: { Success: true } test }:
                report.Good($"LINEからの試しの送信が届きました（{test.Status}）。");
                break;
            case LineAnswer<LineWebhookTest>.Ok { Value: var test }:
                report.Bad($"LINEからの試しの送信が届きません（{test.Reason} {test.Detail}）。", Mend(test.Reason, webhook));
                break;
            case var trouble:
                report.Bad($"LINEに試しの送信を頼めません（{Why(trouble)}）。", "1時間に60回までです。しばらくしてから、もう一度確かめてください。");
                break;
        }
    }

    private async Task Menus(TownProfile town, LineChannel channel, CancellationToken stop)
    {
        if (await line.ListMenus(channel, stop) is not LineAnswer<RichMenuList>.Ok { Value: var list })
        {
            report.Bad("リッチメニューの一覧を読めません。", "しばらくしてから、もう一度確かめてください。");
            return;
        }

        var missing = new List<string>();
        foreach (var menu in town.RichMenus)
        {
            var aliased = await line.MenuByAlias(channel, RichMenuAlias.Of(menu.Name), stop);
            if (aliased is not LineAnswer<RichMenuId>.Ok { Value.Value: var id } || !list.Menus.Contains((id, menu.NameAtLine(town.Id))))
            {
                missing.Add(menu.Name);
            }
        }

        var shown = await line.DefaultMenu(channel, stop);
        if (missing.Count == 0 && shown is LineAnswer<RichMenuId>.Ok)
        {
            report.Good($"リッチメニュー{town.RichMenus.Count}枚が登録されています。");
        }
        else
        {
            report.Bad(
                missing.Count > 0 ? $"リッチメニューが登録されていないか、古くなっています（{string.Join(", ", missing)}）。" : "最初に出るリッチメニューが決まっていません。",
                $"scripts/town publish {town.Id} で登録してください。");
        }
    }

    private async Task Quota(LineChannel channel, CancellationToken stop)
    {
        var used = await line.Consumption(channel, stop) is LineAnswer<LineUsage>.Ok { Value: var usage } ? $"今月は約{usage.Messages}通" : "今月の数は不明";
        switch (await line.Quota(channel, stop))
        {
            case LineAnswer<LineQuota>.Ok { Value: { Limit: null } }:
                report.Good($"送れる数に上限はありません（{used}）。");
                break;
            case LineAnswer<LineQuota>.Ok { Value: var quota }:
                report.Look($"送れる数は月に{quota.Limit}通までです（{used}）。", "地方公共団体プランには上限がありません。プランを確かめてください。");
                break;
            case var trouble:
                report.Look($"送れる数を読めません（{Why(trouble)}）。", "LINE Official Account Managerで確かめてください。");
                break;
        }
    }

    /// <summary>What became of the call, in a word or two.</summary>
    internal static string Why<T>(LineAnswer<T> answer) => answer switch
    {
        LineAnswer<T>.Refused refused => $"LINEの返事 {refused.Status} {refused.Message}",
        LineAnswer<T>.Unreachable unreachable => unreachable.Reason,
        LineAnswer<T>.RateLimited => "回数の上限",
        LineAnswer<T>.NotFound => "見つかりません",
        _ => "",
    };

    private static string Mend(string? reason, Uri webhook) => reason switch
    {
        "COULD_NOT_CONNECT" => $"{webhook.Host} に外からつながるか、証明書が正しいかを確かめてください。",
        "REQUEST_TIMEOUT" => "返事が遅すぎます。システムが動いているか、混んでいないかを確かめてください。",
        "ERROR_STATUS_CODE" => "システムが受け取りを断りました。チャネルシークレットが、このチャネルのものか確かめてください。",
        _ => "システムが動いているか、住所と証明書が正しいかを確かめてください。",
    };
}
