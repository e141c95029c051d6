using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>What schools hold about a guardian: the tie to the child, what the guardian reported, which letters came. What the school has about the child is <see cref="ChildPart"/>'s.</summary>
public sealed class GuardianPart(SchoolTowns towns, Sealer sealer)
{
    public PersonPart Part => new(SchoolsModule.Name)
    {
        Find = async (tx, town, typed, most, stop) =>
        {
            var children = (await PersonalChildSearch.Find(tx, sealer, town, typed, most, stop)).ToDictionary(c => c.Child.Id.Value);
            return Hits(town, await GuardianHitSearch.OfChildren(tx, sealer, town, children.Keys, stop), children);
        },
        Of = async (tx, town, ids, citizens, stop) =>
        {
            var links = await GuardianHitSearch.Of(tx, sealer, town, ids, citizens, stop);
            var children = (await PersonalChildSearch.Of(tx, sealer, town, [.. links.Select(l => l.Child)], stop)).ToDictionary(c => c.Child.Id.Value);
            return Hits(town, links, children);
        },
        Held = Held,
        Hinders = async (tx, town, hits, stop) => await GuardianErasureTable.IsHeld(tx, town, [.. hits.Select(h => h.Id)], stop)
            ? "消去を止めている保護者・子どもの記録があります（争いや調査のため）。止めた職員に確かめてください。"
            : null,
        Erase = (tx, town, hits, now, stop) => GuardianErasureTable.Erase(tx, town, [.. hits.Select(h => h.Id)], now, stop),
        Stays = "学校・園：子どもが休んだ日と種類は学校の記録として残ります（理由と連絡した方は消えます）。登録がなくなるので、学校・園からのお知らせは届かなくなります。",
    };

    /// <summary>Of a protected child nothing is shown but that there is a tie.</summary>
    private IReadOnlyList<PersonHit> Hits(TownId town, IReadOnlyList<GuardianHit> links, Dictionary<Guid, PersonalChild> children) =>
    [
        .. links.Select(l => new PersonHit(
            l.Link, $"{SchoolName(town, l.School)}の保護者", l.Citizen, children.GetValueOrDefault(l.Child) is { } child ? $"{child.Child.Person.Name}の保護者" : null, null, JapanTime.Day(l.MadeAt))),
    ];

    private async Task<JsonObject> Held(NpgsqlTransaction tx, TownId town, IReadOnlyList<PersonHit> hits, CancellationToken stop)
    {
        var (ties, reports, letters, replies, answers, consents) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        var links = await GuardianHitSearch.Of(tx, sealer, town, [.. hits.Select(h => h.Id)], [], stop);
        foreach (var link in links)
        {
            ties.Add(new JsonObject
            {
                ["学校・園"] = SchoolName(town, link.School),
                ["呼び名"] = link.Nickname,
                ["登録した日時"] = HeldReportSearch.Moment(link.MadeAt),
                ["登録が終わった日時"] = link.EndedAt is { } ended ? HeldReportSearch.Moment(ended) : null,
            });
        }

        foreach (var (child, citizen) in links.Select(l => (l.Child, l.Citizen)).Distinct())
        {
            Move(await HeldReportSearch.OfGuardian(tx, sealer, town, child, citizen, stop), reports);
        }

        foreach (var citizen in links.Select(l => l.Citizen).Distinct())
        {
            Move(await HeldLetterSearch.Of(tx, sealer, towns, town, citizen, stop), letters);
            Move(await HeldReplySearch.OfGuardian(tx, sealer, town, citizen, stop), replies);
            Move(await HeldAskSearch.AnswersOfGuardian(tx, sealer, town, citizen, stop), answers);
            Move(await HeldAskSearch.ConsentsOfGuardian(tx, town, citizen, stop), consents);
        }

        return new JsonObject { ["学校・園の登録"] = ties, ["欠席などの連絡"] = reports, ["学校・園からのお知らせ"] = letters, ["学校・園からの返事"] = replies, ["学校・園への答え"] = answers, ["写真などの同意"] = consents };
    }

    private string SchoolName(TownId town, string code) => towns.Find(town, code)?.Name.Ja ?? code;

    internal static void Move(JsonArray from, JsonArray to)
    {
        foreach (var item in from)
        {
            to.Add(item!.DeepClone());
        }
    }
}
