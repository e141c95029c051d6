using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Wording;

/// <summary>Something to be said, not yet in any language. A <see cref="Wordbook"/> turns it into text.</summary>
public abstract record Words
{
    private Words() { }

    /// <summary>The same in every language: a number, a code, a proper name.</summary>
    public sealed record Plain(string Text) : Words;

    /// <summary>A name kept by the town in several languages.</summary>
    public sealed record Local(LocalText Text) : Words;

    public sealed record Money(Yen Amount) : Words;

    public sealed record Day(DateOnly Date) : Words;

    public sealed record Moment(DateTimeOffset At) : Words;

    /// <summary>A phrase of the wording files, by key, with what its <c>{placeholders}</c> stand for.</summary>
    public sealed record Phrase(string Key, Items<Arg> Args = default) : Words;

    /// <summary>Parts under each other.</summary>
    public sealed record Lines(Items<Words> Parts) : Words;

    public static Words Of(string key, params ReadOnlySpan<(string Name, Words Value)> args)
    {
        var list = new Arg[args.Length];
        for (var i = 0; i < args.Length; i++)
        {
            list[i] = new Arg(args[i].Name, args[i].Value);
        }

        return new Phrase(key, new Items<Arg>(list));
    }

    public static Words Of(string key) => new Phrase(key);

    public static Words Number(int number) => new Plain(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>What a placeholder of a phrase stands for.</summary>
public readonly record struct Arg(string Name, Words Value);
