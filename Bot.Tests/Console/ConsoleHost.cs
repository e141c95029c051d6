using Bot.Api.Console;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Postgres;
using Bot.Infrastructure.Staff;
using Bot.Tests.Postgres;
using Bot.Tests.Story;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Bot.Tests.Console;

/// <summary>The whole house with the demo region, and staff who are signed in already.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private int _staff;

    private ConsoleHost(StoryHost story) => Story = story;

    public StoryHost Story { get; }

    public TestDatabase Store => Story.Database;

    public Database Database => Store.Database;

    public Uri Address => Story.BotAddress;

    public T Get<T>()
        where T : notnull => Story.Services.GetRequiredService<T>();

    public static async Task<ConsoleHost> Start(ScratchCluster? on = null) => new(await StoryHost.Start(on));

    /// <summary>Somebody who works for a town. The department <c>environment</c> (環境課) sees to bulky waste and damage reports; any other sees to nothing.</summary>
    public Task<StaffMember> Staff(string town, string name, params (string Department, Duty Duty)[] posts) => Database.InTown(new TownId(town), async tx =>
    {
        var id = new TownId(town);
        foreach (var department in posts.Select(p => p.Department).Distinct(StringComparer.Ordinal))
        {
            await StaffTable.AddDepartment(tx, id, department, department == "environment" ? "環境課" : $"{department}課", ServicesOf(department), default);
        }

        var staff = new StaffMember(new StaffId(Guid.NewGuid()), id, name, [.. posts.Select(p => new Post(p.Department, ServicesOf(p.Department), p.Duty))]);
        await StaffTable.Add(tx, staff, $"staff{Interlocked.Increment(ref _staff)}", "stamp", TimeProvider.System.GetUtcNow(), default);
        return staff;
    }, default);

    /// <summary>Signs somebody new in; <paramref name="proven"/> is how long ago they proved who they are.</summary>
    public async Task<Clerk> SignIn(string town, params (string Department, Duty Duty)[] posts) => await SignIn(await Staff(town, "星 職員", posts));

    public async Task<Clerk> SignIn(StaffMember staff, TimeSpan proven = default)
    {
        var token = await Token(staff, proven);
        return new Clerk(Address, staff, Get<StaffCookie>().Name, token);
    }

    /// <summary>A real browser in which somebody is signed in.</summary>
    public async Task<IPage> SignedIn(IBrowserContext browser, StaffMember staff)
    {
        await browser.AddCookiesAsync(
        [
            new Cookie { Name = Get<StaffCookie>().Name, Value = $"{staff.Town.Value}.{await Token(staff)}", Url = Address.ToString(), HttpOnly = true },
        ]);
        return await browser.NewPageAsync();
    }

    /// <summary>Ends all sessions of somebody, as time does.</summary>
    public Task End(StaffMember staff) =>
        Store.Peek<int>("update staff_session set ended_at = made_at where staff_id = @id returning 1", new { id = staff.Id.Value });

    /// <summary>What the audit log of a town says, oldest first.</summary>
    public Task<IReadOnlyList<string>> Audited(string town) =>
        Store.Peek<string>("select action || coalesce(' ' || detail, '') from audit_entry where town_id = @town order by seq", new { town });

    public ValueTask DisposeAsync() => Story.DisposeAsync();

    private async Task<string> Token(StaffMember staff, TimeSpan proven = default)
    {
        var token = StaffSession.FreshToken();
        await Database.InTown(staff.Town, tx => SessionTable.Add(
            tx, staff.Town, staff.Id, StaffSession.Hash(token), "テスト", TimeProvider.System.GetUtcNow(), default), default);
        if (proven > TimeSpan.Zero)
        {
            await Store.Peek<int>(
                "update staff_session set proven_at = proven_at - @proven where token_hash = @hash returning 1", new { proven, hash = StaffSession.Hash(token) });
        }

        return token;
    }

    private static Items<string> ServicesOf(string department) => department switch
    {
        "environment" => ["bulky-waste", "damage-reports", "schools"],
        "board-of-education" or "hoshimi-school" or "narusawa-school" or "hoshinoko" => ["schools"],
        _ => [],
    };
}
