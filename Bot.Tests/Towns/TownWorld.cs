using Bot.Api.Hosting;
using Bot.Simulator.Line;
using Bot.Tests.Simulator;
using Microsoft.Extensions.Configuration;

namespace Bot.Tests.Towns;

/// <summary>Hoshimi with a stand-in for LINE and Stripe, and the settings that lead there.</summary>
internal sealed class TownWorld : IAsyncDisposable
{
    private TownWorld(Playground line, string bot)
    {
        Line = line;
        var standIn = line.Http.BaseAddress!.AbsoluteUri;
        Settings = new(StringComparer.Ordinal)
        {
            ["TownsFolder"] = DemoFolder.Real,
            ["PublicBaseUrl"] = bot,
            ["Line:ApiBaseUrl"] = standIn + "line-api",
            ["Line:DataApiBaseUrl"] = standIn + "line-data",
            ["Stripe:ApiBaseUrl"] = standIn + "stripe",
            ["Towns:hoshimi:Line:ChannelId"] = "channel-hoshimi",
            ["Towns:hoshimi:Line:ChannelSecret"] = "secret-hoshimi",
            ["Towns:hoshimi:Line:BotUserId"] = Town.Settings.BotUserId,
            ["Towns:hoshimi:Stripe:SecretKey"] = "sk_test_hoshimi",
            ["Towns:hoshimi:Stripe:WebhookSecret"] = "whsec_hoshimi",
        };
    }

    public Playground Line { get; }

    public Dictionary<string, string?> Settings { get; }

    public LineTown Town => Line.Line.Towns.Single(t => t.Slug == "hoshimi");

    public static async Task<TownWorld> Open()
    {
        var listener = "";
        var line = await Playground.Open(settings => listener = settings.Towns[0].WebhookUrl!);
        return new TownWorld(line, new Uri(listener).GetLeftPart(UriPartial.Authority));
    }

    public async Task<(int Code, string Said)> Run(string verb, string town = "hoshimi")
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        await using var output = new StringWriter { NewLine = "\n" };
        return (await TownCommand.Run([verb, town], settings, output, TimeProvider.System, default), output.ToString());
    }

    public ValueTask DisposeAsync() => Line.DisposeAsync();
}
