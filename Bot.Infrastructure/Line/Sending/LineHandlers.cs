using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Outbox;
using Bot.Infrastructure.Photos;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>Who does which kind of row that goes to LINE.</summary>
public static class LineHandlers
{
    public static IReadOnlyDictionary<string, OutboxHandler> All(
        LineClient line, LineChannels channels, TimeProvider clock, PictureCleaner cleaner, LanguageTaker takeLanguage, PictureTaker takePicture)
    {
        var people = new LinePeople(line, channels, clock, takeLanguage);
        return new Dictionary<string, OutboxHandler>(StringComparer.Ordinal)
        {
            [LineKinds.Messages] = new LineMessages(line, channels, clock).Send,
            [LineKinds.Loading] = people.ShowLoading,
            [LineKinds.Menu] = new LineMenus(line, channels, clock).Show,
            [LineKinds.Profile] = people.LearnLanguage,
            [LineKinds.Content] = new LinePictures(line, channels, cleaner, clock, takePicture).Fetch,
        };
    }
}
