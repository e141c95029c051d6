using System.Text.Json;
using Bot.Domain.Staff;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Microsoft.AspNetCore.DataProtection;

namespace Bot.Api.Console;

/// <summary>Keeps what was typed when the session had ended (or a fresh proof is needed first), so that signing in again loses nothing.</summary>
internal sealed class KeptForms(Database database, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>The field by which a form that is sent at last names what was kept of it.</summary>
    public const string Field = "kept";

    /// <summary>What proves who one is is never kept either.</summary>
    private static readonly string[] NotKept = ["check", Field, "password", "old-password", "password-again", "code", "credential"];

    private readonly IDataProtector _protector = protection.CreateProtector("Bot.Api.Console.KeptForms");

    public Task Keep(TownId town, StaffId staff, HttpRequest request, CancellationToken stop)
    {
        Dictionary<string, string[]> fields = request.Form
            .Where(f => !NotKept.Contains(f.Key, StringComparer.Ordinal))
            .ToDictionary(f => f.Key, f => f.Value.OfType<string>().ToArray(), StringComparer.Ordinal);
        var post = new KeptPost(Guid.NewGuid(), request.Path + request.QueryString, _protector.Protect(JsonSerializer.Serialize(fields)), clock.GetUtcNow());
        return database.InTown(town, tx => KeptPostTable.Add(tx, town, staff, post, stop), stop);
    }

    public async Task<IReadOnlyList<KeptForm>> Of(Visit visit)
    {
        var posts = await database.ReadInTown(visit.TownId, tx => KeptPostTable.Of(tx, visit.TownId, visit.Staff.Id, visit.Now, visit.Stop), visit.Stop);
        return [.. posts.Select(p => new KeptForm(p.Id, p.Path, p.At, JsonSerializer.Deserialize<Dictionary<string, string[]>>(_protector.Unprotect(p.Body))!))];
    }

    public Task Remove(TownId town, StaffId staff, Guid id, CancellationToken stop) =>
        database.InTown(town, tx => KeptPostTable.Remove(tx, town, staff, id, stop), stop);
}

/// <summary>A form as it was typed.</summary>
public sealed record KeptForm(Guid Id, string Path, DateTimeOffset At, IReadOnlyDictionary<string, string[]> Fields);
