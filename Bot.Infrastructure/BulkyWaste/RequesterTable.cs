using System.Text.Json;
using Bot.Domain.BulkyWaste;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Sealing;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Who asked; stored under seal with the request and shown to staff only.</summary>
public sealed record Requester(string Name, string? Kana, string Telephone, string Address, string? Remark)
{
    /// <summary>In the place of one that was erased.</summary>
    public static Requester Erased() => new("（消去済み）", null, "", "", null);
}

/// <summary>What is personal in requests: sealed as a whole, and found by keyed hashes of names and telephone.</summary>
public static class RequesterTable
{
    private const string Table = "bulky_request";
    private const string Lines = "bulky_request_line";

    /// <summary>Who asked, by request. Those that were erased, or that the reader may not see, are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Requester>> Of(
        NpgsqlTransaction tx, BulkyTowns towns, IReadOnlyCollection<(TownId Town, Guid Id)> requests, CancellationToken stop)
    {
        const string sql = """
            select town_id, request_id, requester from bulky_request
             where town_id = any (@towns) and request_id = any (@ids) and requester is not null
            """;

        var with = new { towns = requests.Select(r => r.Town.Value).Distinct().ToArray(), ids = requests.Select(r => r.Id).ToArray() };
        var rows = await tx.Connection!.QueryAsync<Row>(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        return rows.ToDictionary(r => r.RequestId, r => Open(towns, r.TownId, r.RequestId, r.Requester));
    }

    /// <summary>Writes what staff have found to be right.</summary>
    public static async Task Change(NpgsqlTransaction tx, BulkyTowns towns, BulkyRequest request, Requester requester, DateTimeOffset now, CancellationToken stop)
    {
        const string sql = """
            update bulky_request set requester = @sealedRequester, changed_at = @now where town_id = @Town and request_id = @Id
            """;

        var with = new { sealedRequester = Seal(towns, request.Town, request.Id, requester), now, request.Town, request.Id };
        await tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
        await Index(tx, towns, request, requester, stop);
    }

    /// <summary>The requests of one town whose requester's name begins as typed, or whose telephone is or ends as typed; at most so many.</summary>
    public static async Task<IReadOnlyList<Guid>> Find(
        NpgsqlTransaction tx, BulkyTowns towns, TownId town, string typed, int most, CancellationToken stop)
    {
        var found = new HashSet<Guid>();
        byte[]?[] tokens = [towns.Index.ForName(town, typed), towns.Index.ForTelephone(town, typed)];
        foreach (var token in tokens.OfType<byte[]>())
        {
            var subjects = await SearchTokenTable.Find(tx, town, token, most, stop);
            found.UnionWith(subjects.Where(s => s.Module == RequestLife.Module).Select(s => Guid.ParseExact(s.Subject, "n")));
        }

        return [.. found];
    }

    internal static byte[] Seal(BulkyTowns towns, TownId town, Guid id, Requester requester) => towns.Sealer.Seal(
        town, Table, "requester", $"{id:n}", JsonSerializer.SerializeToUtf8Bytes(new Requester(
            JapaneseText.Whole(requester.Name), Whole(requester.Kana), JapaneseText.Whole(requester.Telephone), JapaneseText.Whole(requester.Address), Whole(requester.Remark))).AsSpan());

    internal static Task Index(NpgsqlTransaction tx, BulkyTowns towns, BulkyRequest request, Requester requester, CancellationToken stop) =>
        Index(tx, towns, request.Town, request.Operator, request.Id, requester, stop);

    internal static Task Index(
        NpgsqlTransaction tx, BulkyTowns towns, TownId town, TownId @operator, Guid id, Requester requester, CancellationToken stop) => SearchTokenTable.Put(
        tx, town, RequestLife.Module, RequestLife.Subject(id), @operator,
        [.. towns.Index.OfNames(town, requester.Name, requester.Kana), .. towns.Index.OfTelephone(town, requester.Telephone)], stop);

    /// <summary>What the resident wrote about a thing is free text.</summary>
    internal static byte[]? SealRemark(BulkyTowns towns, BulkyRequest request, int at) =>
        SealRemark(towns, request.Town, request.Id, at, request.Lines[at].Remark);

    internal static byte[]? SealRemark(BulkyTowns towns, TownId town, Guid id, int at, string? remark) =>
        towns.Sealer.Seal(town, Lines, "remark_sealed", $"{id:n}/{at}", remark);

    internal static string? OpenRemark(BulkyTowns towns, TownId town, Guid id, int at, byte[]? remark) =>
        towns.Sealer.Open(town, Lines, "remark_sealed", $"{id:n}/{at}", remark);

    private static Requester Open(BulkyTowns towns, TownId town, Guid id, byte[] requester) =>
        JsonSerializer.Deserialize<Requester>(towns.Sealer.OpenBytes(town, Table, "requester", $"{id:n}", requester))!;

    private static string? Whole(string? text) => text is null ? null : JapaneseText.Whole(text);

    private sealed record Row(TownId TownId, Guid RequestId, byte[] Requester);
}
