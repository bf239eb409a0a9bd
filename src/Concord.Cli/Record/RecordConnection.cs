using System.CommandLine;
using System.Net.Http.Headers;
using Concord.Foundation;
using Concord.Logs.ClickHouse;
using Concord.Storage;

namespace Concord.Cli.Record;

/// <summary>The record a command works on: a server with a key, or a data folder with the named person.</summary>
internal sealed class RecordConnection : IAsyncDisposable
{
    private RecordConnection(string where, RecordClient client, LocalServer? local = null) => (Where, Client, Local) = (where, client, local);

    public string Where { get; }

    public RecordClient Client { get; }

    /// <summary>The server inside this process, when the command works on a data folder.</summary>
    public LocalServer? Local { get; }

    /// <param name="mayBeEmpty">The command can begin a record: it also works on a folder where nobody is registered.</param>
    public static async Task<RecordConnection> Open(ParseResult parsed, CancellationToken stop, bool mayBeEmpty = false) =>
        parsed.ToldServer() is { } server ? Remote(server, parsed) : await OpenFolder(parsed, mayBeEmpty, stop);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Local is not null) await Local.DisposeAsync();
    }

    private static RecordConnection Remote(Uri server, ParseResult parsed)
    {
        var key = parsed.Told(RecordOptions.Key, RecordOptions.KeyVariable)
            ?? throw RecordCommand.Usage($"With --server a key is needed: --key KEY or {RecordOptions.KeyVariable}. Keys are made on the person's page or by `concord key create`.");
        if (parsed.GetValue(RecordOptions.As) is not null) throw RecordCommand.Usage("With --server the owner of the key acts; leave out --as.");
        if (parsed.GetValue(KeyCommands.Person) is not null) throw RecordCommand.Usage("With --server the new key is of the owner of --key; leave out --person.");
        var http = new HttpClient { BaseAddress = new Uri(server.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new(server.ToString(), new(http));
    }

    private static async Task<RecordConnection> OpenFolder(ParseResult parsed, bool mayBeEmpty, CancellationToken stop)
    {
        var location = Location(parsed.Told(RecordOptions.Data, RecordOptions.DataVariable));
        if (!mayBeEmpty && location.PostgresConnection is null && !File.Exists(location.Absolute(SqliteConcordDb.FileName))) throw Empty(location);
        var person = parsed.GetValue(KeyCommands.Person) ?? parsed.Told(RecordOptions.As, RecordOptions.PersonVariable);
        if (parsed.GetValue(RecordOptions.As) is { } named && named != person) throw RecordCommand.Usage("The owner of the new key is the one who acts; name one person.");
        if (person is null && !mayBeEmpty) throw LocalServer.Unnamed(); // Said before the seconds it takes to open the record.
        var server = await LocalServer.Start(location, person, stop);
        return new(location.Folder, new(server.Connect()), server);
    }

    private static RuleViolation Empty(DataLocation location) => new("DATA-EMPTY",
        $"Nobody is registered in {location.Folder} yet. Begin with: concord person add EMAIL --name NAME --role administrator --data {location.Folder}");

    public static DataLocation Location(string? folder) => new(
        Path.GetFullPath(folder ?? RecordOptions.DefaultData), Told(RecordOptions.DatabaseVariable),
        Told(RecordOptions.EngineVariable) is { } engine ? ClickHouseAddress.Parse(engine, Told(RecordOptions.EnginePasswordVariable)) : null);

    private static string? Told(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } told ? told : null;
}
