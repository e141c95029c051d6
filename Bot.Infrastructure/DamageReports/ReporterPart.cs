using System.Globalization;
using System.Text.Json.Nodes;
using Bot.Domain.DamageReports;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Counter;
using Bot.Infrastructure.Retention;
using Bot.Infrastructure.Sealing;
using Npgsql;

namespace Bot.Infrastructure.DamageReports;

/// <summary>What the service holds about those who report, for disclosure and erasure.</summary>
public sealed class ReporterPart(DamageTowns towns, Sealer sealer)
{
    public PersonPart Part => new(DamageReportsModule.Name)
    {
        Find = async (tx, town, typed, most, stop) => await Hits(tx, town, await ReporterSearch.Numbered(tx, town, JapaneseText.Normal(typed).ToUpperInvariant(), most, stop), stop),
        Of = async (tx, town, ids, citizens, stop) => await Hits(tx, town, await ReporterSearch.Of(tx, town, ids, citizens, stop), stop),
        Held = Held,
        Hinders = async (tx, town, hits, stop) => await ReporterErasureTable.IsHeld(tx, town, [.. hits.Select(h => h.Id)], stop)
            ? "消去を止めている通報があります（争いや調査のため）。止めた職員に確かめてください。"
            : null,
        Erase = (tx, town, hits, now, stop) => ReporterErasureTable.Erase(tx, town, [.. hits.Select(h => h.Id)], now, stop),
        Stays = "道路などの通報：番号、種類、地図の印、対応の経過は残り、対応は続きます。通報した方へのお知らせは届かなくなります。",
    };

    private async Task<IReadOnlyList<PersonHit>> Hits(NpgsqlTransaction tx, TownId town, IReadOnlyList<ReporterRow> rows, CancellationToken stop)
    {
        var who = await ReportTable.Who(tx, sealer, town, [.. rows.Select(r => r.Report)], stop);
        return [.. rows.Select(r => new PersonHit(r.Report, r.Number, r.Citizen, who.GetValueOrDefault(r.Report)?.Name, who.GetValueOrDefault(r.Report)?.Telephone, JapanTime.Day(r.At)))];
    }

    private async Task<JsonObject> Held(NpgsqlTransaction tx, TownId town, IReadOnlyList<PersonHit> hits, CancellationToken stop)
    {
        var (reports, letters, notes, pictures) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        var who = await ReportTable.Who(tx, sealer, town, [.. hits.Select(h => h.Id)], stop);
        foreach (var hit in hits)
        {
            if (await ReportTable.Read(tx, town, hit.Id, stop) is not { } report || await DamageSearch.Read(tx, town, report.Case, stop) is not { } stored)
            {
                continue;
            }

            var intake = await IntakeTable.Of(tx, town, DamageReportsModule.Name, $"{report.Id:n}", stop);
            reports.Add(Told(hit, stored, report, who.GetValueOrDefault(hit.Id), intake, await RatingTable.Of(tx, town, report.Id, stop)));
            var at = new CaseSubject(town, DamageReportsModule.Name, stored.Subject);
            foreach (var letter in (await LetterTable.Of(tx, at, stop)).Where(l => l.Citizen is not null && l.Citizen == report.Citizen))
            {
                letters.Add(new JsonObject
                {
                    ["番号"] = hit.Number, ["日時"] = Moment(letter.Written),
                    ["本文"] = sealer.Open(town, "letter", "body", $"{letter.Id:n}", letter.Body), ["お返事"] = sealer.Open(town, "letter", "reply", $"{letter.Id:n}", letter.Reply),
                });
            }

            // Where several people reported the same thing, a note may be about another of them.
            var isAlone = (await ReportTable.Of(tx, town, stored.Id, stop)).All(r => hits.Any(h => h.Id == r.Id));
            foreach (var entry in (await TimelineTable.Of(tx, town, at.Module, at.Subject, stop)).Where(e => e.Words is not null))
            {
                notes.Add(new JsonObject
                {
                    ["番号"] = hit.Number, ["日時"] = Moment(entry.At), ["種類"] = entry.Kind,
                    ["内容"] = isAlone ? sealer.Open(town, "timeline", "words", $"{entry.Id:n}", entry.Words) : "（ほかの人も通報した件のメモです。内容を確かめてから、別にお渡しください）",
                });
            }

            foreach (var id in report.Photos)
            {
                if (await Photos.PhotoTable.Read(tx, sealer, town, id, stop) is { } photo)
                {
                    pictures.Add(new JsonObject { ["番号"] = hit.Number, ["形式"] = photo.MediaType, ["データ（base64）"] = Convert.ToBase64String(photo.Picture) });
                }
            }
        }

        return new JsonObject { ["通報"] = reports, ["手紙"] = letters, ["メモと経過"] = notes, ["写真"] = pictures };
    }

    private JsonObject Told(PersonHit hit, StoredCase stored, StoredReport report, Reporter? who, Intake? intake, bool? isHelped) => new()
    {
        ["番号"] = hit.Number,
        ["種類"] = CaseTeller.KindOf(towns, stored).Ja,
        ["通報日時"] = Moment(report.At),
        ["気づいた日時"] = report.NoticedAt is { } noticed ? Moment(noticed) : null,
        ["お名前"] = who?.Name,
        ["電話番号"] = who?.Telephone,
        ["場所の言葉"] = who?.Place,
        ["伝えたいこと"] = who?.Remark,
        ["地図の位置"] = string.Create(CultureInfo.InvariantCulture, $"{report.Point.Latitude},{report.Point.Longitude}"),
        ["危険"] = report.Danger switch { Danger.Life => "命にかかわる", Danger.Yes => "おそれがある", _ => "なし" },
        ["電話の希望"] = report.WantsCall ? "あり" : "なし",
        ["対応への評価"] = isHelped switch { true => "役に立った", false => "まだ困っている", null => null },
        ["受け付けの方法"] = intake is null ? "LINE" : Channels.Title(intake.Channel),
        ["受け付けのメモ"] = intake is null ? null : sealer.Open(stored.Town, "intake", "note", IntakeTable.RowOf(intake.Module, intake.Subject), intake.Note),
    };

    private static string Moment(DateTimeOffset at) => $"{at.ToOffset(JapanTime.Offset):yyyy-MM-dd HH:mm}";
}
