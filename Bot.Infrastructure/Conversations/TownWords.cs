using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Conversations;

/// <summary>The words of one town: what ships with the bot, the town's own phrases over it, its name and numbers filled in.</summary>
public static class TownWords
{
    public static Wordbook Of(TownProfile profile)
    {
        var all = Wording.WordingFiles.Shipped().Concat(profile.Wording.Select(p => (p.Language, p.Key, p.Text)));
        return new Wordbook(all.Select(p => (p.Language, p.Key, Filled(p.Text, p.Language, profile))));
    }

    private static string Filled(string text, Language language, TownProfile profile) => text
        .Replace("{town}", profile.Name.In(language), StringComparison.Ordinal)
        .Replace("{telephone}", profile.Office.Telephone, StringComparison.Ordinal)
        .Replace("{desk}", profile.Office.Desk.In(language), StringComparison.Ordinal)
        .Replace("{hours}", profile.Office.HoursText.In(language), StringComparison.Ordinal);
}
