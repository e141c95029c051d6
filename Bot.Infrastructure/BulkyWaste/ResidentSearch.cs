using System.Text.Json.Nodes;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Casework;
using Bot.Infrastructure.Counter;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Finds a resident of a town, and all that is held about them: for disclosure to the person.</summary>
public static class ResidentSearch
{
    /// <summary>Requests by receipt number, name, kana or telephone; those of other towns are never among them.</summary>
    public static async Task<IReadOnlyList<StoredRequest>> Find(NpgsqlTransaction tx, BulkyTowns towns, TownId town, string typed, int most, CancellationToken stop)
    {
        const string sql = $"""
            select {RequestSearch.Columns} from bulky_request where town_id = @town and (request_id = any (@ids) or receipt = @receipt) order by asked_at desc limit @most
            """;

        var ids = (await RequesterTable.Find(tx, towns, town, typed, most, stop)).ToArray();
        return await RequestSearch.Many(tx, towns, sql, new { town, ids, receipt = JapaneseText.Normal(typed).ToUpperInvariant(), most }, stop);
    }

    /// <summary>Those of these ids, and of these LINE accounts; oldest first.</summary>
    public static async Task<IReadOnlyList<StoredRequest>> Of(
        NpgsqlTransaction tx, BulkyTowns towns, TownId town, IReadOnlyCollection<Guid> ids, IReadOnlyCollection<string> citizens, CancellationToken stop)
    {
        const string sql = $"""
            select {RequestSearch.Columns} from bulky_request where town_id = @town and (request_id = any (@ids) or citizen_id = any (@citizens)) order by asked_at
            """;

        return await RequestSearch.Many(tx, towns, sql, new { town, ids = ids.ToArray(), citizens = citizens.ToArray() }, stop);
    }

    /// <summary>Whether one of these requests must not be erased: a dispute or an inquiry goes on.</summary>
    public static Task<bool> IsHeld(NpgsqlTransaction tx, TownId town, IReadOnlyList<Guid> ids, CancellationToken stop)
    {
        const string sql = "select exists (select from legal_hold where town_id = @town and module = @Module and subject = any (@subjects))";

        return tx.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(
            sql, new { town, RequestLife.Module, subjects = ids.Select(RequestLife.Subject).ToArray() }, tx, cancellationToken: stop));
    }

    /// <summary>All of it, opened.</summary>
    public static async Task<JsonObject> Held(NpgsqlTransaction tx, BulkyTowns towns, TownId town, IReadOnlyList<StoredRequest> requests, CancellationToken stop)
    {
        var who = await RequestSearch.Requesters(tx, towns, [.. requests.Select(r => (town, r.Request.Id))], stop);
        var pins = await Crews.PinTable.Of(tx, towns, [.. requests.Select(r => (town, r.Request.Id))], stop);
        var (asked, letters, notes, pictures) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        foreach (var request in requests.Select(r => r.Request))
        {
            var at = new CaseSubject(town, RequestLife.Module, RequestLife.Subject(request.Id));
            var person = who.GetValueOrDefault(request.Id);
            var intake = await IntakeTable.Of(tx, town, at.Module, at.Subject, stop);
            asked.Add(new JsonObject
            {
                ["受付番号"] = request.Receipt, ["申し込み日時"] = $"{request.AskedAt.ToOffset(JapanTime.Offset):yyyy-MM-dd HH:mm}", ["収集日"] = $"{request.Day:yyyy-MM-dd}",
                ["お名前"] = person?.Name, ["ふりがな"] = person?.Kana, ["電話番号"] = person?.Telephone, ["ご住所"] = person?.Address, ["備考"] = person?.Remark,
                ["品目"] = new JsonArray([.. request.Lines.Select(l => JsonValue.Create($"{l.Name?.Ja ?? "（品目未定）"} {l.Number}点 {l.Remark}".TrimEnd()))]),
                ["手数料（円）"] = request.Total?.Amount,
                ["地図の位置"] = pins.TryGetValue(request.Id, out var pin) ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{pin.Latitude},{pin.Longitude}") : null,
                ["受け付けの方法"] = intake is null ? "LINE" : Channels.Title(intake.Channel),
                ["受け付けのメモ"] = towns.Sealer.Open(town, "intake", "note", IntakeTable.RowOf(at.Module, at.Subject), intake?.Note),
            });
            foreach (var letter in await LetterTable.Of(tx, at, stop))
            {
                letters.Add(new JsonObject
                {
                    ["受付番号"] = request.Receipt, ["日時"] = $"{letter.Written.ToOffset(JapanTime.Offset):yyyy-MM-dd HH:mm}",
                    ["本文"] = towns.Sealer.Open(town, "letter", "body", $"{letter.Id:n}", letter.Body), ["お返事"] = towns.Sealer.Open(town, "letter", "reply", $"{letter.Id:n}", letter.Reply),
                });
            }

            foreach (var entry in (await TimelineTable.Of(tx, town, at.Module, at.Subject, stop)).Where(e => e.Words is not null))
            {
                notes.Add(new JsonObject
                {
                    ["受付番号"] = request.Receipt, ["日時"] = $"{entry.At.ToOffset(JapanTime.Offset):yyyy-MM-dd HH:mm}", ["種類"] = entry.Kind,
                    ["内容"] = towns.Sealer.Open(town, "timeline", "words", $"{entry.Id:n}", entry.Words),
                });
            }

            foreach (var id in await RequestSearch.Photos(tx, town, request.Id, stop))
            {
                if (await Photos.PhotoTable.Read(tx, towns.Sealer, town, id, stop) is { } photo)
                {
                    pictures.Add(new JsonObject { ["受付番号"] = request.Receipt, ["形式"] = photo.MediaType, ["データ（base64）"] = Convert.ToBase64String(photo.Picture) });
                }
            }
        }

        return new JsonObject { ["申し込み"] = asked, ["手紙"] = letters, ["メモと経過"] = notes, ["写真"] = pictures };
    }
}
