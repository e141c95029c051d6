using System.Globalization;
using Bot.Api.Console.Lists;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Domain.Staff;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.DamageReports;
using Npgsql;

namespace Bot.Api.Console.DamageReports;

/// <summary>By what the list of cases can be sorted and narrowed; the map and the file go by the same.</summary>
internal static class CaseLists
{
    public const string Path = "damage-reports";

    private const string Any = "any";
    private const string Mine = "me";
    private const string Nobody = "none";

    /// <summary>By days since it was opened: at most so many, or (negative) at least.</summary>
    private static readonly Items<ListOption> Ages = [new("1", "24時間以内"), new("3", "3日以内"), new("7", "7日以内"), new("-7", "7日以上"), new("-14", "14日以上"), new("-30", "30日以上")];

    /// <summary>Without a state those that are still to be done are listed.</summary>
    public static async Task<AskedCases> Read(Visit visit, NpgsqlTransaction tx, DamagePlan plan)
    {
        var colleagues = await ColleagueSearch.All(tx, visit.TownId, visit.Stop);
        var offices = await ColleagueSearch.Offices(tx, visit.TownId, visit.Stop);
        var districts = plan.Areas.Where(a => a.Role == AreaRole.District).Select(a => new ListOption(a.Code, a.Name.Ja)).ToList();
        var query = ListQuery.Read(
            new ListShape(
                [new ListSort("urgency", "緊急度", Falling: true), new ListSort("opened", "受付から", Falling: true)],
                [
                    new ListFilter.Choice("state", "状態", [.. DamageShown.States.Select(s => new ListOption(s.Key, s.Value)), new(Any, "終わったものも含めてすべて")], "終わっていないもの"),
                    new ListFilter.Choice("kind", "種類", [.. plan.Kinds.Select(k => new ListOption(k.Code, k.Name.Ja))]),
                    .. districts.Count > 0 ? [new ListFilter.Choice("area", "地区", [.. districts])] : (ListFilter[])[],
                    new ListFilter.Choice("department", "課", [.. offices.Select(o => new ListOption(o.Code, o.Name))]),
                    new ListFilter.Choice("who", "担当",
                    [
                        new(Mine, "自分"), new(Nobody, "まだ決まっていない"),
                        .. colleagues.Where(c => !c.HasLeft && c.Id != visit.Staff.Id).Select(c => new ListOption($"{c.Id.Value:n}", c.Name)),
                    ]),
                    new ListFilter.Choice("age", "受付から", Ages),
                    new ListFilter.Words("number", "番号", "前の方だけでもかまいません", 20),
                    new ListFilter.Flag("danger", "危険があるものだけ"),
                ]),
            visit.Http.Request.Query);
        return new AskedCases(query, Filter(visit, query), colleagues, offices);
    }

    private static CaseFilter Filter(Visit visit, ListQuery query)
    {
        var who = query.Text("who");
        var age = query.Text("age") is { } days ? int.Parse(days, CultureInfo.InvariantCulture) : 0;
        var filter = new CaseFilter
        {
            Kind = query.Text("kind"),
            Number = query.Text("number")?.ToUpperInvariant(),
            District = query.Text("area"),
            Department = query.Text("department"),
            Assignee = who switch { null or Nobody => null, Mine => visit.Staff.Id, _ => new StaffId(Guid.ParseExact(who, "n")) },
            OnNoDesk = who == Nobody,
            LeastDanger = query.Flag("danger") ? Danger.Yes : null,
            From = age > 0 ? visit.Now.AddDays(-age) : null,
            Before = age < 0 ? visit.Now.AddDays(age) : null,
            Order = (query.Sort.Key, query.Falling) switch
            {
                ("opened", true) => CaseOrder.Newest,
                ("opened", false) => CaseOrder.Oldest,
                (_, false) => CaseOrder.LeastUrgent,
                _ => CaseOrder.Urgent,
            },
        };
        return query.Text("state") switch
        {
            // Who types a number means that case, whatever became of it.
            null when filter.Number is null => filter,
            null or Any => filter with { States = [] },
            var state => filter with { States = [state] },
        };
    }
}

/// <summary>What is asked of the list, and by what names people and departments are called in it.</summary>
public sealed record AskedCases(ListQuery Query, CaseFilter Filter, IReadOnlyList<Colleague> Colleagues, IReadOnlyList<Section> Offices)
{
    /// <summary>On whose desk a case lies; before anybody took it, where it was routed.</summary>
    public string Desk(TownId reader, IReadOnlyDictionary<string, CaseDesk> desks, DamageTowns towns, StoredCase item) => desks.GetValueOrDefault(item.Subject) switch
    {
        null => $"{DamageShown.Target(towns, Offices, item)}（振り分け）",
        { Home: var home } when home != reader => "ほかの団体",
        { Assignee: { } id } => Colleagues.FirstOrDefault(c => c.Id == id)?.Name ?? "退職した職員",
        { Department: var code } => Offices.FirstOrDefault(o => o.Code == code)?.Name ?? code ?? "－",
    };
}
