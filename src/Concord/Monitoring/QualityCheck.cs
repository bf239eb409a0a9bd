namespace Concord.Monitoring;

/// <summary>What must be shown, besides a figure beyond its limit, before a check breaks it: each figure gets there by chance too.</summary>
internal enum BeyondChance
{
    /// <summary>Drift was detected in the column.</summary>
    Drifted,

    /// <summary>Drift was detected in the column, or its p-value alone says so: a test of all levels hardly sees rare ones.</summary>
    DriftedOrSignificant,

    /// <summary>The p-value of the figure, corrected over columns and checks of the window, is at most the policy's significance.</summary>
    Significant,

    /// <summary>The window is unlike the windows before it.</summary>
    Unusual,

    /// <summary>Nothing: the figure is a count of faults, or its limit lies far beyond what a sample does by chance.</summary>
    Counted,
}

/// <summary>One check of the data itself. A limit of its measure makes a verdict of it.</summary>
/// <param name="Name">As in results.</param>
/// <param name="Measure">Names the figure that is compared and the policy's limit on it.</param>
internal sealed record QualityCheck(string Name, string Measure, string Metric, BeyondChance Needs)
{
    public static readonly QualityCheck Missing = new(QualityMeasurement.MissingCheck, "missingShareIncrease", Monitoring.Metric.MissingRate, BeyondChance.Drifted);
    public static readonly QualityCheck NewCategory = new(QualityMeasurement.NewCategoryCheck, "newLevelShare", Monitoring.Metric.NewCategoryRate, BeyondChance.DriftedOrSignificant);
    public static readonly QualityCheck UnitChange = new(QualityMeasurement.UnitChangeCheck, "unitChangeRatio", Monitoring.Metric.UnitChange, BeyondChance.Counted);
    public static readonly QualityCheck Range = new(QualityMeasurement.RangeCheck, "outOfRangeShare", Monitoring.Metric.OutOfRangeRate, BeyondChance.Significant);
    public static readonly QualityCheck Constant = new(QualityMeasurement.ConstantCheck, "mostFrequentShare", Monitoring.Metric.ConstantFeature, BeyondChance.Significant);
    public static readonly QualityCheck ZeroShare = new(QualityMeasurement.ZeroShareCheck, "zeroShareChange", Monitoring.Metric.ZeroShare, BeyondChance.Significant);
    public static readonly QualityCheck TypeChange = new(QualityMeasurement.TypeChangeCheck, "newKindShare", Monitoring.Metric.TypeChange, BeyondChance.Significant);
    public static readonly QualityCheck LostCategory = new(QualityMeasurement.LostCategoryCheck, "lostLevelShare", Monitoring.Metric.LostCategoryRate, BeyondChance.Significant);
    public static readonly QualityCheck Duplicate = new(QualityMeasurement.DuplicateCheck, "duplicateShare", Monitoring.Metric.DuplicateRate, BeyondChance.Counted);
    public static readonly QualityCheck Volume = new(QualityMeasurement.VolumeCheck, "volumeRatio", Monitoring.Metric.RequestRate, BeyondChance.Unusual);
    public static readonly QualityCheck Freshness = new(QualityMeasurement.FreshnessCheck, "silentEnd", Monitoring.Metric.DataFreshness, BeyondChance.Unusual);
    public static readonly QualityCheck Silence = new(QualityMeasurement.SilenceCheck, "windowsWithoutRows", Monitoring.Metric.DataFreshness, BeyondChance.Unusual);

    private static readonly QualityCheck[] All = [Missing, NewCategory, UnitChange, Range, Constant, ZeroShare, TypeChange, LostCategory, Duplicate, Volume, Freshness, Silence];

    /// <summary>The figure of <see cref="Silence"/> while no rows have come again: counted by the clock, under the same limit.</summary>
    public const string StillSilent = "windowsSinceLastRow";

    /// <summary>Whether a measure is a number of windows, which has no decimals.</summary>
    public static bool CountsWindows(string measure) => measure == Silence.Measure || measure == StillSilent;

    /// <summary>Whether a measure is over what is usual, so that it breaks its limit in two directions.</summary>
    public static bool HasDirection(string measure) => measure == Volume.Measure || measure == UnitChange.Measure;

    /// <summary>
    /// Whether a breach goes on from an earlier one of the same subject: a log with too many rows that had too few does not have too many since then, and one that
    /// stopped had rows before, whatever was wrong with them.
    /// </summary>
    public static bool GoesOn(string measure, double value, string earlierMeasure, double earlierValue) =>
        measure == earlierMeasure ? !HasDirection(measure) || value < 1 == earlierValue < 1 : measure != StillSilent;

    public static QualityCheck Of(string name) => Array.Find(All, check => check.Name == name) ?? throw new ArgumentException($"There is no check {name}.", nameof(name));
}
