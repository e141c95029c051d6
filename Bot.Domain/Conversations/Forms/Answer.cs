using System.Collections.Immutable;
using Bot.Domain.Kernel;

namespace Bot.Domain.Conversations.Forms;

/// <summary>One answer. These are the storage format of drafts: cases are added, never changed.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <summary>The key that forks look at; <c>null</c> when the answer takes no side road.</summary>
    public virtual string? Route => null;

    public sealed record Words(string Text) : Answer;

    public sealed record Chosen(string Key) : Answer
    {
        public override string Route => Key;
    }

    public sealed record Count(int Number) : Answer;

    public sealed record Day(DateOnly Date) : Answer;

    public sealed record Place(GeoPoint Point, string Label) : Answer;

    /// <summary>Words that may mean several places; open until one of them is picked.</summary>
    public sealed record Sought(string Text) : Answer;

    public sealed record Photos(Items<string> ContentIds) : Answer;

    /// <summary>Several things with their numbers, gathered one by one. Open until <paramref name="Closed"/>.</summary>
    /// <param name="Search">What was last looked for and not yet picked, if anything.</param>
    public sealed record Basket(Items<BasketLine> Lines, string? Search = null, bool Closed = false) : Answer
    {
        public override string Route => Lines.Any(l => l.Item is null) ? "unsure" : "sure";
    }

    /// <summary>「あとで送る」: a photo or a place that will follow within a day.</summary>
    public sealed record Later : Answer
    {
        public override string Route => "later";
    }

    /// <summary>An optional question left out.</summary>
    public sealed record Skipped : Answer
    {
        public override string Route => "skipped";
    }
}

/// <param name="Item">The code of the thing; <c>null</c> when the resident is not sure what it counts as.</param>
/// <param name="Size">The key of its size, once told.</param>
/// <param name="Number">How many, once told.</param>
public sealed record BasketLine(string? Item, string? Size = null, int? Number = null, string? Remark = null);

/// <summary>Answers by question, with value equality.</summary>
public sealed class Answers : IEquatable<Answers>
{
    private readonly ImmutableSortedDictionary<string, Answer> _byId;

    private Answers(ImmutableSortedDictionary<string, Answer> byId) => _byId = byId;

    public static Answers None { get; } = new(ImmutableSortedDictionary.Create<string, Answer>(StringComparer.Ordinal));

    public Answer? this[QuestionId id] => _byId.GetValueOrDefault(id.Value);

    public int Count => _byId.Count;

    public IEnumerable<(QuestionId Question, Answer Answer)> Each => _byId.Select(a => (new QuestionId(a.Key), a.Value));

    public Answers With(QuestionId id, Answer answer) => new(_byId.SetItem(id.Value, answer));

    public Answers Without(QuestionId id) => new(_byId.Remove(id.Value));

    public Answers Only(IEnumerable<QuestionId> ids) =>
        new(_byId.RemoveRange(_byId.Keys.Except(ids.Select(id => id.Value), StringComparer.Ordinal)));

    public bool Equals(Answers? other) => other is not null && _byId.SequenceEqual(other._byId);

    public override bool Equals(object? obj) => Equals(obj as Answers);

    public override int GetHashCode() => _byId.Aggregate(17, HashCode.Combine);

    /// <summary>Names what is answered, never the answers: this line may reach a log.</summary>
    public override string ToString() => string.Join(", ", _byId.Keys);
}
