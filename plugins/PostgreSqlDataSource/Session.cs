using Npgsql;

namespace PostgreSqlDataSource;

/// <summary>Connections on which values have the same texts, whatever the settings of server, user and machine.</summary>
internal static class Session
{
    private const string Settings =
        "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET lc_monetary = 'C'";

    /// <summary>Opens a connection.</summary>
    public static NpgsqlConnection Open(PostgreSqlOptions options)
    {
        var connection = new NpgsqlConnection(options.Connection.Reveal());
        try
        {
            connection.Open();
            using NpgsqlCommand command = Command(connection, Settings);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes a command without a time limit.</summary>
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
}
