using System.Text;

namespace Bot.Infrastructure.Csv;

/// <summary>How the letters of a file are coded.</summary>
public enum CsvCoding
{
    /// <summary>UTF-8 with a mark at the beginning, by which Excel knows it.</summary>
    Utf8,

    /// <summary>Windows' Japanese code page, for old programs; what it lacks becomes 〓.</summary>
    Cp932,
}

/// <summary>Writes a file that Excel in a town hall opens rightly, row by row into a stream. The one place where such files are made.</summary>
public sealed class CsvFile(Stream to, CsvCoding coding = CsvCoding.Utf8) : IAsyncDisposable
{
    private readonly StreamWriter _writer = new(to, EncodingOf(coding), bufferSize: 16 * 1024, leaveOpen: true);
    private readonly StringBuilder _line = new();

    public Task Row(ReadOnlySpan<CsvCell> cells, CancellationToken stop)
    {
        _line.Clear();
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
            {
                _line.Append(',');
            }

            _line.Append(cells[i].ToString());
        }

        _line.Append("\r\n");
        if (coding == CsvCoding.Cp932)
        {
            // The code page has another code point for each of these, which looks the same.
            _line.Replace('〜', '～').Replace('−', '－').Replace('—', '―').Replace('‖', '∥');
        }

        return _writer.WriteAsync(_line, stop);
    }

    /// <summary>Writes what is still held back; the stream stays open.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static Encoding EncodingOf(CsvCoding coding) => coding switch
    {
        CsvCoding.Utf8 => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        // With a fallback of our own, none of the likenesses that the code page would choose can become a sign of a formula.
        CsvCoding.Cp932 => CodePagesEncodingProvider.Instance.GetEncoding(932, new EncoderReplacementFallback("〓"), DecoderFallback.ReplacementFallback)!,
        _ => throw new ArgumentOutOfRangeException(nameof(coding)),
    };
}
