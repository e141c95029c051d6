using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bot.Infrastructure.Line.Messages;

/// <summary>Where in a message something stands, such as <c>flex.body.contents[3].action</c>; put into words only when there is something to say.</summary>
[InterpolatedStringHandler]
internal sealed class Place
{
    private Place? _within;
    private string? _before;
    private int? _number;
    private string? _word;
    private string? _after;

    /// <summary>For the compiler, which writes <c>$"{place}.name"</c> and <c>$"{place}[{i}]"</c> so.</summary>
    public Place(int literalLength, int formattedCount) => (_, _) = (literalLength, formattedCount);

    private Place(string word) => _word = word;

    public static implicit operator Place(string word) => new(word);

    public void AppendFormatted(Place within) => _within = within;

    public void AppendFormatted(int number) => _number = number;

    public void AppendFormatted(string word) => _word = word;

    public void AppendLiteral(string literal)
    {
        if (_number is null && _word is null)
        {
            _before = literal;
        }
        else
        {
            _after = literal;
        }
    }

    public override string ToString() => string.Concat($"{_within}{_before}", _number?.ToString(CultureInfo.InvariantCulture), _word, _after);
}

/// <summary>What is wrong, put into words only when something is.</summary>
[InterpolatedStringHandler]
internal ref struct Otherwise
{
    private DefaultInterpolatedStringHandler _words;

    public Otherwise(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        _words = isNeeded ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string literal) => _words.AppendLiteral(literal);

    public void AppendFormatted<T>(T value) => _words.AppendFormatted(value);

    public string Words() => _words.ToStringAndClear();
}
