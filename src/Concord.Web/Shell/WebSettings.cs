namespace Concord.Web.Shell;

/// <summary>What the host is told when it is built. Everything about the record itself lies in the record.</summary>
internal sealed record WebSettings
{
    /// <summary>Where to listen. Loopback only, unless the person who starts the server says otherwise.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>The sentence on every page of a demonstration, for example "Demo data, generated"; null on a real record.</summary>
    public string? DemoNote { get; init; }

    /// <summary>True while the clock of the record is not the clock on the wall; the page then says so.</summary>
    public bool ClockIsSet { get; init; }

    /// <summary>Body size for everything that does not ask for more by its own limit (uploads do).</summary>
    public long MaxRequestBytes { get; init; } = 1 << 20;

    /// <summary>Whoever comes without signing in may read, as viewer. Only the demonstration says so.</summary>
    public bool VisitorsMayRead { get; init; }

    /// <summary>How often one address may hand in a password or a link.</summary>
    public int GuessesPerMinute { get; init; } = 20;
}
