using System.Globalization;
using Concord.Measures;
using Concord.Monitoring;
using Spectre.Console;
using Words = Concord.Monitoring.MeasureWords;

namespace Concord.Cli;

/// <summary>The result for a person at a terminal: what is out of bounds and since when, the newest window in figures, and what could not be judged and why.</summary>
internal sealed class MeasurementTable
{
    private const int DefaultWidth = 80;
    private const int RowsShown = 60;

    private readonly MeasurementReport report;
    private readonly IAnsiConsole console;
    private readonly MeasurementSummary summary;
    private readonly DateOnly today;

    private MeasurementTable(MeasurementReport report, DateOnly today, IAnsiConsole console)
    {
        (this.report, this.today, this.console) = (report, today, console);
        summary = new MeasurementSummary(report.Windows);
    }

    /// <param name="today">The day on which it is read: whether labels are still to come or are missing.</param>
    public static string Render(MeasurementReport report, DateOnly today, bool toTerminal)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var colours = toTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        var screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text),
        });
        screen.Profile.Width = toTerminal ? Math.Clamp(Console.WindowWidth, DefaultWidth, 140) : DefaultWidth;
        new MeasurementTable(report, today, screen).Render();

        // Trailing blanks of the last column would only make copies of the output ragged.
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private void Render()
    {
        Head();
        if (report.Windows.Count == 0) return;
        Windows();
        Breaches();
        Newest(report.Windows[^1]);
        Unjudged();
        Line($"{Words.Plural(report.Windows.Count, "window")}, policy {report.Policy}, definitions {report.Definitions}, {report.Engine}. All figures: --format json.", "grey");
    }

    private void Head()
    {
        var definition = report.Definition;
        Line($"{definition.GetProperty("modelId").GetString()}: {Words.Of(report.Verdict)}", "bold");
        Line(FormattableString.Invariant($"Reference {Words.Plural(report.Reference.Rows, "row")} ({report.Reference.Labelled:N0} with label), log {Words.Plural(report.Current.Rows, "row")} in {Words.Plural(report.Windows.Count, "window")} ({definition.GetProperty("window").GetString()})."));
        if (report.Windows.Count == 0) Line("The log has no rows in any window, so nothing was measured.");
    }

    private void Windows()
    {
        var table = New(("Window", false), ("Rows", true), ("With label", true), ("Drifted", true), ("AUC", true), ("95 %", true), ("estimate", true), ("Verdict", true));
        foreach (var window in report.Windows.Skip(Math.Max(0, report.Windows.Count - RowsShown)))
        {
            Add(table, window.Window, Words.Count(window.Rows), Words.Count(window.Labelled), $"{window.Drift.Count(drift => drift.Drifted)} of {window.Drift.Count}",
                Words.Figure(window.Performance.Auc), Words.Interval(window.Performance.AucLow, window.Performance.AucHigh), Words.Figure(window.WithoutLabels?.Of("auc")?.Value), window.Verdict);
        }
        Write("Windows", table, report.Windows.Count > RowsShown ? $"The newest {RowsShown} windows." : null);
    }

    private void Breaches()
    {
        var breaches = summary.Breaches();
        if (breaches.Count == 0)
        {
            Line("No measure is beyond a limit in any window that could be judged.");
            return;
        }

        var table = New(("What", false), ("Figure and limit", true), ("n", true), ("Since", true), ("Verdict", true));
        foreach (var breach in breaches.Take(RowsShown))
        {
            var what = breach is { Kind: MeasureKind.Quality, Judgement.Value: { } value } ? BreachSentence.Of(breach.Kind, breach.Subject, breach.Judgement.Measure, value) : Words.Name(breach.Subject);
            Add(table, $"{Words.Of(breach.Kind)}: {what}{(breach.Judgement.Group is { } group ? $", {Words.Name(group)}" : "")}", Words.Against(breach.Judgement), Words.Count(breach.Judgement.N),
                !breach.IsOver ? breach.Since : breach.Since == breach.Newest ? $"in {breach.Since}" : $"{breach.Since}–{breach.Newest}", breach.Judgement.Verdict);
        }
        Write("Beyond a limit", table, breaches.Count > RowsShown ? $"{breaches.Count - RowsShown} more in --format json." : null);
    }

    private void Newest(WindowMeasurement window)
    {
        var drift = New(("Column", false), ("Missing", true), ("PSI", true), ("chance", true), ("D or V", true), ("p adj.", true), ("Verdict", true));
        foreach (var column in window.Drift.OrderByDescending(column => column.Drifted).ThenByDescending(column => column.Psi).Take(RowsShown))
        {
            Add(drift, Words.Name(column.Column), column.N == 0 ? Words.None : Words.Percent((double)column.Missing / column.N), Words.Figure(column.Psi), Words.Figure(column.PsiExpected),
                column.Kind == DriftKind.Categorical ? Words.Figure(column.CramersV) : Words.Bounded(column.Ks, column.Bounds, "ks"), Words.PValue(column.PAdjusted), column.Drifted && column.Verdict == Verdict.Ok ? "ok, drifted" : (object)column.Verdict);
        }
        Write($"Drift in {window.Window}, {Words.Plural(window.Rows, "row")}", drift, $"chance: the PSI that sampling alone gives on average. D: Kolmogorov-Smirnov, V: Cramér.{(window.Drift.Any(column => column.Method is not null) ? " ±: binned; the figure lies within that distance." : "")}{(window.Drift.Count > RowsShown ? $" The {RowsShown} most drifted of {window.Drift.Count} columns." : "")}");

        if (window.Joint is { P: not null, Reason: null } joint)
            Line($"Numeric columns together: {(joint.Drifted ? "drifted" : "as in the reference")} (reconstruction error {Words.Figure(joint.Error)}, in the reference {Words.Figure(joint.Reference)}, p {Words.PValue(joint.P)}).");
        foreach (var note in window.Judgements().Where(each => each.Judgement is { Note: not null, Undecided: false }).Take(RowsShown)) Line($"{Words.Name(note.Subject)}: {note.Judgement.Note}.");
        Performance(window);
        Estimates(window);
        if (window.Fairness.Count > 0) Fairness(window);
    }

    private void Performance(WindowMeasurement window)
    {
        var (before, now) = (report.Reference.Performance, window.Performance);
        var table = New(("Measure", false), ("Reference", true), ("Window", true), ("Change", true), ("Verdict", true));
        foreach (var (name, key, old, value) in new[]
        {
            ("AUC", "auc", before.Auc, now.Auc), ("Precision in the top share", "precisionAtTop", before.PrecisionAtTop, now.PrecisionAtTop), ("Brier score", "brier", before.Brier, now.Brier),
            ("Accuracy", "", before.Accuracy, now.Accuracy), ("Precision", "", before.Precision, now.Precision), ("Recall", "", before.Recall, now.Recall),
            ("Calibration error", "", before.Ece, now.Ece),
        })
        {
            var judged = now.Judgements.FirstOrDefault(judgement => string.Equals(judgement.Measure, key, StringComparison.Ordinal));
            Add(table, name, Words.Figure(old), Words.Bounded(value, now.Bounds, key), value - old is { } change ? change.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) : Words.None, judged is null ? "" : Shown(judged));
        }
        Write($"Performance in {window.Window}, {Words.Plural(now.N, "row")} with label", table);
        foreach (var reason in (now.NotComputed ?? new Dictionary<string, string>(StringComparer.Ordinal)).GroupBy(pair => pair.Value, StringComparer.Ordinal))
            Line($"Not computable: {string.Join(", ", reason.Select(pair => pair.Key))} ({reason.Key}).");
    }

    private void Estimates(WindowMeasurement window)
    {
        if (window.WithoutLabels is not { } estimated) return;
        var table = New(("Measure", false), ("Estimate", true), ("95 %", true), ("Outcome", true), ("Check", false));
        foreach (var one in estimated.Estimates)
            Add(table, Words.Measured(one.Measure), Words.Figure(one.Value), Words.Interval(one.Low, one.High), Words.Figure(one.Realised), Words.Of(one.Check));
        Write($"Estimate without labels in {window.Window}, {Words.LabelsIn(window, today)}", table, "An estimate holds while scores mean what they meant in the reference; the check says whether they did, once 95 % of labels are in.");
        foreach (var reason in estimated.Estimates.Where(one => one.Check is not EstimateVerdict.Held).GroupBy(one => one.Reason, StringComparer.Ordinal))
            Line($"  {string.Join(", ", reason.Select(one => Words.Measured(one.Measure)))}: {reason.Key}.");
        if (estimated.Selective is { } selective) Line(Words.Of(selective));
        if (estimated.Extrapolated is { } beyond) Line(Words.Of(beyond));
        var checks = report.Windows.SelectMany(each => each.WithoutLabels?.Estimates.Select(one => (each.Window, one.Measure, one.Check)) ?? []).Where(one => one.Check is EstimateVerdict.Held or EstimateVerdict.Failed).ToLookup(one => one.Measure, StringComparer.Ordinal);
        foreach (var measure in checks)
        {
            // A window fails of each measure by itself: counted over all of them more than one in twenty would.
            var failed = measure.Where(one => one.Check == EstimateVerdict.Failed).Select(one => one.Window).ToList();
            if (failed.Count > 0) Line($"The estimate of {Words.Measured(measure.Key)} failed in {failed.Count} of {Words.Plural(measure.Count(), "window")} whose outcomes could check it: {string.Join(", ", failed.TakeLast(12))}. By chance one in twenty does.");
        }
    }

    private void Fairness(WindowMeasurement window)
    {
        Line($"Fairness in {window.Window}", "bold");
        foreach (var attribute in window.Fairness)
        {
            Line($"{attribute.Attribute}: {Words.Standing(attribute.DecidedBy)}. {Sentence(attribute)}");
            var table = New(("Group", false), ("Decided", true), ("Favourable", true), ("With label", true), ("TPR", true), ("FPR", true), ("Note", true));
            foreach (var group in attribute.Groups.OrderByDescending(group => group.NAll).Take(RowsShown))
            {
                if (group.IsNamedOnly) Add(table, Words.Name(group.Group), Words.None, Words.None, Words.None, Words.None, Words.None, Words.TooFewToShow);
                else if (!group.ShowsOutcomes) Add(table, Words.Name(group.Group), Words.Count(group.NAll), Words.Percent(group.SelectionRateAll), Words.None, Words.None, Words.None, $"{Words.TooFewToShow} with label");
                else Add(table, Words.Name(group.Group), Words.Count(group.NAll), Words.Percent(group.SelectionRateAll), Words.Count(group.N), Words.Percent(group.Tpr), Words.Percent(group.Fpr), attribute.Notes is null ? "" : "selective labels");
            }
            Write(null, table);
        }
    }

    private static string Sentence(FairnessMeasurement attribute)
    {
        if (attribute.DecidedBy.Reason is { } reason) return $"{char.ToUpperInvariant(reason[0])}{reason[1..]}.";
        var smallest = attribute.Smallest is { } ratio
            ? $"{Words.Name(ratio.Group)} is decided favourably {Words.Figure(ratio.Value, "0.00")} times as often as {Words.Name(ratio.Against)}{(attribute.Low is null ? "" : $" (95 % {Words.Interval(attribute.Low, attribute.High, "0.00")})")}."
            : "";
        return attribute.DecidedBy is { IsBreach: true, Measure: not "selectionRateRatio" } decided
            ? $"{smallest} {Words.Name(decided.Group!)}: {Words.Of(decided)} {Words.Value(decided, decided.Value)}{(decided.Low is null ? "" : $" ({Words.Interval(decided)})")}, limit {Words.Value(decided, decided.Limit)}, n {Words.Count(decided.N)}.".TrimStart()
            : smallest;
    }

    private void Unjudged()
    {
        var sentences = summary.Unjudged();
        if (sentences.Count > 0) Line("Not judged, which is not a pass", "bold");
        foreach (var sentence in sentences) Line($"  {sentence}");
    }

    private static Sheet New(params (string Name, bool Right)[] columns) => new(columns, []);

    private static void Add(Sheet sheet, params object[] cells) => sheet.Rows.Add([.. cells.Select(cell => cell is Verdict verdict ? (Words.Of(verdict), Tone(verdict)) : ((string)cell, Style.Plain))]);

    private void Write(string? title, Sheet sheet, string? note = null)
    {
        if (title is not null) Line(title, "bold");
        var widths = sheet.Columns.Select((column, i) => sheet.Rows.Select(row => row[i].Text.Length).Append(column.Name.Length).Max()).ToArray();

        // What does not fit is taken from the first column, which holds names and may wrap; figures never wrap.
        widths[0] = Math.Min(widths[0], Math.Max(12, console.Profile.Width - widths.Skip(1).Sum(width => width + 2) - 2));
        var table = new Table { Border = TableBorder.Simple };
        foreach (var ((name, right), i) in sheet.Columns.Select((column, i) => (column, i)))
        {
            var column = new TableColumn(new Text(name)) { Padding = new Padding(0, 0, 1, 0), Width = widths[i] };
            table.AddColumn(right ? column.RightAligned() : column);
        }
        foreach (var row in sheet.Rows) table.AddRow(row.Select(cell => new Text(cell.Text, cell.Style)));
        console.Write(table);
        if (note is not null) Line(note, "grey");
    }

    /// <summary>A cell with a verdict: in its colour, unless it is none.</summary>
    private static object Shown(Judgement judgement) => judgement.Undecided ? Words.Standing(judgement) : judgement.Verdict;

    private void Line(string text, string style = "default") => console.Write(new Text(text + "\n", Style.Parse(style)));

    private static Style Tone(Verdict verdict) => verdict switch
    {
        Verdict.Alert => new Style(Color.Red, decoration: Decoration.Bold),
        Verdict.Warn => new Style(Color.Yellow),
        Verdict.Ok => new Style(Color.Green),
        _ => new Style(Color.Grey),
    };

    /// <summary>A table before its widths are known.</summary>
    private sealed record Sheet((string Name, bool Right)[] Columns, List<(string Text, Style Style)[]> Rows);
}
