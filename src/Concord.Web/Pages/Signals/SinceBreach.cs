using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Signals;

/// <summary>How an open signal stands by what its windows say now: a limit that was broken in October may be kept since.</summary>
/// <param name="Clear">So many complete windows in a row within the limit let it be closed.</param>
internal sealed record SinceBreach(SignalRow Signal, IReadOnlyList<WindowStanding> Windows, int Clear)
{
    /// <summary>Windows shown one by one.</summary>
    public const int Shown = 12;

    private WindowStanding? Own => Windows.FirstOrDefault(window => window.Window == Signal.Window);

    private IEnumerable<WindowStanding> Later => Windows.Where(window => window.Window != Signal.Window);

    /// <summary>The newest breached window is none any more.</summary>
    private bool IsCorrected => Own is { } own && !IsBroken(own);

    private int CleanAtTheEnd => Windows.Reverse().TakeWhile(IsClean).Count();

    /// <summary>"out of bounds since 2026-06", unless the newest window that says anything says otherwise.</summary>
    public string Standing => IsCorrected ? $"no longer beyond the limit in {Signal.Window}"
        : Windows.LastOrDefault(window => IsClean(window) || IsBroken(window)) is { } newest && IsClean(newest) ? $"beyond the limit {Breached}, within it in {newest.Window}"
        : Signal.Since == Condition.ReferenceWindow ? "out of bounds already in the reference"
        : $"out of bounds since {Signal.Since}";

    /// <summary>What the figures of the windows are.</summary>
    public string Figure => Windows.All(window => window.Measure == Signal.Measure) ? Plain.Capital(SignalSentence.Name(Signal)) : "Figure";

    private string Breached => Signal.Window == Condition.ReferenceWindow ? "in the reference" : $"from {Signal.Since} to {Signal.Window}";

    public string Sentence
    {
        get
        {
            var own = !IsCorrected ? ""
                : $"{Signal.Window} itself {(Own!.Undecided ? "lies past the limit by no more than chance" : "no longer breaks the limit")}: its figure was corrected or measured again since. ";
            if (Later.Count() + CleanAtTheEnd == 0) return $"{own}No complete window has followed yet.";
            var (clean, broken) = (Windows.Count(IsClean), Later.Count(IsBroken));
            var (byChance, unknown) = (Later.Count(window => window.Undecided), Later.Count(window => window.Verdict is Verdict.Insufficient or Verdict.NotComputable));
            List<string> told = [];
            if (broken > 0) told.Add($"{Plain.Capital(Plain.Count(broken, "later window"))} {(broken == 1 ? "breaks" : "break")} it as well.");
            if (clean > 0) told.Add($"{Plain.Capital(Plain.Count(clean, "complete window"))} within the limit since, {(clean == CleanAtTheEnd ? "" : $"{(CleanAtTheEnd == 0 ? "none" : Plain.Number(CleanAtTheEnd))} at the end of the row; ")}{Plain.Number(Clear)} in a row let it be closed.");
            if (unknown > 0) told.Add($"{Plain.Capital(Plain.Count(unknown, "later window"))} had too little to say anything{Neither(unknown)}");
            if (byChance > 0) told.Add($"{Plain.Capital(Plain.Count(byChance, "later window"))} {(byChance == 1 ? "lies" : "lie")} past the limit by no more than chance explains{Neither(byChance)}");
            return own + string.Join(' ', told);
        }
    }

    private static string Neither(int windows) => windows == 1 ? ": that is no breach, and interrupts a row of clean windows." : ": they are no breach, and interrupt a row of clean windows.";

    private static bool IsClean(WindowStanding window) => window is { Verdict: Verdict.Ok, Undecided: false };

    private static bool IsBroken(WindowStanding window) => window.Verdict is Verdict.Warn or Verdict.Alert;
}
