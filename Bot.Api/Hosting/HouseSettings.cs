using Bot.Infrastructure.Forms;
using Bot.Infrastructure.Processes;
using Bot.Infrastructure.Sealing;
using Bot.Infrastructure.StaffMessages;

namespace Bot.Api.Hosting;

/// <summary>What the house must be told, checked at start: better no start than a start with a hole.</summary>
/// <param name="Roles">Of <c>web</c>, <c>worker</c>, <c>sender</c>.</param>
public sealed record HouseSettings(string Database, Uri PublicBaseUrl, string TownsFolder, IReadOnlySet<string> Roles, bool IsDevelopment, MasterKeys Master)
{
    private static readonly string[] ChannelSettings = ["Line:ChannelId", "Line:ChannelSecret", "Line:BotUserId"];

    private static readonly string[] AllRoles = ["web", "worker", "sender"];

    public bool Does(string role) => Roles.Contains(role);

    internal ProcessRoles AsRoles => Roles.Aggregate(ProcessRoles.None, (all, role) => all | Enum.Parse<ProcessRoles>(role, ignoreCase: true));

    /// <exception cref="InvalidOperationException">All that is missing or unsafe, each on a line of its own.</exception>
    public static HouseSettings From(IConfiguration settings, IHostEnvironment environment)
    {
        var faults = new List<string>();
        string Needed(string name) => settings[name] is { } value && !string.IsNullOrWhiteSpace(value)
            ? value
            : Fault($"{name.Replace(":", "__", StringComparison.Ordinal)} is missing", "");
        string Fault(string what, string instead)
        {
            faults.Add(what);
            return instead;
        }

        var database = Needed("ConnectionStrings:Bot");
        var address = Needed("PublicBaseUrl");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var publicBaseUrl) && address.Length > 0)
        {
            Fault("PublicBaseUrl is no address", "");
        }

        if (publicBaseUrl is { Scheme: not "https" } && !environment.IsDevelopment())
        {
            Fault("PublicBaseUrl must be https outside Development: residents type their names there", "");
        }

        var towns = Needed("TownsFolder");
        try
        {
            LinksKey.Parse(Needed("Links:Key"));
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            Fault($"Links__Key must be at least {LinksKey.LeastBytes} random bytes in base64 (openssl rand -base64 32)", "");
        }

        MasterKeys? master = null;
        try
        {
            master = MasterKeys.From(settings);
        }
        catch (InvalidOperationException wrong)
        {
            Fault(wrong.Message, "");
        }

        if (settings["Sealing:Key"] is { Length: > 0 } sealing && sealing == settings["Links:Key"])
        {
            Fault("Sealing__Key and Links__Key must not be the same: one may be changed at any time, the other must be kept as long as the data", "");
        }

        foreach (var section in settings.GetSection("Towns").GetChildren())
        {
            foreach (var name in ChannelSettings.Where(n => string.IsNullOrWhiteSpace(section[n])))
            {
                Fault($"Towns__{section.Key}__{name.Replace(":", "__", StringComparison.Ordinal)} is missing or blank", "");
            }
        }

        foreach (var name in Poison.Settings.Where(n => !environment.IsDevelopment() && !string.IsNullOrWhiteSpace(settings[n])))
        {
            Fault($"{name.Replace(":", "__", StringComparison.Ordinal)} is for drills in Development only", "");
        }

        MailSettings.Read(settings, out var mailFaults);
        faults.AddRange(mailFaults);
        if (settings["StaffHooks:AllowLoopback"] is "true" && !environment.IsDevelopment())
        {
            Fault("StaffHooks__AllowLoopback is for Development only: outside, a web hook could reach what only this machine may", "");
        }

        var roles = (settings["Roles"] ?? string.Join(',', AllRoles)).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        foreach (var role in roles.Except(AllRoles, StringComparer.Ordinal))
        {
            Fault($"Roles: '{role}' is none of {string.Join(", ", AllRoles)}", "");
        }

        return faults.Count == 0
            ? new HouseSettings(database, publicBaseUrl!, towns, roles, environment.IsDevelopment(), master!)
            : throw new InvalidOperationException("The bot cannot start:\n" + string.Join('\n', faults.Distinct(StringComparer.Ordinal)));
    }
}
