using Concord.Logs;

namespace Concord.Monitoring;

/// <summary>A place on an axis of time.</summary>
/// <param name="Label">Of the window, or of windows without rows between two that have some: "2025-03", "2025-03 to 2025-09".</param>
/// <param name="At">Which of the windows stands there; null where none has rows.</param>
internal readonly record struct WindowPlace(string Label, int? At);

/// <summary>Windows of a log where they lie in time: those without rows between them, of which nothing is stored, have a place as well.</summary>
internal static class WindowGaps
{
    /// <summary>A longer gap takes one place, else it would leave no room for what was measured.</summary>
    public const int Longest = 12;

    /// <param name="windows">Labels, oldest first. What names no window, as "reference", and neighbours of unlike length have nothing between them.</param>
    /// <param name="longest">So many windows of a gap have a place each.</param>
    public static IReadOnlyList<WindowPlace> Fill(IReadOnlyList<string> windows, int longest = Longest)
    {
        var places = new List<WindowPlace>();
        for (var at = 0; at < windows.Count; at++)
        {
            if (at > 0 && Window.Parse(windows[at - 1]) is { } earlier && Window.Parse(windows[at]) is { } later) places.AddRange(Between(earlier, later, longest));
            places.Add(new(windows[at], at));
        }
        return places;
    }

    /// <summary>"2025-03", "2025-03 to 2025-09": every gap once, for captions.</summary>
    public static IReadOnlyList<string> Told(IReadOnlyList<string> windows) => [.. Fill(windows, longest: 1).Where(place => place.At is null).Select(place => place.Label)];

    private static IEnumerable<WindowPlace> Between(Window earlier, Window later, int longest)
    {
        if (earlier.Length != later.Length || earlier.Length == WindowLength.All) yield break;
        var (first, last) = (Window.Of(earlier.Length, earlier.End), Window.Of(earlier.Length, later.Start.AddTicks(-1)));
        if (first.Start >= later.Start) yield break;
        var gap = new List<Window>();
        for (var next = first; next.Start < later.Start && gap.Count <= longest; next = Window.Of(next.Length, next.End)) gap.Add(next);
        if (gap.Count > longest) yield return new($"{first.Label} to {last.Label}", null);
        else foreach (var window in gap) yield return new(window.Label, null);
    }
}
