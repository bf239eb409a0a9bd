using System.Globalization;
using Concord.Storage;

namespace Concord.Cli;

/// <summary>A server that runs on a data folder.</summary>
/// <param name="Clock">Where its clock stands; null: it is the one on the wall.</param>
internal sealed record Served(string Address, DateTimeOffset? Clock);

/// <summary>
/// Where a data folder is served: the server writes it into the folder and takes it away when it ends, so that links made by a command on the same
/// folder lead to it, and act on its day where its clock is set. What a killed server left is not believed: it is asked whether it is there.
/// </summary>
internal sealed class ServedAddress : IDisposable
{
    private const string FileName = "serving";
    // One that is gone refuses at once; one that is there may be busy, and to take it for gone would act on another day.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly string file;
    private readonly string content;

    private ServedAddress(string file, string content) => (this.file, this.content) = (file, content);

    /// <param name="clock">Where the server's clock stands; null: it is the one on the wall.</param>
    public static ServedAddress Write(DataLocation location, string url, DateTimeOffset? clock = null)
    {
        var mark = new ServedAddress(location.Absolute(FileName), clock is { } at ? FormattableString.Invariant($"{Reachable(url)}\n{at:O}") : Reachable(url));
        File.WriteAllText(mark.file, mark.content);
        return mark;
    }

    /// <summary>Null: nothing serves the folder.</summary>
    public static async Task<Served?> Find(DataLocation location, CancellationToken stop)
    {
        var mark = location.Absolute(FileName);
        if (!File.Exists(mark) || (await File.ReadAllTextAsync(mark, stop)).Trim().Split('\n') is not [var address, .. var more] || !Uri.TryCreate(address, UriKind.Absolute, out var served) || served.Scheme != Uri.UriSchemeHttp) return null;
        DateTimeOffset? clock = more is [var told] && DateTimeOffset.TryParse(told, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : null;
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var alive = await http.GetAsync(new Uri(served, "/health/live"), stop);
            return alive.IsSuccessStatusCode ? new(served.GetLeftPart(UriPartial.Authority), clock) : null;
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Another server may serve the folder by now.</summary>
    public void Dispose()
    {
        if (File.Exists(file) && File.ReadAllText(file) == content) File.Delete(file);
    }

    /// <summary>Who listens at every address of a machine is found at its own.</summary>
    private static string Reachable(string url)
    {
        var reached = new UriBuilder(url.Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://*", "://127.0.0.1", StringComparison.Ordinal));
        if (reached.Host is "0.0.0.0" or "[::]" or "::") reached.Host = "127.0.0.1";
        return reached.Uri.GetLeftPart(UriPartial.Authority);
    }
}
