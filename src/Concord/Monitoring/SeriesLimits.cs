using System.Globalization;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Monitoring;

internal readonly record struct SeriesLimitsId(Guid Value) : IId<SeriesLimitsId>
{
    public static SeriesLimitsId From(Guid value) => new(value);
}

internal enum LimitsState
{
    Proposed,
    InForce,
    Superseded,
}

/// <summary>When a value of a series is out of bounds. A missing number means none.</summary>
/// <param name="Warn">In the unit of the series; reached from the side that is good.</param>
/// <param name="WarnChange">Change for the worse against the baseline, above 0: in the unit of the series, or as a share of the baseline.</param>
/// <param name="IsRelative">Changes are shares of the baseline: 0.2 is 20 % worse.</param>
/// <param name="BaselineValue">A fixed baseline; else <paramref name="BaselineFirst"/> to <paramref name="BaselineLast"/>, windows of the series.</param>
/// <param name="MinimumN">A value that rests on fewer has no verdict.</param>
internal sealed record LimitFigures(
    double? Warn = null, double? Alert = null, double? WarnChange = null, double? AlertChange = null, bool IsRelative = false,
    double? BaselineValue = null, string BaselineFirst = "", string BaselineLast = "", long MinimumN = LimitFigures.DefaultMinimumN)
{
    public const long DefaultMinimumN = 100;

    public bool HasChange => WarnChange is not null || AlertChange is not null;

    public bool HasBaselineWindows => BaselineFirst.Length > 0 || BaselineLast.Length > 0;

    /// <summary>The windows whose figures are the baseline; null without.</summary>
    public (Window First, Window Last)? BaselineWindows =>
        Window.Parse(BaselineFirst) is { } first && Window.Parse(BaselineLast) is { } last ? (first, last) : null;

    /// <summary>Everything that is wrong with them.</summary>
    public IEnumerable<Finding> Check(WindowLength length, bool higherIsBetter)
    {
        if (Warn is null && Alert is null && !HasChange) yield return Finding.Error("warn", "limits-none", "Give at least one limit: without one nothing is ever compared, and that is no monitoring.");
        foreach (var (place, number) in new[] { ("warn", Warn), ("alert", Alert), ("warnChange", WarnChange), ("alertChange", AlertChange), ("baseline", BaselineValue) })
            if (number is { } given && !double.IsFinite(given)) yield return Finding.Error(place, "limits-number", "A limit is a finite number.");
        if (Warn is { } warn && Alert is { } alert && (higherIsBetter ? alert > warn : alert < warn))
            yield return Finding.Error("alert", "limits-order", $"The alert limit is reached before the warning limit. {(higherIsBetter ? "Lower" : "Higher")} values are worse here.");
        if (WarnChange <= 0 || AlertChange <= 0) yield return Finding.Error("warnChange", "limits-change", "A change for the worse is above 0, whichever direction is worse.");
        if (AlertChange < WarnChange) yield return Finding.Error("alertChange", "limits-order", "The alert limit is reached before the warning limit.");
        if (MinimumN < 1) yield return Finding.Error("minimumN", "limits-minimum", "At least 1: a value that rests on nothing has no verdict.");
        foreach (var finding in CheckBaseline(length)) yield return finding;
    }

    /// <summary>
    /// Whether anything that was out of bounds, or judged at all, could be less so. Whoever changes the baseline or what a change is measured in
    /// changes all of it, so that counts as looser.
    /// </summary>
    public bool IsLooserThan(LimitFigures other, bool higherIsBetter)
    {
        bool Further(double? mine, double? theirs, bool lowIsFar) => theirs is { } old && (mine is not { } now || (lowIsFar ? now < old : now > old));
        return Further(Warn, other.Warn, higherIsBetter) || Further(Alert, other.Alert, higherIsBetter)
            || Further(WarnChange, other.WarnChange, lowIsFar: false) || Further(AlertChange, other.AlertChange, lowIsFar: false)
            || MinimumN > other.MinimumN
            || (other.HasChange && (IsRelative, BaselineValue, BaselineFirst, BaselineLast) != (other.IsRelative, other.BaselineValue, other.BaselineFirst, other.BaselineLast));
    }

    /// <summary>Limits no share can have: 95 where the series counts from 0 to 1.</summary>
    /// <param name="largest">Of the metric; null where it is no part of a whole.</param>
    public IEnumerable<Finding> CheckShare(string metric, double? largest)
    {
        foreach (var (place, number) in new[] { ("warn", Warn), ("alert", Alert), ("baseline", BaselineValue) })
            if (largest is { } most && (number < 0 || number > most)) yield return Finding.Error(place, "limits-share", NoShare(metric, number.Value, most));
    }

    public static string NoShare(string metric, double number, double largest) => string.Create(CultureInfo.InvariantCulture,
        $"{metric} is a part of a whole, here between 0 and {largest}{(largest > 1 ? " %" : "")}; {number:0.######} is none.{(largest == 1 && number is > 1 and <= 100 ? $" Write {number / 100:0.########}, or define the series with the unit %." : "")}");

    private IEnumerable<Finding> CheckBaseline(WindowLength length)
    {
        if (HasChange && BaselineValue is null && !HasBaselineWindows) yield return Finding.Error("baseline", "limits-baseline", "A limit on a change needs what it is a change of: a baseline value, or the first and last window of a good time.");
        if (!HasChange && (BaselineValue is not null || HasBaselineWindows)) yield return Finding.Error("baseline", "limits-baseline", "A baseline without a limit on the change against it decides nothing. Give warnChange or alertChange, or leave the baseline out.");
        if (BaselineValue is not null && HasBaselineWindows) yield return Finding.Error("baseline", "limits-baseline", "Give a baseline value or baseline windows, not both.");
        if (IsRelative && BaselineValue <= 0) yield return Finding.Error("baseline", "limits-relative", "A share of the baseline needs a baseline above 0. Give the change in the unit of the series.");
        if (!HasBaselineWindows) yield break;
        foreach (var (place, label) in new[] { ("baselineFirst", BaselineFirst), ("baselineLast", BaselineLast) })
            if (Window.Parse(label)?.Length != length) yield return Finding.Error(place, "limits-window", $"'{label}' is no {Words.Of(length)}. Write it like {Example(length)}.");
        if (BaselineWindows is { } windows && windows.First.Start > windows.Last.Start) yield return Finding.Error("baselineLast", "limits-window", "The last window of the baseline lies before the first.");
    }

    public static string Example(WindowLength length) => Window.Of(length, new DateTimeOffset(2026, 10, 5, 0, 0, 0, TimeSpan.Zero)).Label;

    /// <summary>"warn 0.95, alert 0.9, n at least 100".</summary>
    public override string ToString()
    {
        var change = IsRelative ? " of the baseline" : "";
        var parts = new (string Words, double? Number, string After)[] { ("warn", Warn, ""), ("alert", Alert, ""), ("warn at a change of", WarnChange, change), ("alert at a change of", AlertChange, change), ("baseline", BaselineValue, "") }
            .Where(part => part.Number is not null).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Words} {part.Number:0.######}{part.After}"));
        if (HasBaselineWindows) parts = parts.Append(BaselineFirst == BaselineLast ? $"baseline {BaselineFirst}" : $"baseline {BaselineFirst} to {BaselineLast}");
        return string.Join(", ", parts.Append(string.Create(CultureInfo.InvariantCulture, $"n at least {MinimumN}")));
    }
}

/// <summary>One version of the limits of a series. Never changed; a newer one takes its place.</summary>
internal sealed class SeriesLimits : IRecord, IScoped
{
    private SeriesLimits()
    {
    }

    public SeriesLimits(MetricSeries series, int number, LimitFigures figures, PersonId? by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<SeriesLimitsId>();
        (Ref, UnitId, SeriesId, Number, ProposedBy, ProposedAt) = ($"{series.Ref}:L{number}", series.UnitId, series.Id, number, by, at);
        (Warn, Alert, WarnChange, AlertChange, IsRelative, BaselineValue, BaselineFirst, BaselineLast, MinimumN) = figures;
    }

    public SeriesLimitsId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public MetricSeriesId SeriesId { get; private set; }

    public int Number { get; private set; }

    public LimitsState State { get; private set; }

    public double? Warn { get; private set; }

    public double? Alert { get; private set; }

    public double? WarnChange { get; private set; }

    public double? AlertChange { get; private set; }

    public bool IsRelative { get; private set; }

    public double? BaselineValue { get; private set; }

    public string BaselineFirst { get; private set; } = "";

    public string BaselineLast { get; private set; } = "";

    public long MinimumN { get; private set; }

    public PersonId? ProposedBy { get; private set; }

    public DateTimeOffset ProposedAt { get; private set; }

    /// <summary>Null where they took force at once: the first, or none looser than those before.</summary>
    public PersonId? ApprovedBy { get; private set; }

    public DateTimeOffset? InForceSince { get; private set; }

    public DateTimeOffset? SupersededAt { get; private set; }

    public LimitFigures Figures() => new(Warn, Alert, WarnChange, AlertChange, IsRelative, BaselineValue, BaselineFirst, BaselineLast, MinimumN);

    internal void TakeForce(PersonId? by, DateTimeOffset at) => (State, ApprovedBy, InForceSince) = (LimitsState.InForce, by, at);

    internal void GiveWay(DateTimeOffset at) => (State, SupersededAt) = (LimitsState.Superseded, at);
}
