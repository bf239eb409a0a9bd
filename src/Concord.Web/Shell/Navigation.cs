namespace Concord.Web.Shell;

/// <summary>The way through the management system: plan, do, check, act. Only pages that exist are listed.</summary>
internal sealed record NavigationEntry(string Title, string Href)
{
    /// <summary>A record of a register belongs to its register: <c>/models/MODEL-0001</c> marks Systems.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public bool Covers(string path) =>
        Href is "/" ? path is "/" : Also.Prepend(Href).Any(start => path.Equals(start, Ordinal) || path.StartsWith(start + "/", Ordinal));

    private const StringComparison Ordinal = StringComparison.OrdinalIgnoreCase;
}

internal sealed record NavigationGroup(string Title, IReadOnlyList<NavigationEntry> Entries);

internal static class Navigation
{
    public const string Signals = "/signals";

    public static IReadOnlyList<NavigationGroup> Groups { get; } =
    [
        new("", [new("Overview", "/"), new("Plan, do, check, act", "/cycle")]),
        new("Plan", [new("Systems", "/systems") { Also = ["/models", "/monitors"] }, new("Classification", "/classifications"), new("Impact assessments", "/impacts"), new("Policies", "/policies"), new("Risks", "/risks"), new("Enterprise risks", "/enterprise-risks"), new("Requirements", "/requirements"), new("Standards library", "/library"), new("Applicability", "/statement"), new("Gap analysis", "/gaps"), new("Re-use", "/reuse"), new("Controls", "/controls"), new("Documents", "/documents")]),
        new("Do", [new("Signals", Signals), new("Rules of signals", "/loop-rules"), new("Evidence", "/evidence")]),
        new("Check", [new("Journal", "/journal")]),
        new("Act", [new("Committee", "/committee"), new("Actions", "/actions"), new("Nonconformities", "/nonconformities"), new("Incidents", "/incidents") { Also = ["/concerns"] }, new("Raise a concern", "/concern")]),
        new("Account", [new("People", "/people"), new("Your account", "/account")]),
    ];
}
