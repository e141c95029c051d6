using Bot.Domain.Kernel;
using Bot.Infrastructure.Line.Client;
using Bot.Infrastructure.Outbox;

namespace Bot.Infrastructure.Line.Sending;

/// <summary>Takes the language that a resident's profile tells; must be repeatable.</summary>
public delegate Task LanguageTaker(OutboxJob job, Language language, CancellationToken stop);

/// <summary>Small things about one resident: the sign that an answer is being written, and the profile's language.</summary>
public sealed class LinePeople(LineClient line, LineChannels channels, TimeProvider clock, LanguageTaker take)
{
    private static readonly TimeSpan Loading = TimeSpan.FromSeconds(20);

    /// <summary>A sign for the eye: when it cannot be shown at once it is of no use later, so it is never tried again.</summary>
    public async Task<Delivery> ShowLoading(OutboxJob job, CancellationToken stop)
    {
        if (channels.Of(job.Town) is not { } channel || job.Row.Citizen is not { } citizen || clock.GetUtcNow() - job.Row.DueAt > Loading)
        {
            return new Delivery.Sent(null);
        }

        return new Delivery.Sent(await line.ShowLoading(channel, citizen.Value, Loading, stop) is LineAnswer<Done>.Ok(_, var requestId) ? requestId : null);
    }

    public async Task<Delivery> LearnLanguage(OutboxJob job, CancellationToken stop)
    {
        if (channels.Of(job.Town) is not { } channel || job.Row.Citizen is not { } citizen)
        {
            return new Delivery.Failed("この自治体のLINEチャネルが設定されていません");
        }

        var profile = await line.Profile(channel, citizen.Value, stop);
        if (profile is LineAnswer<LineProfile>.Ok(var person, var requestId))
        {
            if (Language.Guess(person.Language) is { } language)
            {
                await take(job, language, stop);
            }

            return new Delivery.Sent(requestId);
        }

        // Somebody who has blocked the account meanwhile has no profile, and no use for a language.
        return profile is LineAnswer<LineProfile>.NotFound ? new Delivery.Sent(null) : LineOutcome.Of(profile, "プロフィールの取得");
    }
}
