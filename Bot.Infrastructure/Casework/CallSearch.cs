using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>A resident who asked for a person.</summary>
/// <param name="Form">What they were filling in, if anything.</param>
/// <param name="How"><c>telephone</c>, <c>letter</c>, <c>counter</c> or <c>needless</c>, once it is done.</param>
public sealed record StaffCall(Guid Id, CitizenId Citizen, FormId? Form, DateTimeOffset Asked, DateTimeOffset? Done, StaffId? DoneBy, string? How);

/// <summary>Finds calls for a person, and says that they were answered.</summary>
public static class CallSearch
{
    private const string Columns = "call_id, citizen_id, form_id, asked_at, done_at, done_by, done_how";

    /// <summary>Those that wait, the longest first.</summary>
    public static Task<IReadOnlyList<StaffCall>> Open(NpgsqlTransaction tx, TownId town, int limit, int offset, CancellationToken stop) => Many(
        tx, $"select {Columns} from staff_call where town_id = @town and done_at is null order by asked_at, call_id limit @limit offset @offset", new { town, limit, offset }, stop);

    /// <summary>Those that were answered lately, the last first.</summary>
    public static Task<IReadOnlyList<StaffCall>> Done(NpgsqlTransaction tx, TownId town, int limit, CancellationToken stop) => Many(
        tx, $"select {Columns} from staff_call where town_id = @town and done_at is not null order by done_at desc, call_id limit @limit", new { town, limit }, stop);

    public static Task<IReadOnlyList<StaffCall>> Of(NpgsqlTransaction tx, TownId town, IReadOnlyList<Guid> calls, CancellationToken stop) => Many(
        tx, $"select {Columns} from staff_call where town_id = @town and call_id = any (@calls)", new { town, calls = calls.ToArray() }, stop);

    public static Task<int> Count(NpgsqlTransaction tx, TownId town, CancellationToken stop) => tx.Connection!.ExecuteScalarAsync<int>(
        new CommandDefinition("select count(*)::int from staff_call where town_id = @town and done_at is null", new { town }, tx, cancellationToken: stop));

    /// <returns>Whether it was still open.</returns>
    public static Task<bool> Close(NpgsqlTransaction tx, TownId town, Guid call, StaffId staff, string how, DateTimeOffset now, CancellationToken stop) => Run(
        tx,
        "update staff_call set done_at = @now, done_by = @staff, done_how = @how where town_id = @town and call_id = @call and done_at is null",
        new { town, call, staff = staff.Value, how, now },
        stop);

    public static Task<bool> Reopen(NpgsqlTransaction tx, TownId town, Guid call, CancellationToken stop) => Run(
        tx,
        "update staff_call set done_at = null, done_by = null, done_how = null where town_id = @town and call_id = @call and done_at is not null",
        new { town, call },
        stop);

    private static async Task<bool> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop)) == 1;

    private static async Task<IReadOnlyList<StaffCall>> Many(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        [.. (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop))).Select(r => new StaffCall(
            r.CallId, r.CitizenId, r.FormId is null ? null : new FormId(r.FormId), r.AskedAt, r.DoneAt, r.DoneBy is { } by ? new StaffId(by) : null, r.DoneHow))];

    private sealed record Row(Guid CallId, CitizenId CitizenId, string? FormId, DateTimeOffset AskedAt, DateTimeOffset? DoneAt, Guid? DoneBy, string? DoneHow);
}
