using System.Globalization;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Monitoring;

/// <summary>A measurement as somebody hands it in. Nothing of it is trusted yet.</summary>
/// <param name="Reason">Why there is no value; then neither value nor uncertainty is given.</param>
/// <param name="Unit">In which the value is; null: that of the series.</param>
/// <param name="Complete">The window needs no more: it counts although it is not over.</param>
/// <param name="Correction">Why an earlier figure of the window was wrong.</param>
/// <param name="Row">Line of the file or place in the list; null for one alone.</param>
internal sealed record PushedMeasurement(
    string Metric, string Subject, string Window, double? Value, long? N, long? Successes = null, double? StandardError = null, double? Low = null, double? High = null,
    string Reason = "", string? Unit = null, string Source = "", string SourceSha256 = "", bool Complete = false, string Correction = "", long? Row = null)
{
    private const int LongestText = 500;
    private const int LongestSource = 2000;

    /// <summary>Values are typed with two or three digits; so far they may lie from what the counts give.</summary>
    private const double Rounding = 0.005;

    /// <summary>Everything that is wrong with it, whatever is stored. Warnings where it is odd but taken.</summary>
    /// <param name="largest">Of a metric that is a part of a whole.</param>
    public IEnumerable<Finding> Check(MetricSeries series, double? largest, DateTimeOffset now) =>
        [.. CheckWindow(series, now), .. CheckNumbers(), .. CheckValue(series), .. CheckShare(series, largest), .. CheckUncertainty(), .. CheckText(series)];

    /// <summary>Only of a measurement without errors.</summary>
    public SeriesFigure Figure(double whole) => Reason.Length > 0
        ? new(null, Reason, N ?? 0)
        : new((Value ?? (whole * Successes!.Value / N!.Value)) + 0.0, "", N!.Value, Successes, StandardError, Low, High);

    public FigureSource From() => new(Source, SourceSha256.ToLowerInvariant());

    private IEnumerable<Finding> CheckWindow(MetricSeries series, DateTimeOffset now)
    {
        if (Logs.Window.Parse(Window) is not { } window || window.Length != series.Window)
        {
            yield return Error("window", "window-label", $"'{VisibleText.Bare(Window)}' is no {Words.Of(series.Window)}. {series.Ref} has one figure for each {Words.Of(series.Window)}: write {LimitFigures.Example(series.Window)}.");
            yield break;
        }
        if (window.Start > now) yield return Error("window", "window-future", $"{Window} has not begun yet.");
        else if (now < window.End && !Complete) yield return Warning("window", "window-provisional", $"{Window} is not over: the figure is provisional and raises nothing. Push it again when it is final, or say complete.");
        else if (now >= series.DueBy(window) && window.Start >= series.FirstExpected.Start) yield return Warning("window", "window-late", $"{Window} was expected by {series.DueBy(window).UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
    }

    private IEnumerable<Finding> CheckNumbers() =>
        new[] { ("value", Value), ("standardError", StandardError), ("low", Low), ("high", High) }.Where(given => given.Item2 is { } number && !double.IsFinite(number))
            .Select(given => Error(given.Item1, "measurement-number", "This is no finite number. Where there is no figure, leave the value out and say why: reason."));

    private IEnumerable<Finding> CheckValue(MetricSeries series)
    {
        if (Reason.Length > 0)
        {
            if (Value is not null || Successes is not null || StandardError is not null || Low is not null || High is not null)
                yield return Error("reason", "measurement-value-and-reason", "There is either a value, or a reason why there is none.");
            if (N < 0) yield return Error("n", "measurement-n", "n is at least 0.");
            yield break;
        }
        if (Value is null && Successes is null) yield return Error("value", "measurement-no-value", "Give the value, or say why there is none: reason. A missing figure is not 0.");
        if (N is null) yield return Error("n", "measurement-n", "Say what the value rests on: n answers, calls, cases.");
        else if (N == 0) yield return Error("n", "measurement-n", "n is 0: a value that rests on nothing is none. Leave it out and say why: reason.");
        else if (N < 0) yield return Error("n", "measurement-n", "n is above 0.");
        if (Successes is { } successes && N is > 0)
        {
            if (successes < 0 || successes > N) yield return Error("successes", "measurement-successes", string.Create(CultureInfo.InvariantCulture, $"There are {successes} successes out of {N}."));
            else if (Value is { } value && double.IsFinite(value) && Math.Abs(value - (series.Whole * successes / N.Value)) > Rounding * series.Whole * 1.000001)
                yield return Error("value", "measurement-successes", string.Create(CultureInfo.InvariantCulture, $"{successes} of {N} is {series.Whole * successes / N.Value:0.######}, not {value}. Is the unit of the series ({(series.Unit.Length == 0 ? "none" : series.Unit)}) another one?"));
        }
    }

    private IEnumerable<Finding> CheckShare(MetricSeries series, double? largest)
    {
        foreach (var (place, number) in new[] { ("value", Value), ("low", Low), ("high", High) })
            if (largest is { } most && (number < 0 || number > most)) yield return Error(place, "measurement-share", LimitFigures.NoShare(series.Metric, number.Value, most));
    }

    private IEnumerable<Finding> CheckUncertainty()
    {
        if (new[] { Successes is not null, StandardError is not null, Low is not null || High is not null }.Count(given => given) > 1)
            yield return Error("low", "measurement-uncertainty", "Give one of: successes, standardError, low and high.");
        if (StandardError < 0) yield return Error("standardError", "measurement-uncertainty", "A standard error is not below 0.");
        if (Low is null != High is null) yield return Error(Low is null ? "low" : "high", "measurement-uncertainty", "An interval has two ends: low and high of 95 %.");
        if (Low > High) yield return Error("low", "measurement-uncertainty", "The lower end lies above the upper one.");
        else if (Value < Low || Value > High) yield return Error("value", "measurement-uncertainty", "The value lies outside its interval.");
    }

    private IEnumerable<Finding> CheckText(MetricSeries series)
    {
        if (Unit is { } unit && unit.Trim() != series.Unit)
            yield return Error("unit", "measurement-unit", $"The value is in {(unit.Trim().Length == 0 ? "no unit" : VisibleText.Quoted(unit.Trim()))}, {series.Ref} and its limits are in {(series.Unit.Length == 0 ? "no unit" : VisibleText.Quoted(series.Unit))}. Convert the value.");
        if (SourceSha256.Length > 0 && (SourceSha256.Length != 64 || !SourceSha256.All(char.IsAsciiHexDigit)))
            yield return Error("sourceSha256", "measurement-sha256", "A SHA-256 has 64 hexadecimal digits.");
        foreach (var (place, text, longest) in new[] { ("reason", Reason, LongestText), ("correction", Correction, LongestText), ("source", Source, LongestSource) })
            if (text.Length > longest || text.Any(char.IsControl)) yield return Error(place, "measurement-text", $"One line of at most {longest} characters.");
    }

    public Finding Error(string place, string code, string message) => Finding.Error(place, code, message, Row);

    private Finding Warning(string place, string code, string message) => Finding.Warning(place, code, message, Row);
}
