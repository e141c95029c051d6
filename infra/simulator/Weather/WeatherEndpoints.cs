using System.Globalization;
using System.Text.Encodings.Web;

namespace Bot.Simulator.Weather;

/// <summary>The feeds and reports of the stand-in, and the page by which somebody plays the weather.</summary>
internal static class WeatherEndpoints
{
    public static void Map(IEndpointRouteBuilder app, SimulatorSettings settings, FakeWeather weather)
    {
        app.MapGet("/weather/feed/{name}.xml", (HttpContext context, string name) => Answer(context, weather, () =>
        {
            var (xml, tag) = weather.Feed(name, $"{context.Request.Scheme}://{context.Request.Host}/weather");
            context.Response.Headers.ETag = tag;
            return context.Request.Headers.IfNoneMatch == tag ? Results.StatusCode(304) : Results.Text(xml, "application/xml; charset=utf-8");
        }));
        app.MapGet("/weather/data/{name}", (HttpContext context, string name) =>
            Answer(context, weather, () => weather.Report(name) is { } xml ? Results.Text(xml, "application/xml; charset=utf-8") : Results.NotFound()));
        app.MapGet("/weather", (HttpContext context, string? done) => Page(context, settings, weather, done));
        app.MapPost("/weather", (HttpContext context, CancellationToken stop) => Play(context, weather, stop)).DisableAntiforgery();
        var control = app.MapGroup("/control/weather");
        control.MapPost("/", (WeatherOrder order) => Results.Json(weather.Issue(order), Wire.Json));
        control.MapPut("/down", (bool down) =>
        {
            weather.IsDown = down;
            return Results.NoContent();
        });
    }

    private static IResult Answer(HttpContext context, FakeWeather weather, Func<IResult> answer)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return weather.IsDown ? Results.StatusCode(503) : answer();
    }

    private static async Task<IResult> Play(HttpContext context, FakeWeather weather, CancellationToken stop)
    {
        var form = await context.Request.ReadFormAsync(stop);
        if (form["down"] is [{ } down])
        {
            weather.IsDown = down == "yes";
            return Back(weather.IsDown ? "応答を止めました。" : "応答を始めました。");
        }

        var minutes = int.TryParse(form["minutes"], NumberStyles.None, CultureInfo.InvariantCulture, out var ago) ? ago : 0;
        if (WeatherKinds.Find(form["what"].ToString()) is null && form["what"] != "clear") return Results.BadRequest();
        var names = weather.Issue(new WeatherOrder(form["area"].ToString(), form["what"].ToString(), form["status"].ToString(), form["change"].ToString(), minutes));
        return Back(names.Count == 0 ? "出ている警報はありません。" : $"出しました（{names.Count}件）。数秒で届きます。");
    }

    private static IResult Back(string done) => Results.Redirect($"/weather?done={Uri.EscapeDataString(done)}");

    private static IResult Page(HttpContext context, SimulatorSettings settings, FakeWeather weather, string? done)
    {
        Assets.Guard(context);
        return Results.Content($"""
            <!doctype html>
            <html lang="ja">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>見本の気象情報</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/assets/stripe/checkout.css">
            </head>
            <body>
            <main class="paper">
              <h1>見本の気象情報</h1>
              <p class="hint">動作確認用です。ここで出すものは、すべて架空です。</p>
              {(done is null ? "" : $"<p role=\"status\"><strong>{Safe(done)}</strong></p>")}
              <form method="post" action="/weather">
                <label>町 <select name="area">{string.Concat(settings.Towns.Select(t => $"<option value=\"{Safe(t.WeatherArea)}\">{Safe(t.Name)}</option>"))}</select></label>
                <label>情報 <select name="what">{string.Concat(WeatherKinds.All.Select(k => $"<option value=\"{Safe(k.Key)}\">{Safe(k.Name)}</option>"))}<option value="clear">すべて解除</option></select></label>
                <label>区分 <select name="status"><option>通常</option><option>訓練</option><option>試験</option></select></label>
                <label>発表 <select name="change"><option>発表</option><option>訂正</option><option>取消</option></select></label>
                <label>何分前の発表か <input name="minutes" inputmode="numeric" value="0"></label>
                <button type="submit">出す</button>
              </form>
              <form method="post" action="/weather">
                <input type="hidden" name="down" value="{(weather.IsDown ? "no" : "yes")}">
                <button type="submit" class="quiet">{(weather.IsDown ? "応答を始める" : "応答を止める（障害の代わり）")}</button>
              </form>
            </main>
            </body>
            </html>
            """, "text/html; charset=utf-8");
    }

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
