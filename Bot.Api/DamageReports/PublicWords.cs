using System.Globalization;
using Bot.Api.Forms;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;

namespace Bot.Api.DamageReports;

/// <summary>What happened to a case, in words for everybody.</summary>
internal static class PublicWords
{
    /// <summary>With the year: a case may be open for long.</summary>
    public static string Day(Screen screen, DateTimeOffset at)
    {
        var day = JapanTime.Day(at);
        var said = screen.Say(new Words.Day(day));
        return screen.Language.Tag switch
        {
            "ja" => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年{said}"),
            "ja-easy" => string.Create(CultureInfo.InvariantCulture, $"{day.Year}年（ねん） {said}"),
            _ => said,
        };
    }

    public static Words Of(PublicStep step) => step switch
    {
        { Kind: "planned", Day: { } day } => Words.Of("damage-public.step.planned", ("day", new Words.Day(day))),
        { Kind: "passed-on", To: { } to } => Words.Of("damage-public.step.passed-on", ("whose", new Words.Local(to))),
        { Kind: "planned" or "passed-on" } => Words.Of("damage-public.step.accepted"),
        _ => Words.Of($"damage-public.step.{step.Kind}"),
    };
}
