using Bot.Domain.Kernel;
using Bot.Domain.Schools;
using Bot.Domain.Schools.Asks;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Schools.Asks;

/// <summary>What schools ask consent for, and each word on it. Words are added and never changed.</summary>
public static class ConsentTable
{
    /// <summary>What a school asks now, in its own order.</summary>
    public static async Task<IReadOnlyList<ConsentKind>> Kinds(NpgsqlTransaction tx, TownId town, string school, CancellationToken stop)
    {
        const string sql = "select kind_id as id, school, title from school_consent_kind where town_id = @town and school = @school and ended_at is null order by place, kind_id";

        return [.. await tx.Connection!.QueryAsync<ConsentKind>(new CommandDefinition(sql, new { town, school }, tx, cancellationToken: stop))];
    }

    /// <summary>From now on a school asks for these. One that is named otherwise is another one: nobody has said yes to it.</summary>
    public static async Task SetKinds(NpgsqlTransaction tx, TownId town, string school, IReadOnlyList<string> titles, DateTimeOffset now, CancellationToken stop)
    {
        const string end = "update school_consent_kind set ended_at = @now where town_id = @town and school = @school and ended_at is null and title <> all (@titles)";
        const string place = """
            update school_consent_kind k set place = t.place from unnest(@titles) with ordinality t (title, place)
             where k.town_id = @town and k.school = @school and k.ended_at is null and k.title = t.title
            """;
        const string add = """
            insert into school_consent_kind (town_id, kind_id, school, title, place)
            select @town, t.id, @school, t.title, t.place from unnest(@titles, @ids) with ordinality t (title, id, place)
             where not exists (select from school_consent_kind k where k.town_id = @town and k.school = @school and k.ended_at is null and k.title = t.title)
            """;

        var with = new { town, school, titles = titles.ToArray(), ids = titles.Select(_ => Guid.NewGuid()).ToArray(), now };
        foreach (var sql in new[] { end, place, add })
        {
            await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        }
    }

    /// <param name="by">Who put in what stands on paper; the guardian's own word needs nobody.</param>
    public static Task Add(NpgsqlTransaction tx, TownId town, ConsentWord word, Actor by, CancellationToken stop)
    {
        const string sql = """
            insert into school_consent (town_id, consent_id, kind_id, child_id, citizen_id, says, staff_id, staff_home, said_at)
            values (@town, @id, @Kind, @child, @Citizen, @Says, @staff, @home, @At)
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(sql, new
        {
            town, id = Guid.NewGuid(), word.Kind, child = word.Child.Value, word.Citizen, word.Says, word.At,
            staff = word.Citizen is null ? by.Id : null, home = word.Citizen is null ? by.Home : null,
        }, tx, cancellationToken: stop));
    }

    /// <summary>All words on some children, the first ones first.</summary>
    public static async Task<IReadOnlyList<ConsentWord>> Of(NpgsqlTransaction tx, TownId town, IEnumerable<ChildId> children, CancellationToken stop)
    {
        const string sql = "select kind_id, child_id, citizen_id, says, said_at from school_consent where town_id = @town and child_id = any (@ids) order by said_at, consent_id";

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, new { town, ids = children.Select(c => c.Value).ToArray() }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new ConsentWord(r.KindId, new ChildId(r.ChildId), r.CitizenId is null ? null : new CitizenId(r.CitizenId), r.Says, r.SaidAt))];
    }

    private sealed record Row(Guid KindId, Guid ChildId, string? CitizenId, bool? Says, DateTimeOffset SaidAt);
}
