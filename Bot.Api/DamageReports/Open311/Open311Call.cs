using Bot.Api.Forms;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.DamageReports.Open311;
using Bot.Infrastructure.Postgres;
using Npgsql;

namespace Bot.Api.DamageReports.Open311;

/// <summary>One call of a program, to a town that has the service.</summary>
/// <param name="Path">What stands in the address behind the interface's own, without its ending: <c>requests</c>, <c>D08-00012</c>.</param>
internal sealed record Open311Call(TownFace Face, DamagePlan Plan, IReadOnlyList<string> Path, Open311Params Given, Screen Screen, DateTimeOffset Now, CancellationToken Stop)
{
    /// <summary>Calls that name no time are about the last 90 days, and none may span more.</summary>
    public static readonly TimeSpan LongestSpan = TimeSpan.FromDays(90);

    /// <summary>More are not given in one answer.</summary>
    public const int Most = 1000;

    public TownId Town => Plan.Town;

    /// <summary>Texts without readings, in the language asked for.</summary>
    public string Say(LocalText text) => Furigana.Without(Screen.Say(text), Screen);

    public string Say(Domain.Conversations.Wording.Words words) => Furigana.Without(Screen.Say(words), Screen);

    public Task<T> Read<T>(Database database, Func<NpgsqlTransaction, Task<T>> work) => database.ReadInTown(Town, work, Stop);

    /// <summary>From when until when, or what is wrong with it.</summary>
    public (DateTimeOffset From, DateTimeOffset Until) Span(ICollection<string> wrong)
    {
        var (from, until) = (Given.Moment("start_date", wrong), Given.Moment("end_date", wrong));
        var end = until ?? (from is { } start ? start + LongestSpan : Now);
        var begin = from ?? end - LongestSpan;
        if (end < begin)
        {
            wrong.Add("end_date must not be before start_date");
        }
        else if (end - begin > LongestSpan)
        {
            wrong.Add("start_date and end_date must not be more than 90 days apart");
        }

        return (begin, end);
    }

    /// <summary>The key that the call carries.</summary>
    /// <returns>No key and no fault when it carries none.</returns>
    public async Task<(Open311Key? Key, Open311Answer? Wrong)> Key(Database database)
    {
        if (Given["api_key"] is not { } text)
        {
            return (null, null);
        }

        var key = await Read(database, tx => Open311KeyTable.Find(tx, Town, Open311Key.Hash(text), Stop));
        return key is null ? (null, Open311Answer.Wrong(StatusCodes.Status403Forbidden, "api_key is not known, or was taken back")) : (key, null);
    }

    /// <summary>A case that everybody may see, or that this key sent.</summary>
    public async Task<(PublicCase? Case, Open311Answer? Wrong)> Find(NpgsqlTransaction tx, DamageReportsModule service, string number, Open311Key? key)
    {
        if (!PublicAsk.IsNumber(number))
        {
            return (null, Unknown());
        }

        if (key is not null && await DamageSearch.Numbered(tx, Town, number, Stop) is { } own && await Open311ReportTable.Sent(tx, Town, key.Id, own.Id, Stop))
        {
            return ((await PublicCaseSearch.Own(tx, service.Towns, Plan, [own.Id], Stop)).Single(), null);
        }

        return Plan.Publication is null ? (null, Unknown()) : await PublicCaseSearch.Numbered(tx, service.Towns, Plan, number, Now, Stop) switch
        {
            PublicFound.Shown(var shown) => (shown, null),
            PublicFound.Moved(var on) => (null, Open311Answer.Wrong(StatusCodes.Status410Gone, $"service_request_id goes on as {on}")),
            PublicFound.Gone => (null, Open311Answer.Wrong(StatusCodes.Status410Gone, "service_request_id is no longer published")),
            _ => (null, Unknown()),
        };
    }

    private static Open311Answer Unknown() => Open311Answer.Missing("service_request_id is not known");
}
