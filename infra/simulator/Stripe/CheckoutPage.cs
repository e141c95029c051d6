using System.Globalization;
using System.Text.Encodings.Web;

namespace Bot.Simulator.Stripe;

/// <summary>The hosted payment page, in Japanese.</summary>
internal static class CheckoutPage
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP");

    public static string Unknown() => Frame("お支払い", "<main class=\"paper\"><h1>このお支払いは見つかりません</h1><p>トークに戻って、もう一度お支払いのボタンを押してください。</p></main>");

    public static string Write(StripeAccount account, StripeSession session, string? problem) => Frame(
        "お支払い " + account.TownName,
        $"""
        <main class="desk">
          {Summary(account, session)}
          {(session.Status, session.Intent?.Method) switch
          {
              ("open", _) => Choice(session, problem),
              ("complete", PayMethod.Konbini) => Voucher(session),
              ("complete", _) => Done("お支払いが完了しました", "この画面は閉じてかまいません。", session.Return),
              _ => Done("お支払いの期限が切れました", "トークに戻って、もう一度お手続きください。", session.CancelUrl),
          }}
        </main>
        """);

    private static string Summary(StripeAccount account, StripeSession session) => $"""
        <section class="summary" aria-labelledby="to">
          <p class="trial">動作確認用の支払い画面です。お金は動きません。</p>
          {(session.Status == "open" && session.CancelUrl is { } cancel ? $"<a class=\"cancel\" data-testid=\"checkout-cancel\" href=\"{Safe(cancel)}\">← 支払わずに戻る</a>" : "")}
          <p class="to" id="to">{Safe(account.TownName)} へのお支払い</p>
          <p class="total" data-testid="checkout-total">{Yen(session.Amount)}</p>
          <ul class="lines">
            {string.Concat(session.Lines.Select(l => $"<li><span>{Safe(l.Name)}{(l.Quantity > 1 ? FormattableString.Invariant($" × {l.Quantity}") : "")}</span><span>{Yen(l.UnitAmount * l.Quantity)}</span></li>"))}
          </ul>
        </section>
        """;

    private static string Choice(StripeSession session, string? problem) => $"""
        <section class="paper">
          <h1>お支払い方法</h1>
          {(problem is null ? "" : $"<p class=\"problem\" role=\"alert\">{Safe(problem)}</p>")}
          {string.Concat(session.Methods.Select((m, i) => Method(session, m, i == 0)))}
        </section>
        """;

    private static string Method(StripeSession session, PayMethod method, bool open)
    {
        var (title, inner, button) = method switch
        {
            PayMethod.Card => ("クレジットカード", CardFields(session), Yen(session.Amount) + " を支払う"),
            PayMethod.Konbini => ("コンビニ払い", KonbiniFields(session), "払込番号を発行する"),
            _ => ("PayPay", "<p>PayPayアプリで支払います（この画面では、押すとすぐに支払い済みになります）。</p>", "PayPayで支払う"),
        };
        var name = StripeWriter.Name(method);
        return $"""
            <details name="method" class="method {name}"{(open ? " open" : "")} data-testid="method-{name}">
              <summary>{title}</summary>
              <form method="post" action="/stripe/checkout/{session.Id}/pay">
                <input type="hidden" name="method" value="{name}">
                {inner}
                <button type="submit" data-testid="pay-{name}">{button}</button>
              </form>
            </details>
            """;
    }

    private static string CardFields(StripeSession session) => $"""
        {Email(session, "card")}
        <label>カード番号<input name="card" inputmode="numeric" autocomplete="off" value="4242 4242 4242 4242" required></label>
        <div class="pair">
          <label>有効期限<input name="until" autocomplete="off" value="12 / 34" required></label>
          <label>セキュリティコード<input name="code" inputmode="numeric" autocomplete="off" value="123" required></label>
        </div>
        <label>カードの名義<input name="holder" autocomplete="off" value="HOSHI HANAKO" required></label>
        <p class="hint">試せる番号: 4000 0000 0000 0002 は「カードが使えません」になります。</p>
        """;

    private static string KonbiniFields(StripeSession session) => $"""
        {Email(session, "konbini")}
        <label>お名前<input name="holder" autocomplete="off" value="ほし はなこ" required></label>
        <p class="hint">ファミリーマート・ローソン・ミニストップ・セイコーマートで支払えます。期限は{session.KonbiniDays.ToString(CultureInfo.InvariantCulture)}日後の23時59分です。</p>
        """;

    private static string Email(StripeSession session, string prefix) =>
        $"<label>メールアドレス<input type=\"email\" name=\"email\" id=\"{prefix}-email\" autocomplete=\"off\" value=\"{Safe(session.CustomerEmail ?? "resident@example.jp")}\" required></label>";

    private static string Voucher(StripeSession session)
    {
        if (session.PaymentStatus == "paid") return Done("お店でのお支払いを確認しました", "この画面は閉じてかまいません。", session.Return);
        if (session.Intent!.Status != "requires_action") return Done("払込番号の期限が切れました", "トークに戻って、もう一度お手続きください。", session.CancelUrl);
        var (payment, confirmation) = StripeWriter.Numbers(session);
        return $"""
            <section class="paper" data-testid="voucher">
              <h1>お店で支払ってください</h1>
              <dl>
                <dt>払込番号（お客様番号）</dt><dd class="number" data-testid="voucher-number">{payment}</dd>
                <dt>確認番号</dt><dd class="number">{confirmation}</dd>
                <dt>期限</dt><dd>{session.VoucherUntil?.ToString("M月d日（ddd）HH時mm分", Japanese)}まで</dd>
              </dl>
              <p class="hint">店内の端末かレジで番号を伝えます。下のボタンは、お店での出来事の代わりです。</p>
              <form method="post" action="/stripe/checkout/{session.Id}/voucher/pay"><button type="submit" data-testid="voucher-pay">店頭で支払う</button></form>
              <form method="post" action="/stripe/checkout/{session.Id}/voucher/lapse"><button type="submit" class="quiet" data-testid="voucher-lapse">支払わずに期限切れにする</button></form>
              <a class="away" data-testid="checkout-return" href="{Safe(session.Return)}">{Safe("手続きの画面へ戻る")}</a>
            </section>
            """;
    }

    private static string Done(string title, string words, string? back) => $"""
        <section class="paper">
          <h1 data-testid="checkout-done">{title}</h1>
          <p>{words}</p>
          {(back is null ? "" : $"<a class=\"away\" data-testid=\"checkout-return\" href=\"{Safe(back)}\">手続きの画面へ戻る</a>")}
        </section>
        """;

    private static string Frame(string title, string body) => $"""
        <!doctype html>
        <html lang="ja">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Safe(title)}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/assets/stripe/checkout.css">
        </head>
        <body>
        {body}
        </body>
        </html>
        """;

    private static string Yen(int amount) => "¥" + amount.ToString("N0", CultureInfo.InvariantCulture);

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
