using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>What staff look for in the list. Null: no matter.</summary>
/// <param name="Tab">One of <see cref="RequestListSearch.Tabs"/>.</param>
/// <param name="Text">A receipt, or the number on the things.</param>
/// <param name="Found">The requests of the people that were looked for by name or telephone.</param>
/// <param name="Assignee">On whose desk it lies.</param>
/// <param name="OnNoDesk">Only what nobody of the reader's own town or union has taken.</param>
/// <param name="Sort">One of <see cref="RequestListSearch.Sorts"/>; anything else sorts by day.</param>
public sealed record RequestFilter(
    string? Tab = null, DateOnly? From = null, DateOnly? To = null, TownId? Town = null, string? Area = null, string? Text = null,
    IReadOnlyList<Guid>? Found = null, string Sort = "day", bool Falling = false,
    string? Zone = null, StaffId? Assignee = null, bool OnNoDesk = false);

/// <summary>One page of the list.</summary>
public sealed record RequestList(IReadOnlyList<StoredRequest> Rows, int Total);

/// <summary>The list of requests for staff: however many there are, a page takes three statements. Row-level security decides whose they are.</summary>
public static class RequestListSearch
{
    /// <summary>What waits, and for whom.</summary>
    public static IReadOnlyList<string> Tabs { get; } = ["checking", "unpaid", "planned", "left", "top-up", "ended"];

    public static IReadOnlyList<string> Sorts { get; } = ["day", "asked", "receipt"];

    private const string Where = """
        (town_id = @home or operator_id = @home)
        and (@states::text[] is null or state = any (@states) or (@dueToo and state = 'collected' and due_amount is not null))
        and (@from::date is null or day >= @from) and (@to::date is null or day <= @to)
        and (@town::text is null or town_id = @town) and (@area::text is null or area = @area)
        and (@zone::text is null or zone = @zone)
        and (@assignee::uuid is null or exists (
            select from case_desk d where d.town_id = bulky_request.town_id and d.module = @module and d.subject = replace(request_id::text, '-', '')
               and d.home = @home and d.assignee = @assignee))
        and (not @onNoDesk or not exists (
            select from case_desk d where d.town_id = bulky_request.town_id and d.module = @module and d.subject = replace(request_id::text, '-', '')
               and (d.assignee is not null or d.department is not null)))
        and (@text::text is null or receipt = @text or number = @text or (@found::uuid[] is not null and request_id = any (@found)))
        """;

    public static async Task<RequestList> Page(
        NpgsqlTransaction tx, BulkyTowns towns, TownId home, RequestFilter filter, int offset, int size, CancellationToken stop)
    {
        var with = With(home, filter, offset, size);
        var total = await tx.Connection!.QuerySingleAsync<int>(new CommandDefinition($"select count(*)::int from bulky_request where {Where}", with, tx, cancellationToken: stop));
        var sql = $"select {RequestSearch.Columns} from bulky_request where {Where} order by {Order(filter)} offset @offset limit @size";
        return new RequestList(total == 0 ? [] : await RequestSearch.Many(tx, towns, sql, with, stop), total);
    }

    /// <summary>Those of the requests that the reader's town or union may see.</summary>
    public static Task<IReadOnlyList<StoredRequest>> Of(NpgsqlTransaction tx, BulkyTowns towns, TownId home, IReadOnlyCollection<Guid> ids, CancellationToken stop) =>
        ids.Count == 0
            ? Task.FromResult<IReadOnlyList<StoredRequest>>([])
            : RequestSearch.Many(
                tx,
                towns,
                $"select {RequestSearch.Columns} from bulky_request where (town_id = @home or operator_id = @home) and request_id = any (@ids)",
                new { home, ids = ids.ToArray() },
                stop);

    /// <summary>How the requests stand that a town or union sees: a short text that changes when one of them does. Two looks into indexes.</summary>
    public static async Task<string> Mark(NpgsqlTransaction tx, TownId home, CancellationToken stop)
    {
        const string sql = """
            select coalesce((select max(changed_at)::text from bulky_request where town_id = @home), '')
                || '/' || coalesce((select max(changed_at)::text from bulky_request where operator_id = @home), '')
            """;

        return MarkSearch.Shorten((await tx.Connection!.ExecuteScalarAsync<string>(new CommandDefinition(sql, new { home }, tx, cancellationToken: stop)))!);
    }

    /// <summary>How many wait in each tab.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> Counts(NpgsqlTransaction tx, TownId home, CancellationToken stop)
    {
        const string sql = """
            select case when state = 'checking' then 'checking' when state = 'awaiting-payment' then 'unpaid' when state = 'paid' then 'planned'
                        when state = 'not-collected' then 'left' when state = 'awaiting-top-up' or due_amount is not null then 'top-up' else 'ended' end as tab,
                   count(*)::int as number
              from bulky_request where town_id = @home or operator_id = @home group by 1
            """;

        var rows = (await tx.Connection!.QueryAsync<TabRow>(new CommandDefinition(sql, new { home }, tx, cancellationToken: stop))).ToDictionary(r => r.Tab, r => r.Number);
        return Tabs.ToDictionary(t => t, t => rows.GetValueOrDefault(t));
    }

    private static object With(TownId home, RequestFilter filter, int offset, int size) => new
    {
        home,
        states = filter.Tab switch
        {
            "checking" => ["checking"],
            "unpaid" => ["awaiting-payment"],
            "planned" => ["paid"],
            "left" => ["not-collected"],
            "top-up" => ["awaiting-top-up"],
            "ended" => ["collected", "lapsed", "cancelled", "refunded"],
            _ => (string[]?)null,
        },
        dueToo = filter.Tab == "top-up",
        from = filter.From,
        to = filter.To,
        town = filter.Town?.Value,
        area = filter.Area,
        zone = filter.Zone,
        assignee = filter.Assignee?.Value,
        onNoDesk = filter.OnNoDesk,
        module = RequestLife.Module,
        text = filter.Text,
        found = filter.Found?.ToArray(),
        offset,
        size,
    };

    /// <summary>Only what stands here reaches the statement; the id makes the order the same on every page.</summary>
    private static string Order(RequestFilter filter)
    {
        var falling = filter.Falling ? " desc" : "";
        return filter.Sort switch
        {
            "asked" => $"asked_at{falling}, request_id{falling}",
            "receipt" => $"receipt{falling}, request_id{falling}",
            _ => $"day{falling}, request_id{falling}",
        };
    }

    private sealed record TabRow(string Tab, int Number);
}
