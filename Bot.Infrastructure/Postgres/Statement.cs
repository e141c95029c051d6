using Npgsql;

namespace Bot.Infrastructure.Postgres;

/// <summary>Statements with positional parameters, for the few paths that send several in one round trip.</summary>
internal static class Statement
{
    internal static NpgsqlBatchCommand Of(string sql, params NpgsqlParameter[] with)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in with)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    internal static NpgsqlParameter With<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>One array out of many rows, for <c>unnest</c>.</summary>
    internal static NpgsqlParameter Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
        }

        return With(column);
    }

    internal static NpgsqlBatch Batch(NpgsqlConnection connection, NpgsqlTransaction? transaction, params NpgsqlBatchCommand[] statements)
    {
        var batch = new NpgsqlBatch(connection, transaction) { Timeout = 20 };
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        return batch;
    }

    /// <summary>Small tables look empty to the planner for a while after they grow; a plan made then must not read them whole.</summary>
    internal const string ByIndex = "set local enable_seqscan = off";

    /// <summary>One plan for all batches: the size of a batch changes nothing about the plan, and planning anew costs more than the work.</summary>
    internal const string OnePlan = "set local plan_cache_mode = force_generic_plan";
}
