using Bot.Domain.Kernel;
using Bot.Infrastructure.Audit;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Counter;

/// <summary>How staff came to type a request: the words are the storage format.</summary>
public static class Channels
{
    public const string Counter = "counter";
    public const string Phone = "phone";
    public const string Fax = "fax";

    public static Items<(string Code, string Title)> All { get; } = [(Phone, "電話"), (Counter, "窓口"), (Fax, "FAX")];

    public static string? Title(string code) => All.Where(c => c.Code == code).Select(c => c.Title).FirstOrDefault();
}

/// <summary>Who typed a request, how it came in, and for whom it was asked.</summary>
/// <param name="ConsentAt">When the resident agreed that the office keeps what they said.</param>
/// <param name="Note">For whom, where somebody speaks for another; under seal.</param>
public sealed record Intake(
    string Module, string Subject, string Channel, Actor TypedBy, DateTimeOffset TypedAt, Language Language, DateTimeOffset ConsentAt, byte[]? Note);

/// <summary>What staff typed on behalf of residents. A request without a row here came by LINE.</summary>
public static class IntakeTable
{
    /// <summary>Names the row for the seal over its note.</summary>
    public static string RowOf(string module, string subject) => $"{module}/{subject}";

    /// <summary>Adds a row; typing the same request twice adds one.</summary>
    public static Task Add(NpgsqlTransaction tx, TownId town, Intake intake, CancellationToken stop)
    {
        const string sql = """
            insert into intake (town_id, module, subject, channel, typed_by, typed_home, typed_at, language, consent_at, note)
            values (@town, @Module, @Subject, @Channel, @staff, @Home, @TypedAt, @language, @ConsentAt, @Note)
            on conflict (town_id, module, subject) do nothing
            """;

        return tx.Connection!.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                town, intake.Module, intake.Subject, intake.Channel, staff = Guid.ParseExact(intake.TypedBy.Id, "n"), intake.TypedBy.Home,
                intake.TypedAt, language = intake.Language.Tag, intake.ConsentAt, intake.Note,
            },
            tx,
            cancellationToken: stop));
    }

    public static async Task<Intake?> Of(NpgsqlTransaction tx, TownId town, string module, string subject, CancellationToken stop)
    {
        const string sql = """
            select module, subject, channel, typed_by, typed_home, typed_at, language, consent_at, note
              from intake where town_id = @town and module = @module and subject = @subject
            """;

        return (await tx.Connection!.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(sql, new { town, module, subject }, tx, cancellationToken: stop)))?.ToIntake();
    }

    /// <summary>How these requests came in, by their subjects; those that came by LINE are missing.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ChannelsOf(NpgsqlTransaction tx, TownId town, string module, IReadOnlyCollection<string> subjects, CancellationToken stop)
    {
        const string sql = "select subject, channel from intake where town_id = @town and module = @module and subject = any (@subjects)";

        return (await tx.Connection!.QueryAsync<(string Subject, string Channel)>(new CommandDefinition(sql, new { town, module, subjects = subjects.ToArray() }, tx, cancellationToken: stop)))
            .ToDictionary(r => r.Subject, r => r.Channel, StringComparer.Ordinal);
    }

    private sealed record Row(
        string Module, string Subject, string Channel, Guid TypedBy, string TypedHome, DateTimeOffset TypedAt, string Language, DateTimeOffset ConsentAt, byte[]? Note)
    {
        public Intake ToIntake() => new(Module, Subject, Channel, new Actor("staff", TypedBy.ToString("n"), TypedHome), TypedAt, new Language(Language), ConsentAt, Note);
    }
}
