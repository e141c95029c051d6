namespace Bot.Infrastructure.Conversations;

/// <summary>What was looked up once in a transaction, for all of its turns.</summary>
public sealed class Memo
{
    private readonly Dictionary<object, object> _known = [];

    /// <param name="key">What is looked up; equal keys mean the same thing.</param>
    public async Task<T> Once<T>(object key, Func<Task<T>> look)
        where T : notnull
    {
        if (!_known.TryGetValue(key, out var known))
        {
            _known[key] = known = await look();
        }

        return (T)known;
    }

    internal void Forget() => _known.Clear();
}
