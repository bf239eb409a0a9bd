using Concord.Foundation;
using Concord.Loop;

namespace Concord.Web.Pages.Monitoring;

/// <summary>One thing a passed limit reaches, as the page of the monitor shows it.</summary>
public sealed record LinkRow(string Metric, string Target, string Ref, string Title, bool IsDefault, bool IsRemoved)
{
    internal static LinkRow Of(ReachedRef reached) => new(reached.Metric, Words.Key(reached.Target), reached.Ref, reached.Title, reached.IsDefault, reached.IsRemoved);

    /// <summary>What the button of this line does. A removed default is brought back by adding it.</summary>
    public string Button => $"{(IsRemoved ? "add" : "remove")} {Metric} {Target} {Ref}";
}
