namespace Bot.Chaos.Ground;

/// <summary>The log of one process, across its lives. It keeps the last part and the one before, so it does not grow without bound.</summary>
/// <param name="most">Bytes of one part.</param>
public sealed class LogFile(string path, long most = 8 * 1024 * 1024) : IDisposable
{
    private readonly Lock _lock = new();
    private StreamWriter? _writer = new(path, append: true);
    private long _written;

    public string Path => path;

    public void Line(string line)
    {
        lock (_lock)
        {
            if (_writer is null)
            {
                return;
            }

            if (_written > most)
            {
                _writer.Dispose();
                File.Move(path, path + ".before", overwrite: true);
                _writer = new(path, append: false);
                _written = 0;
            }

            _writer.WriteLine(line);
            _written += line.Length + 1;
        }
    }

    public void Flush()
    {
        lock (_lock)
        {
            _writer?.Flush();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }
}
