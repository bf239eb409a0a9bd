using Concord.Monitoring;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Monitoring;

/// <summary>One computation of a window as it is shown: the estimate it gave, and the outcomes known to it.</summary>
public sealed record SaidRow(DateTimeOffset At, string Standing, string Labels, string Estimate, string EstimateInterval, string Outcome, string OutcomeInterval, string Check, string Verdict)
{
    /// <param name="today">The day on which it is read. What no longer counts keeps the words of the day on which it was said.</param>
    internal static SaidRow Of(SaidOfWindow said, DateOnly today)
    {
        var estimate = said.Estimates.FirstOrDefault(each => each.Measure == "auc");
        return new(
            said.ComputedAt,
            (said.IsNewest ? ", counts now" : "") + (said.IsComplete ? "" : ", provisional"),
            MeasureWords.LabelsIn(said.Labelled, said.Rows, said.LabelsFinalBy, said.IsNewest ? today : DateOnly.FromDateTime(said.ComputedAt.UtcDateTime)),
            MeasureWords.Figure(estimate?.Value),
            MeasureWords.Interval(estimate?.Low, estimate?.High),
            MeasureWords.Figure(said.Performance.Auc),
            MeasureWords.Interval(said.Performance.AucLow, said.Performance.AucHigh),
            estimate is null ? "no estimate" : MeasureWords.Check(estimate),
            Plain.Verdict(said.Verdict));
    }
}
