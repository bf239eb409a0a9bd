using System.Globalization;
using System.Text.RegularExpressions;
using Concord.Foundation;

namespace Concord.Logs.ClickHouse;

/// <summary>
/// Where a ClickHouse cluster is: <c>clickhouse://USER:PASSWORD@HOST:8123,HOST:8123/DATABASE?cluster=NAME</c>, the HTTP address of one server of each
/// shard in the order in which the cluster's configuration names the shards. <c>clickhouses</c> speaks TLS. The first host is asked; all are loaded.
/// </summary>
/// <param name="Cluster">Null: one server alone.</param>
internal sealed partial record ClickHouseAddress(IReadOnlyList<Uri> Hosts, string Database, string? Cluster, string User, string Password)
{
    public const string Variable = "CONCORD_ENGINE", PasswordVariable = "CONCORD_ENGINE_PASSWORD";

    /// <param name="password">Used when the address holds none, so that it need not stand in a list of processes or settings.</param>
    /// <exception cref="RuleViolation">It is not such an address. The text itself is not repeated: it may hold a password.</exception>
    public static ClickHouseAddress Parse(string text, string? password = null)
    {
        var match = Shape().Match(text);
        if (!match.Success) throw Wrong("it does not have that shape");
        var scheme = match.Groups["tls"].Length > 0 ? "https" : "http";
        var hosts = match.Groups["hosts"].Value.Split(',').Select(host => Host(scheme, host)).ToList();
        var database = match.Groups["database"].Value is { Length: > 0 } named ? named : "concord";
        string? cluster = null;
        foreach (var setting in match.Groups["settings"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!setting.StartsWith("cluster=", StringComparison.Ordinal)) throw Wrong("the only setting is cluster");
            cluster = Uri.UnescapeDataString(setting["cluster=".Length..]);
        }
        if (hosts.Count > 1 && string.IsNullOrEmpty(cluster)) throw Wrong("several hosts need ?cluster=NAME");
        if (hosts.Distinct().Count() < hosts.Count) throw Wrong("a host is named twice");
        return new(hosts, database, cluster, Part(match, "user") ?? "default", Part(match, "password") ?? password ?? "");
    }

    /// <summary>How a person knows a shard: its number in the address, and where it listens.</summary>
    public string Shard(Uri host) => string.Create(CultureInfo.InvariantCulture, $"shard {Hosts.ToList().IndexOf(host) + 1} of {Hosts.Count} ({host.Authority})");

    /// <summary>Without user and password.</summary>
    public override string ToString() => $"{string.Join(", ", Hosts.Select(host => host.Authority))}, database {Database}";

    private static string? Part(Match match, string name) => match.Groups[name] is { Success: true, Value: var value } ? Uri.UnescapeDataString(value) : null;

    private static Uri Host(string scheme, string text) =>
        Uri.TryCreate($"{scheme}://{text}/", UriKind.Absolute, out var host) && host is { AbsolutePath: "/", UserInfo: "", Query: "", Fragment: "" } && host.Host.Length > 0
            ? new UriBuilder(host) { Port = HasPort().IsMatch(text) ? host.Port : scheme == "https" ? 8443 : 8123 }.Uri
            : throw Wrong("a host is not HOST:PORT");

    private static RuleViolation Wrong(string why) => new("ENGINE-ADDRESS",
        $"{Variable} is no address of an engine: {why}. Write clickhouse://USER@HOST:8123,HOST:8123/DATABASE?cluster=NAME with one host per shard, the password in {PasswordVariable}; leave it empty for the engine that is built in.");

    [GeneratedRegex("^clickhouse(?<tls>s?)://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^@/?]+)(?:/(?<database>[A-Za-z_][A-Za-z0-9_]{0,62})?)?(?:\\?(?<settings>.*))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Shape();

    [GeneratedRegex(":[0-9]+$", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex HasPort();
}
