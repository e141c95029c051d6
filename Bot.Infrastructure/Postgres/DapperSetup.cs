using System.Data;
using System.Globalization;
using Bot.Domain.Kernel;
using Dapper;

namespace Bot.Infrastructure.Postgres;

/// <summary>Teaches Dapper our names, times and ids; without it rows are filled wrongly and in silence.</summary>
internal static class DapperSetup
{
    internal static void Apply()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new Moment());
        SqlMapper.AddTypeHandler(new Text<TownId>(id => id.Value, text => new(text)));
        SqlMapper.AddTypeHandler(new Text<CitizenId>(id => id.Value, text => new(text)));
        SqlMapper.AddTypeHandler(new Text<FormId>(id => id.Value, text => new(text)));
        SqlMapper.AddTypeHandler(new Text<QuestionId>(id => id.Value, text => new(text)));
        SqlMapper.AddTypeHandler(new Number<Yen>(yen => yen.Amount, number => new(checked((int)number)), DbType.Int32));
        SqlMapper.AddTypeHandler(new Number<TurnNo>(turn => turn.Value, number => new(number), DbType.Int64));
    }

    /// <summary>Postgres keeps moments in UTC; Npgsql refuses any other offset.</summary>
    private sealed class Moment : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTime moment => new(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
            DateTimeOffset moment => moment,
            _ => throw new InvalidCastException($"a moment cannot be read from {value.GetType()}"),
        };
    }

    private sealed class Text<T>(Func<T, string> write, Func<string, T> read) : SqlMapper.TypeHandler<T>
    {
        public override void SetValue(IDbDataParameter parameter, T? value)
        {
            parameter.DbType = DbType.String;
            parameter.Value = value is null ? DBNull.Value : write(value);
        }

        public override T Parse(object value) => read((string)value);
    }

    private sealed class Number<T>(Func<T, long> write, Func<long, T> read, DbType type) : SqlMapper.TypeHandler<T>
    {
        public override void SetValue(IDbDataParameter parameter, T? value)
        {
            parameter.DbType = type;
            parameter.Value = value is null ? DBNull.Value : type == DbType.Int32 ? (int)write(value) : write(value);
        }

        public override T Parse(object value) => read(Convert.ToInt64(value, CultureInfo.InvariantCulture));
    }
}
