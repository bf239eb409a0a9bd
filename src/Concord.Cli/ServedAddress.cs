using Concord.Storage;

namespace Concord.Cli;

/// <summary>
/// Where a data folder is served: the server writes it into the folder and takes it away when it ends, so that links made by a command on the same
/// folder lead to it. What a killed server left is not believed: it is asked whether it is there.
/// </summary>
internal sealed class ServedAddress : IDisposable
{
    private const string FileName = "serving";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly string file;
    private readonly string address;

    private ServedAddress(string file, string address) => (this.file, this.address) = (file, address);

    public static ServedAddress Write(DataLocation location, string url)
    {
        var mark = new ServedAddress(location.Absolute(FileName), Reachable(url));
        File.WriteAllText(mark.file, mark.address);
        return mark;
    }

    /// <summary>Null: nothing serves the folder.</summary>
    public static async Task<string?> Find(DataLocation location, CancellationToken stop)
    {
        var mark = location.Absolute(FileName);
        if (!File.Exists(mark) || !Uri.TryCreate((await File.ReadAllTextAsync(mark, stop)).Trim(), UriKind.Absolute, out var served) || served.Scheme != Uri.UriSchemeHttp) return null;
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var alive = await http.GetAsync(new Uri(served, "/health/live"), stop);
            return alive.IsSuccessStatusCode ? served.GetLeftPart(UriPartial.Authority) : null;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Another server may serve the folder by now.</summary>
    public void Dispose()
    {
        if (File.Exists(file) && File.ReadAllText(file) == address) File.Delete(file);
    }

    /// <summary>Who listens at every address of a machine is found at its own.</summary>
    private static string Reachable(string url)
    {
        var reached = new UriBuilder(url.Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://*", "://127.0.0.1", StringComparison.Ordinal));
        if (reached.Host is "0.0.0.0" or "[::]" or "::") reached.Host = "127.0.0.1";
        return reached.Uri.GetLeftPart(UriPartial.Authority);
    }
}
