using Concord.Monitoring;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Monitoring;

/// <summary>One computation of a window as it is shown: the estimate it gave, and the outcomes known to it.</summary>
public sealed record SaidRow(DateTimeOffset At, string Standing, string Labels, string Estimate, string EstimateInterval, string Outcome, string OutcomeInterval, string Check, string Verdict)
{
    internal static SaidRow Of(SaidOfWindow said)
    {
        var estimate = said.Estimates.FirstOrDefault(each => each.Measure == "auc");
        return new(
            said.ComputedAt,
            (said.IsNewest ? ", counts now" : "") + (said.IsComplete ? "" : ", provisional"),
            MeasureWords.LabelsIn(said.Labelled, said.Rows) + (said.LabelsFinalBy is { } day && said.Labelled < said.Rows ? $", final by {Plain.Date(day)}" : ""),
            MeasureWords.Figure(estimate?.Value),
            MeasureWords.Interval(estimate?.Low, estimate?.High),
            MeasureWords.Figure(said.Performance.Auc),
            MeasureWords.Interval(said.Performance.AucLow, said.Performance.AucHigh),
            estimate is null ? "no estimate" : MeasureWords.Check(estimate),
            Plain.Verdict(said.Verdict));
    }
}
