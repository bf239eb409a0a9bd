using System.Security.Claims;

namespace Concord.Web.Shell;

/// <summary>What the frame around every page shows.</summary>
internal sealed record ShellFacts(string? Organisation, int OpenSignals)
{
    /// <summary>When the standards library changed, while nobody has accepted what that changes.</summary>
    public DateTimeOffset? LibraryWaitingSince { get; init; }
}

/// <summary>Answers from the record, within what the person may see.</summary>
internal interface IShellFacts
{
    Task<ShellFacts> ReadAsync(ClaimsPrincipal person, CancellationToken stop);
}

/// <summary>A host without a record has a frame too.</summary>
internal sealed class NoShellFacts : IShellFacts
{
    public Task<ShellFacts> ReadAsync(ClaimsPrincipal person, CancellationToken stop) => Task.FromResult(new ShellFacts(null, 0));
}
