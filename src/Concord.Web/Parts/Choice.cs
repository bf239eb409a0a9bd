using Concord.Foundation;
using Concord.Standards;

namespace Concord.Web.Parts;

/// <summary>One line of a select: what is sent and what is read.</summary>
public sealed record Choice(string Value, string Text)
{
    /// <summary>Every state of a kind, in its order.</summary>
    internal static IReadOnlyList<Choice> Of<TState>() where TState : struct, Enum =>
        [.. Enum.GetValues<TState>().Select(state => new Choice(Words.Key(state), Words.Of(state)))];

    /// <summary>Found by its words and by its id, which files and routes use.</summary>
    internal static Choice Of(MonitoringMetric metric) => new(metric.Id, $"{metric.Title} · {metric.Id}");

    /// <summary>The state that was chosen; null when it is none.</summary>
    internal static TState? Read<TState>(string? value) where TState : struct, Enum =>
        Enum.TryParse<TState>(value, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;
}
