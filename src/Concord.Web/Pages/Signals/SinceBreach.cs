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
    private bool IsCorrected => Own is { Verdict: not (Verdict.Warn or Verdict.Alert) };

    private int CleanAtTheEnd => Windows.Reverse().TakeWhile(window => window.Verdict == Verdict.Ok).Count();

    /// <summary>"out of bounds since 2026-06", unless the newest window that says anything says otherwise.</summary>
    public string Standing => IsCorrected ? $"no longer beyond the limit in {Signal.Window}"
        : Windows.LastOrDefault(window => window.Verdict is Verdict.Ok or Verdict.Warn or Verdict.Alert) is { Verdict: Verdict.Ok } newest ? $"beyond the limit {Breached}, within it in {newest.Window}"
        : Signal.Since == Condition.ReferenceWindow ? "out of bounds already in the reference"
        : $"out of bounds since {Signal.Since}";

    /// <summary>What the figures of the windows are.</summary>
    public string Figure => Windows.All(window => window.Measure == Signal.Measure) ? Plain.Capital(SignalSentence.Name(Signal)) : "Figure";

    private string Breached => Signal.Window == Condition.ReferenceWindow ? "in the reference" : $"from {Signal.Since} to {Signal.Window}";

    public string Sentence
    {
        get
        {
            var own = IsCorrected ? $"{Signal.Window} itself no longer breaks the limit: its figure was corrected or measured again since. " : "";
            if (Later.Count() + CleanAtTheEnd == 0) return $"{own}No complete window has followed yet.";
            var clean = Windows.Count(window => window.Verdict == Verdict.Ok);
            var unknown = Later.Count(window => window.Verdict is Verdict.Insufficient or Verdict.NotComputable);
            var broken = Later.Count(window => window.Verdict is Verdict.Warn or Verdict.Alert);
            List<string> told = [];
            if (broken > 0) told.Add($"{Plain.Capital(Plain.Count(broken, "later window"))} {(broken == 1 ? "breaks" : "break")} it as well.");
            if (clean > 0) told.Add($"{Plain.Capital(Plain.Count(clean, "complete window"))} within the limit since, {(clean == CleanAtTheEnd ? "" : $"{(CleanAtTheEnd == 0 ? "none" : Plain.Number(CleanAtTheEnd))} at the end of the row; ")}{Plain.Number(Clear)} in a row let it be closed.");
            if (unknown > 0) told.Add($"{Plain.Capital(Plain.Count(unknown, "later window"))} had too little to say anything: {(unknown == 1 ? "that is" : "they are")} no breach, and {(unknown == 1 ? "interrupts" : "interrupt")} a row of clean windows.");
            return own + string.Join(' ', told);
        }
    }
}
