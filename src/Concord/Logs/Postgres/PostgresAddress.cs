using Concord.Foundation;
using Npgsql;

namespace Concord.Logs.Postgres;

/// <summary>Where a log is pulled from: a connection string of PostgreSQL. Nothing that is said about it repeats it, for it may hold a password.</summary>
internal static class PostgresAddress
{
    public const string Variable = "CONCORD_PULL_FROM";

    /// <exception cref="RuleViolation">It is no such string. What the parser says of it is not passed on: it names keys, and a piece of a password may look like one.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        NpgsqlConnectionStringBuilder address;
        try
        {
            address = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw Wrong("it cannot be read");
        }
        if (string.IsNullOrEmpty(address.Host)) throw Wrong("it names no Host");
        address.Pooling = false;
        address.PersistSecurityInfo = false;
        address.IncludeErrorDetail = false; // Details of errors hold values of rows.
        address.TcpKeepAlive = true;
        address.CommandTimeout = 0; // A large table is sorted before its first row comes; a server that is gone is found by the keep-alive.
        address.ApplicationName ??= "concord log pull";
        return address;
    }

    /// <summary>Without user and password.</summary>
    public static string Server(NpgsqlConnectionStringBuilder address) => FormattableString.Invariant($"{address.Host}, port {address.Port}, database {address.Database ?? address.Username}");

    private static RuleViolation Wrong(string why) => new("PULL-ADDRESS",
        $"The connection of --from or {Variable} cannot be used: {why}. Write Host=HOST;Port=5432;Database=NAME;Username=USER;Password=…, a value with ; or = in it between double quotes; in {Variable} it stands in no list of processes.");
}
