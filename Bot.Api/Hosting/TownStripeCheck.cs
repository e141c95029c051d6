using Bot.Infrastructure.Stripe;
using Bot.Infrastructure.Towns;

namespace Bot.Api.Hosting;

/// <summary>Asks Stripe whether a town's account can take the money that the town wants to take.</summary>
internal sealed class TownStripeCheck(StripeClient stripe, TownReport report)
{
    public async Task Run(TownProfile town, StripeAccount account, CancellationToken stop)
    {
        switch (await stripe.GetAccount(account, stop))
        {
            case StripeAnswer<StripeStanding>.Good { Value: var standing }:
                report.Good($"Stripeのキーが使えます（{standing.Id}）。");
                Standing(account, standing);
                foreach (var method in town.Payment!.Methods)
                {
                    Method(method, standing);
                }

                break;
            case StripeAnswer<StripeStanding>.Bad { Error: StripeError.NotAllowed }:
                report.Bad("Stripeのキーが使えません。", $"Towns__{town.Id}__Stripe__SecretKey を、ダッシュボードの「開発者 → APIキー」と見比べてください。");
                break;
            case StripeAnswer<StripeStanding>.Bad { Error: StripeError.NotFound }:
                report.Look("Stripeの口座の状態を読めませんでした。", "ダッシュボードの「設定 → 支払い方法」で、使う支払い方法がオンになっているか見てください。");
                break;
            case StripeAnswer<StripeStanding>.Bad { Error: var error }:
                report.Bad($"Stripeにつながりません（{error.Message}）。", "通信の設定を確かめ、しばらくしてから、もう一度動かしてください。");
                break;
        }
    }

    private void Standing(StripeAccount account, StripeStanding standing)
    {
        if (account.IsLive)
        {
            report.Good("本番用のキーです。");
        }
        else
        {
            report.Look("テスト用のキーです。実際のお金は動きません。", "住民に公開する前に、本番用のキー（sk_live_…）に替えてください。");
        }

        if (standing.TakesMoney)
        {
            report.Good("支払いを受け付けられます。");
        }
        else
        {
            report.Bad("この口座は、まだ支払いを受け付けられません。", "ダッシュボードの上に出ている案内に沿って、本人確認などの手続きを終えてください。");
        }

        if (standing.Currency is { } currency && currency != "jpy")
        {
            report.Bad($"口座の通貨が日本円ではありません（{currency}）。", "日本の口座のキーか確かめてください。");
        }
    }

    private void Method(string method, StripeStanding standing)
    {
        var (name, state) = method switch
        {
            "card" => ("カード", standing.Card),
            "konbini" => ("コンビニ", standing.Konbini),
            "paypay" => ("PayPay", standing.PayPay),
            _ => (method, null),
        };
        switch (state)
        {
            case "active":
                report.Good($"{name}払いが使えます。");
                break;
            case null:
                report.Look($"{name}払いが使えるか、読み取れません。", "ダッシュボードの「設定 → 支払い方法」で、オンになっているか見てください。");
                break;
            default:
                report.Bad(
                    $"{name}払いがまだ使えません（{state}）。",
                    $"ダッシュボードの「設定 → 支払い方法」で{name}をオンにし、審査が終わるのを待ってください。使わないなら town.json の methods から消してください。");
                break;
        }
    }
}
