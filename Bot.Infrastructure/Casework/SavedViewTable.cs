using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.Casework;

/// <summary>A list as somebody likes to see it.</summary>
/// <param name="Department">With whom it is shared; <c>null</c> when it is one's own.</param>
/// <param name="Query">Of the page's address.</param>
/// <param name="IsDefault">Whether the page opens so for who asks.</param>
public sealed record SavedView(Guid Id, StaffId Owner, string? Department, string Name, string Query, bool IsDefault);

/// <summary>Views of lists that staff keep for themselves or for their department.</summary>
public static class SavedViewTable
{
    /// <summary>More would not help anybody.</summary>
    public const int MostOfOne = 30;

    /// <summary>One's own views of a page and those of one's departments.</summary>
    public static async Task<IReadOnlyList<SavedView>> Of(NpgsqlTransaction tx, StaffMember staff, string page, CancellationToken stop)
    {
        const string sql = """
            select v.view_id, v.staff_id, v.department, v.name, v.query, d.view_id is not null as is_default
              from saved_view v
              left join saved_view_default d on (d.town_id, d.view_id) = (v.town_id, v.view_id) and d.staff_id = @id and d.page = @page
             where v.town_id = @Town and v.page = @page and (v.staff_id = @id or v.department = any (@departments))
             order by v.department is not null, v.name, v.view_id
            """;

        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(
            sql, new { staff.Town, id = staff.Id.Value, page, departments = staff.Posts.Select(p => p.Department).ToArray() }, tx, cancellationToken: stop));
        return [.. rows.Select(r => new SavedView(r.ViewId, new StaffId(r.StaffId), r.Department, r.Name, r.Query, r.IsDefault))];
    }

    /// <returns>Whether there was room for it.</returns>
    public static async Task<bool> Add(
        NpgsqlTransaction tx, StaffMember staff, string page, Guid id, string? department, string name, string query, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            insert into saved_view (town_id, view_id, page, staff_id, department, name, query, made_at)
            select @Town, @id, @page, @staffId, @department, @name, @query, @now
             where (select count(*) from saved_view where town_id = @Town and page = @page and staff_id = @staffId) < @most
            on conflict (town_id, view_id) do nothing
            """;

        return await Run(tx, sql, new { staff.Town, id, page, staffId = staff.Id.Value, department, name, query, now, most = MostOfOne }, stop);
    }

    /// <returns>Whether it is there and one's own.</returns>
    public static Task<bool> Rename(NpgsqlTransaction tx, StaffMember staff, Guid id, string name, CancellationToken stop) =>
        Run(tx, "update saved_view set name = @name where town_id = @Town and view_id = @id and staff_id = @staffId", new { staff.Town, id, staffId = staff.Id.Value, name }, stop);

    /// <returns>Whether it was there and one's own.</returns>
    public static Task<bool> Remove(NpgsqlTransaction tx, StaffMember staff, Guid id, CancellationToken stop) =>
        Run(tx, "delete from saved_view where town_id = @Town and view_id = @id and staff_id = @staffId", new { staff.Town, id, staffId = staff.Id.Value }, stop);

    /// <summary>Lets the page open with a view, or with none.</summary>
    public static Task SetDefault(NpgsqlTransaction tx, StaffMember staff, string page, Guid? view, CancellationToken stop)
    {
        const string sql = """
            delete from saved_view_default where town_id = @Town and staff_id = @staffId and page = @page;
            insert into saved_view_default (town_id, staff_id, page, view_id)
            select @Town, @staffId, @page, view_id from saved_view
             where town_id = @Town and view_id = @view and page = @page and (staff_id = @staffId or department = any (@departments))
            """;

        return Run(tx, sql, new { staff.Town, staffId = staff.Id.Value, page, view, departments = staff.Posts.Select(p => p.Department).ToArray() }, stop);
    }

    private static async Task<bool> Run(NpgsqlTransaction tx, string sql, object with, CancellationToken stop) =>
        await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop)) > 0;

    private sealed record Row(Guid ViewId, Guid StaffId, string? Department, string Name, string Query, bool IsDefault);
}
