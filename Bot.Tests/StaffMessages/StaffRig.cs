using Bot.Domain.Kernel;
using Bot.Domain.StaffMessages;
using Bot.Infrastructure.DamageReports;
using Bot.Infrastructure.Settings;
using Bot.Infrastructure.Staff;
using Bot.Infrastructure.StaffMessages;
using Bot.Tests.DamageReports;
using Bot.Tests.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bot.Tests.StaffMessages;

/// <summary>Messages to the staff of Hoshimi's construction department, on a real database with real reports.</summary>
internal sealed class StaffRig : IAsyncDisposable
{
    public const string Department = "construction";

    private StaffRig(DamageRig reports)
    {
        Reports = reports;
        Desk = new StaffMessageDesk([new WaitingCaseSearch(reports.Service.Towns).Of], reports.Live, new Uri("https://bot.example/"), reports.Clock);
        Story = new ToldStory(reports.Store.Database, reports.Clock, NullLogger<ToldStory>.Instance);
    }

    public DamageRig Reports { get; }

    public StaffMessageDesk Desk { get; }

    public ToldStory Story { get; }

    public TestDatabase Store => Reports.Store;

    public static NoticeRules Rules { get; } = new() { Mails = ["roads@town.example"], Hours = DayHours.Office, Steps = [new(60, ["head@town.example"])], AnswerDays = 3 };

    public static async Task<StaffRig> New(NoticeRules? rules = null)
    {
        var rig = new StaffRig(await DamageRig.New());
        await rig.Reports.In(DamageRig.Hoshimi, async tx =>
        {
            await StaffTable.AddDepartment(tx, DamageRig.Hoshimi, Department, "建設課", ["damage-reports"], default);
            await StaffTable.AddDepartment(tx, DamageRig.Hoshimi, "water", "水道課", ["damage-reports"], default);
            await NoticeRuleTable.Put(tx, DamageRig.Hoshimi, Department, PieceJson.Write(rules ?? Rules), PlanTable.At("00:00", -30), default);
            return 0;
        });
        return rig;
    }

    public Task<int> Round(TownId? town = null) => Reports.In(town ?? DamageRig.Hoshimi, tx => Desk.Round(tx, town ?? DamageRig.Hoshimi, Reports.Clock.Now, default));

    public StaffRig At(string time, int day = 0)
    {
        Reports.Clock.Now = PlanTable.At(time, day);
        return this;
    }

    /// <summary>What was written so far, oldest first: reason, number of cases, recipient, lane.</summary>
    public async Task<IReadOnlyList<string>> Written() =>
        await Store.Peek<string>("""
            select m.reason || ' ' || m.cases || ' ' || m.recipient || case when o.lane = 0 then ' alert' else '' end
              from staff_message m join outbox o using (town_id) where o.outbox_id = m.message_id order by m.made_at, m.reason, m.recipient
            """);

    public Task<IReadOnlyList<string>> Bodies() => Store.Peek<string>("select convert_from(body, 'UTF8') from outbox where kind like 'staff.%' order by created_at");

    public ValueTask DisposeAsync() => Reports.DisposeAsync();
}
