using Bot.Api.Console.Lists;
using Bot.Domain.DamageReports;
using Bot.Infrastructure.DamageReports;

namespace Bot.Api.Console.DamageReports;

/// <summary>By what the list of cases can be sorted and narrowed.</summary>
internal static class CaseLists
{
    public const string Path = "damage-reports";

    private const string Any = "any";

    /// <summary>Without a state those that are still to be done are listed.</summary>
    public static ListQuery Read(Visit visit, DamagePlan plan) => ListQuery.Read(
        new ListShape(
            [new ListSort("urgency", "緊急度", Falling: true), new ListSort("opened", "受付から", Falling: true)],
            [
                new ListFilter.Choice("state", "状態", [.. DamageShown.States.Select(s => new ListOption(s.Key, s.Value)), new(Any, "終わったものも含めてすべて")], "終わっていないもの"),
                new ListFilter.Choice("kind", "種類", [.. plan.Kinds.Select(k => new ListOption(k.Code, k.Name.Ja))]),
                new ListFilter.Words("number", "番号", "前の方だけでもかまいません", 20),
            ]),
        visit.Http.Request.Query);

    public static CaseFilter Filter(ListQuery query)
    {
        var filter = new CaseFilter
        {
            Kind = query.Text("kind"),
            Number = query.Text("number")?.ToUpperInvariant(),
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
