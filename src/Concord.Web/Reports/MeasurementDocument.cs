using System.Text.Json;
using Concord.Monitoring;
using Concord.Web.Charts;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Figures = Concord.Monitoring.MeasureWords;

namespace Concord.Web.Reports;

/// <summary>The result of <c>concord measure</c> as a page of its own. What it shows is capped, so that its size does not grow with the log.</summary>
internal sealed class MeasurementDocument
{
    private const int MostWindows = 36;
    private const int MostDefinition = 20_000;
    private const int MostRows = 40;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private MeasurementDocument(MeasurementReport report, MonitoringPolicy policy, IReadOnlyList<ColumnSpread> spreads, DateOnly today)
    {
        (Report, Policy, Spreads, Today) = (report, policy, spreads, today);
        Shown = [.. report.Windows.Skip(Math.Max(0, report.Windows.Count - MostWindows))];
        Heat = MeasurementCharts.Drift(Shown, policy);
        var whole = JsonSerializer.Serialize(report.Definition, Indented);
        Definition = whole.Length <= MostDefinition ? whole : $"{whole[..MostDefinition]}\n… cut here; --format json has all of it";
        var summary = new MeasurementSummary(report.Windows);
        Breaches = summary.Breaches();
        Unjudged = summary.Unjudged();
    }

    public MeasurementReport Report { get; }

    public MonitoringPolicy Policy { get; }

    /// <summary>The day on which the report is written: whether labels are still to come or are missing.</summary>
    public DateOnly Today { get; }

    public string Style { get; } = SiteFiles.TextOf("concord.css");

    public string Model => Report.Definition.GetProperty("modelId").GetString()!;

    public string Definition { get; }

    public DriftHeatData Heat { get; }

    /// <summary>Columns of the newest window, whose distribution is shown beside that of the reference.</summary>
    public IReadOnlyList<ColumnSpread> Spreads { get; }

    /// <summary>A chart grows with its windows.</summary>
    public int MostAttributes => Shown.Count <= 18 ? 6 : 3;

    /// <summary>How many rows of a table are not shown.</summary>
    public static string? LeftOut(int rows) => rows <= MostRows ? null : $"{Figures.Count(rows - MostRows)} more in --format json.";

    /// <summary>The newest windows.</summary>
    public IReadOnlyList<WindowMeasurement> Shown { get; }

    public WindowMeasurement Newest => Shown[^1];

    public IReadOnlyList<LastingBreach> Breaches { get; }

    public IReadOnlyList<string> Unjudged { get; }

    public IEnumerable<FairnessMeasurement> Attributes => Newest.Fairness.Take(MostAttributes);

    /// <summary>Those whose limits need a word on what they are.</summary>
    public IReadOnlyList<string> FairnessMeasures => PolicySettings.Default.WithNotes(Attributes);

    /// <summary>The headline: a sentence with a number.</summary>
    public string Lead
    {
        get
        {
            if (Shown.Count == 0) return "The log has no rows in any window, so nothing was measured.";
            var now = Breaches.Where(breach => !breach.IsOver).ToArray();
            if (now.Length == 0)
                return Report.Verdict == Verdict.Insufficient ? $"Not enough data for a verdict: {Policy.Samples.Window} rows are needed in each window and in the reference." : $"No measure is beyond a limit in {Newest.Window}.{Past(now)}";
            var kinds = now.GroupBy(breach => breach.Kind).Select(kind => $"{Figures.Of(kind.Key)} of {(kind.Count() == 1 ? Figures.Subject(kind.First().Subject) : $"{kind.Count()} subjects")}");
            var oldest = now.MinBy(breach => Position(breach.Since))!;
            // The newest window may be too small to tell whether a limit is still broken.
            var when = now.All(breach => breach.Newest == Newest.Window) ? $" in {Newest.Window}" : "";
            return $"{Figures.Plural(now.Length, "limit")} {(now.Length == 1 ? "is" : "are")} broken{when}: {string.Join(", ", kinds)}. The longest row of breaches began in {oldest.Since}.{Past(now)}";
        }
    }

    /// <summary>The badge shows the worst of all windows: where that is over by now, the headline says what it was.</summary>
    private string Past(LastingBreach[] now)
    {
        if (Report.Verdict is not (Verdict.Warn or Verdict.Alert) || Array.Exists(now, breach => breach.Judgement.Verdict == Report.Verdict)) return "";
        var (window, worst) = Report.Windows.Reverse().SelectMany(window => window.Judgements().Select(each => (window.Window, each))).First(pair => pair.each.Judgement.Verdict == Report.Verdict);
        return $" The {Figures.Of(Report.Verdict)} was {Figures.Of(worst.Kind)} of {Figures.Subject(worst.Subject)} in {window}.";
    }

    public IEnumerable<(string Window, QualityMeasurement Check)> Faults =>
        Report.Windows.Reverse().SelectMany(window => window.Quality.Where(check => check.DecidedBy.IsBreach).Select(check => (window.Window, check)));

    public IEnumerable<(string Name, string Key, double? Before, double? Now)> Performance
    {
        get
        {
            var (before, now) = (Report.Reference.Performance, Newest.Performance);
            return
            [
                ("AUC", "auc", before.Auc, now.Auc), ("Precision in the top share", "precisionAtTop", before.PrecisionAtTop, now.PrecisionAtTop), ("Brier score", "brier", before.Brier, now.Brier),
                ("Accuracy", "accuracy", before.Accuracy, now.Accuracy), ("Precision", "precision", before.Precision, now.Precision), ("Recall", "recall", before.Recall, now.Recall),
                ("F1", "f1", before.F1, now.F1), ("Specificity", "specificity", before.Specificity, now.Specificity), ("Calibration error", "ece", before.Ece, now.Ece), ("Log loss", "logLoss", before.LogLoss, now.LogLoss),
            ];
        }
    }

    public static async Task<string> Render(MeasurementReport report, MonitoringPolicy policy, IReadOnlyList<ColumnSpread> spreads, DateOnly today)
    {
        await using var services = new ServiceCollection().AddSingleton(new MeasurementDocument(report, policy, spreads, today)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return "<!doctype html>\n" + await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MeasurementPage>(ParameterView.Empty)).ToHtmlString());
    }

    /// <summary>The sentence beside a verdict.</summary>
    public static string Why(Judgement judgement) =>
        judgement.Reason ?? $"{(judgement.Group is { } group ? $"{Figures.Name(group)}: " : "")}{Figures.Against(judgement)}{(judgement.Low is null ? "" : $", {Figures.Interval(judgement)}")}, n {Figures.Count(judgement.N)}{(judgement.Note is { } note ? $"; {note}" : "")}";

    /// <summary>What was checked in the newest window, and how much of it could be judged.</summary>
    public string Checked
    {
        get
        {
            var judged = Newest.Quality.Count(check => check.Verdict is Verdict.Ok or Verdict.Warn or Verdict.Alert);
            var checks = string.Join(", ", Newest.Quality.Select(check => Figures.Check(check.Check)).Distinct(StringComparer.Ordinal));
            return $"Checked in {Newest.Window}: {checks}; {Figures.Count(judged)} of {Figures.Plural(Newest.Quality.Count, "check")} could be judged.";
        }
    }

    public static IEnumerable<T> Some<T>(IEnumerable<T> rows) => rows.Take(MostRows);

    private int Position(string window) => Report.Windows.TakeWhile(each => !string.Equals(each.Window, window, StringComparison.Ordinal)).Count();
}
