using Bot.Api.Console.Settings;
using Bot.Domain.Staff;
using Bot.Infrastructure.Disasters;
using Bot.Infrastructure.Postgres;

namespace Bot.Api.Console.Disasters;

/// <summary>Disaster mode: one person asks for it, another agrees, anybody with the right ends it.</summary>
internal static class DisasterEndpoints
{
    public const string Path = "disaster";

    private const int Shown = 30;

    public static void MapDisasterSwitch(this RouteGroupBuilder console)
    {
        console.MapGet($"/{Path}", (Visit visit, Database database, StaffNames names, WeatherSettings weather) => Page(visit, database, names, weather, null)).Needs(Rights.DisasterSee);
        console.MapPost($"/{Path}/ask", Ask).Needs(Rights.DisasterSwitch);
        console.MapPost($"/{Path}/{{id:guid}}/agree", Agree).Needs(Rights.DisasterSwitch);
        console.MapPost($"/{Path}/{{id:guid}}/end", End).Needs(Rights.DisasterSwitch);
    }

    /// <param name="about">The mode that an action named; one that this town never had is not found.</param>
    private static async Task<IResult> Page(Visit visit, Database database, StaffNames names, WeatherSettings weather, string? wrong, Guid? about = null)
    {
        var (modes, warnings) = await database.ReadInTown(visit.TownId, async tx =>
        {
            var latest = await DisasterTable.Latest(tx, visit.TownId, Shown, visit.Stop);
            return (latest, await WarningView.Read(tx, visit, weather, latest.FirstOrDefault(m => m.IsOn)));
        }, visit.Stop);
        if (about is { } id && modes.All(m => m.Id != id))
        {
            return visit.NotFound();
        }

        var people = await names.Of(visit, modes.SelectMany(m => new[] { m.AskedBy, m.AgreedBy, m.EndedBy }).OfType<Bot.Infrastructure.Audit.Actor>());
        var with = new { Modes = modes, People = people, Warnings = warnings, Wrong = wrong };
        return wrong is null ? visit.Page<DisasterPage>(with) : visit.Refuse<DisasterPage>(with);
    }

    private static async Task<IResult> Ask(Visit visit, Database database, StaffNames names, WeatherSettings weather)
    {
        var (why, drill) = (visit.Field("why").Trim(), visit.Field("drill"));
        if (why.Length is 0 or > DisasterDesk.LongestWhy || drill is not ("yes" or "no"))
        {
            return await Page(visit, database, names, weather, why.Length == 0 ? "理由を入力してください。" : why.Length > DisasterDesk.LongestWhy ? $"理由は{DisasterDesk.LongestWhy}文字までです。" : "訓練かどうかを選んでください。");
        }

        return await database.InTown(visit.TownId, tx => DisasterDesk.Ask(tx, visit.TownId, Guid.NewGuid(), drill == "yes", why, visit.Actor, visit.Now, visit.Stop), visit.Stop)
            ? visit.Go(Path, "もう1人の承認を待っています。承認する人に声をかけてください。")
            : await Page(visit, database, names, weather, "すでに災害モードか、承認待ちです。");
    }

    private static async Task<IResult> Agree(Visit visit, Guid id, Database database, DisasterDesk desk, StaffNames names, WeatherSettings weather) =>
        await database.InTown(visit.TownId, tx => desk.Agree(tx, visit.TownId, id, visit.Actor, visit.Now, visit.Stop), visit.Stop)
            ? visit.Go(Path, "災害モードにしました。住民のメニューは順に切り替わります。")
            : await Page(visit, database, names, weather, "承認できませんでした。申し出た人とは別の人が承認してください。もう承認されたか、取り下げられたのかもしれません。", id);

    private static async Task<IResult> End(Visit visit, Guid id, Database database, DisasterDesk desk, StaffNames names, WeatherSettings weather) =>
        await database.InTown(visit.TownId, tx => desk.End(tx, visit.TownId, id, visit.Actor, visit.Now, visit.Stop), visit.Stop)
            ? visit.Go(Path, "終わりにしました。住民のメニューは順に元に戻ります。")
            : await Page(visit, database, names, weather, "もう終わっています。", id);
}
