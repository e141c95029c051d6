using Bot.Domain.Staff;

namespace Bot.Api.Console.Settings;

/// <summary>Brings the town's settings into the console.</summary>
internal static class SettingsHosting
{
    internal static void AddSettingsPages(this IServiceCollection services)
    {
        services.AddSingleton<ChangeAnswer>();
        services.AddSingleton<SettingsDesk>();
        services.AddSingleton<StaffNames>();
        services.AddSingleton<Bot.Infrastructure.Settings.TownMove>();
        services.AddSingleton(s => DepartmentFolder.Part(s.GetRequiredService<Bot.Infrastructure.Postgres.Database>()));
        services.AddSingleton(new ConsoleModule(
            "settings", "町の設定",
            [
                new("町の設定", "settings", Rights.SettingsSee), new("言い方", "settings/wording", Rights.SettingsSee), new("課と受け持ち", "settings/departments", Rights.SettingsSee), new("接続", "settings/connections", Rights.SettingsSee),
                new("変更の記録", "settings/history", Rights.SettingsSee), new("書き出しと取り込み", "settings/move", Rights.SettingsMove),
            ]));
    }
}
