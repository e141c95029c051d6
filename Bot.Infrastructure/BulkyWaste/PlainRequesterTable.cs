using Bot.Domain.Kernel;
using Dapper;
using Npgsql;

namespace Bot.Infrastructure.BulkyWaste;

/// <summary>Moves under seal who asked before there were seals. Repeatable; afterwards it finds nothing.</summary>
public static class PlainRequesterTable
{
    /// <summary>Moves at most so many requests and lines of a town; how many they were.</summary>
    public static async Task<int> Move(NpgsqlTransaction tx, BulkyTowns towns, TownId town, int most, CancellationToken stop)
    {
        const string read = """
            select request_id, operator_id, name, kana, telephone, address, remark from bulky_request
             where town_id = @town and name is not null order by request_id limit @most for update
            """;
        const string write = """
            update bulky_request set requester = @requester, name = null, kana = null, telephone = null, address = null, remark = null
             where town_id = @town and request_id = @id
            """;
        const string readLines = """
            select request_id, line as number, remark from bulky_request_line
             where town_id = @town and remark is not null order by request_id, line limit @most for update
            """;
        const string writeLine = """
            update bulky_request_line set remark_sealed = @remark, remark = null where town_id = @town and request_id = @id and line = @line
            """;

        var rows = (await tx.Connection!.QueryAsync<Row>(new CommandDefinition(read, new { town, most }, tx, cancellationToken: stop))).ToList();
        foreach (var row in rows)
        {
            var requester = new Requester(row.Name, row.Kana, row.Telephone, row.Address, row.Remark);
            await Run(write, new { town, id = row.RequestId, requester = RequesterTable.Seal(towns, town, row.RequestId, requester) });
            await RequesterTable.Index(tx, towns, town, new TownId(row.OperatorId), row.RequestId, requester, stop);
        }

        var lines = (await tx.Connection!.QueryAsync<Line>(new CommandDefinition(readLines, new { town, most }, tx, cancellationToken: stop))).ToList();
        foreach (var line in lines)
        {
            await Run(writeLine, new { town, id = line.RequestId, line = line.Number, remark = RequesterTable.SealRemark(towns, town, line.RequestId, line.Number, line.Remark) });
        }

        return rows.Count + lines.Count;

        Task<int> Run(string sql, object with) => tx.Connection!.ExecuteAsync(new CommandDefinition(sql, with, tx, cancellationToken: stop));
    }

    private sealed record Row(Guid RequestId, string OperatorId, string Name, string? Kana, string Telephone, string Address, string? Remark);

    private sealed record Line(Guid RequestId, int Number, string Remark);
}
