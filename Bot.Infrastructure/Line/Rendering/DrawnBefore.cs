using System.Runtime.CompilerServices;
using Bot.Domain.Conversations;
using Bot.Domain.Conversations.Wording;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Line.Rendering;

/// <summary>What is said, by whom and in which language: equal ones are drawn alike.</summary>
internal readonly record struct Saying(Items<Effect> Said, Wordbook Words, Language Language, TownProfile Town)
{
    public bool Equals(Saying other) =>
        ReferenceEquals(Words, other.Words) && ReferenceEquals(Town, other.Town) && Language == other.Language && Said == other.Said;

    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Words), RuntimeHelpers.GetHashCode(Town), Language, Said);

    /// <summary>The saying in these effects; <c>null</c> when it is one person's own: a link, or what they wrote read back to them.</summary>
    public static Saying? Of(Items<Effect> effects, Wordbook words, Language language, TownProfile town)
    {
        var said = new List<Effect>(effects.Count);
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.OpenPage or Effect.Review or Effect.Show or Effect.SendPicture:
                    return null;
                case Effect.Say or Effect.Ask:
                    said.Add(effect);
                    break;
            }
        }

        return new Saying([.. said], words, language, town);
    }
}

/// <summary>
/// Remembers what was drawn of late, since most residents are asked the same: drawing a bubble and holding it against LINE's limits cost a quarter of
/// all our computing. Holds at most two generations of <paramref name="most"/>; what is not asked for again goes with the older one.
/// </summary>
internal sealed class DrawnBefore(int most)
{
    private readonly Lock _gate = new();
    private Dictionary<Saying, ReadOnlyMemory<byte>> _young = [];
    private Dictionary<Saying, ReadOnlyMemory<byte>> _old = [];

    public ReadOnlyMemory<byte>? Find(Saying saying)
    {
        ReadOnlyMemory<byte> body;
        lock (_gate)
        {
            if (_young.TryGetValue(saying, out body))
            {
                return body;
            }

            if (!_old.TryGetValue(saying, out body))
            {
                return null;
            }
        }

        Keep(saying, body);
        return body;
    }

    public void Keep(Saying saying, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            if (_young.Count >= most)
            {
                (_old, _young) = (_young, []);
            }

            _young[saying] = body;
        }
    }
}
