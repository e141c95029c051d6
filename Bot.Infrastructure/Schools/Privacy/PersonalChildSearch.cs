using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>A child as staff find it who are asked what is held about it.</summary>
public sealed record PersonalChild(Child Child, DateOnly JoinedOn);

/// <summary>Finds children for disclosure. Protected ones are found by nobody here: who asks may be the one they are protected from.</summary>
public static class PersonalChildSearch
{
    private const string Columns = "c.child_id, c.school, c.number, c.person, c.is_protected, c.left_on, c.joined_on";

    /// <summary>By the school's number, or a part of the name or the kana; those who have left as well, oldest first.</summary>
    public static async Task<IReadOnlyList<PersonalChild>> Find(NpgsqlTransaction tx, Sealer sealer, TownId town, string typed, int most, CancellationToken stop)
    {
        const string sql = $"select {Columns} from child c where c.town_id = @town and c.person is not null and not c.is_protected order by c.joined_on, c.child_id";

        var (folded, number) = (JapaneseText.Fold(typed), JapaneseText.Normal(typed).Trim());
        return folded.Length == 0 ? [] :
        [
            .. (await All(tx, sealer, town, sql, new { town }, stop))
                .Where(c => c.Child.Number == number || JapaneseText.Fold(c.Child.Person.Name).Contains(folded, StringComparison.Ordinal) || JapaneseText.Fold(c.Child.Person.Kana).Contains(folded, StringComparison.Ordinal))
                .Take(most),
        ];
    }

    public static Task<IReadOnlyList<PersonalChild>> Of(NpgsqlTransaction tx, Sealer sealer, TownId town, IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        const string sql = $"select {Columns} from child c where c.town_id = @town and c.child_id = any (@ids) and c.person is not null and not c.is_protected order by c.joined_on, c.child_id";

        return All(tx, sealer, town, sql, new { town, ids = ids.ToArray() }, stop);
    }

    private static async Task<IReadOnlyList<PersonalChild>> All(NpgsqlTransaction tx, Sealer sealer, TownId town, string sql, object with, CancellationToken stop) =>
    [
        .. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop)))
            .Select(r => new PersonalChild(ChildTable.Open(sealer, town, new ChildTable.Row(r.ChildId, r.School, r.Number, r.Person, r.IsProtected, r.LeftOn)), r.JoinedOn)),
    ];

    private sealed record Row(Guid ChildId, string School, string Number, byte[] Person, bool IsProtected, DateOnly? LeftOn, DateOnly JoinedOn);
}
