using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Domain.Schools.Arrivals;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.Schools.Privacy;

/// <summary>What a school holds about a child, for those who may ask in its name. A protected child is found by nobody here.</summary>
public sealed class ChildPart(SchoolTowns towns, Sealer sealer, TimeProvider clock)
{
    public PersonPart Part => new(SchoolsModule.Name)
    {
        Find = async (tx, town, typed, most, stop) => [.. (await PersonalChildSearch.Find(tx, sealer, town, typed, most, stop)).Select(Hit)],
        Of = async (tx, town, ids, _, stop) => [.. (await PersonalChildSearch.Of(tx, sealer, town, ids, stop)).Select(Hit)],
        Held = Held,
        Hinders = Hinders,
        Erase = (tx, town, hits, now, stop) => ChildErasureTable.Erase(tx, town, [.. hits.Select(h => h.Id)], now, stop),
        Stays = "学校・園の子ども：休んだ日や登園の時刻は、だれのものか分からない数として残ります。",
    };

    private static PersonHit Hit(PersonalChild c) => new(c.Child.Id.Value, $"子ども {c.Child.Number}", null, c.Child.Person.Name, c.Child.Person.Contact, c.JoinedOn);

    private async Task<string?> Hinders(NpgsqlTransaction tx, TownId town, IReadOnlyList<PersonHit> hits, CancellationToken stop)
    {
        var ids = hits.Select(h => h.Id).ToArray();
        if (await ChildErasureTable.IsHeld(tx, town, ids, stop))
        {
            return "消去を止めている子どもの記録があります（争いや調査のため）。止めた職員に確かめてください。";
        }

        var today = JapanTime.Day(clock.GetUtcNow());
        return (await PersonalChildSearch.Of(tx, sealer, town, ids, stop)).Any(c => c.Child.IsHere(today))
            ? "在籍している子どもの名簿は、学校・園に必要なので消せません。転出・卒業の日を名簿に入れてから、もう一度行ってください。"
            : null;
    }

    private async Task<JsonObject> Held(NpgsqlTransaction tx, TownId town, IReadOnlyList<PersonHit> hits, CancellationToken stop)
    {
        var (roll, reports, scans, replies, answers, consents) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        foreach (var (child, joined) in await PersonalChildSearch.Of(tx, sealer, town, [.. hits.Select(h => h.Id)], stop))
        {
            roll.Add(new JsonObject
            {
                ["学校・園"] = towns.Find(town, child.School)?.Name.Ja ?? child.School,
                ["番号"] = child.Number,
                ["お名前"] = child.Person.Name,
                ["ふりがな"] = child.Person.Kana,
                ["生年月日"] = $"{child.Person.Birth:yyyy-MM-dd}",
                ["連絡先"] = child.Person.Contact,
                ["名簿に入った日"] = $"{joined:yyyy-MM-dd}",
                ["名簿から出た日"] = child.LeftOn is { } left ? $"{left:yyyy-MM-dd}" : null,
                ["クラス"] = new JsonArray([.. await HeldDaysSearch.Classes(tx, town, child.Id.Value, stop)]),
            });
            GuardianPart.Move(await HeldReportSearch.OfChild(tx, sealer, town, child.Id.Value, stop), reports);
            GuardianPart.Move(await HeldReplySearch.OfChild(tx, sealer, town, child.Id.Value, stop), replies);
            GuardianPart.Move(await HeldAskSearch.AnswersOfChild(tx, sealer, town, child.Id.Value, stop), answers);
            GuardianPart.Move(await HeldAskSearch.ConsentsOfChild(tx, town, child.Id.Value, stop), consents);

            foreach (var (day, kind, at) in await HeldDaysSearch.Scans(tx, town, child.Id.Value, stop))
            {
                scans.Add(new JsonObject { ["日"] = $"{day:yyyy-MM-dd}", ["種類"] = Kind(kind), ["時刻"] = HeldReportSearch.Moment(at) });
            }
        }

        return new JsonObject { ["学校・園の名簿"] = roll, ["欠席などの連絡"] = reports, ["乗り降りと登園"] = scans, ["学校・園からの返事"] = replies, ["学校・園への答え"] = answers, ["写真などの同意"] = consents };
    }

    private static string Kind(ScanKind kind) => kind switch
    {
        ScanKind.Board => "乗車",
        ScanKind.Alight => "降車",
        ScanKind.Arrive => "登園",
        _ => "取り消し",
    };
}
