using System.Globalization;
using System.Security.Cryptography;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Monitoring;

/// <summary>A pair of limits. A missing one does not exist: nothing is ever compared with it.</summary>
internal sealed record Limit(double? Warn = null, double? Alert = null)
{
    public static readonly Limit None = new();
}

/// <summary>When a measure counts as out of bounds. All numbers come from the policy file.</summary>
internal sealed record PolicyLimits
{
    public Limit Psi { get; init; } = Limit.None;

    /// <summary>PSI limits are never below what sampling alone produces.</summary>
    public bool PsiSamplingFloor { get; init; }

    public Limit WassersteinNormalised { get; init; } = Limit.None;

    public Limit CramersV { get; init; } = Limit.None;

    public Limit NewLevelShare { get; init; } = Limit.None;

    public Limit MissingShareIncrease { get; init; } = Limit.None;

    public Limit AucDrop { get; init; } = Limit.None;

    public Limit PrecisionAtTopDrop { get; init; } = Limit.None;

    /// <summary>Relative: 0.05 is 5 % worse.</summary>
    public Limit BrierWorse { get; init; } = Limit.None;

    /// <summary>Lower is worse.</summary>
    public Limit SelectionRateRatio { get; init; } = Limit.None;

    public Limit TprDifference { get; init; } = Limit.None;

    public double? UnitChangeBelow { get; init; }

    public double? UnitChangeAbove { get; init; }

    /// <summary>Non-zero values needed on both sides to judge a unit.</summary>
    public int UnitChangeMinimum { get; init; } = 30;
}

internal sealed record PolicyDetection(double FalseDiscoveryRate, double MinimumKs, double MinimumCramersV, double MinimumMissingShareChange);

/// <param name="ExactRows">Up to so many rows of the window and of the reference, measures of order are computed from all values; beyond, from counts per bin, within a bound.</param>
internal sealed record PolicySamples(int Window, int Group, int PositiveGroup, long ExactRows = PolicySamples.DefaultExactRows)
{
    public const long DefaultExactRows = 5_000_000;
}

/// <summary>How many complete windows in a row raise a signal, and how many clean ones let it be closed.</summary>
internal sealed record PolicyPersistence(int Warn, int Alert, int Clear);

/// <summary>The limits and rules a verdict rests on: data, versioned, with the hash of its bytes.</summary>
internal sealed record MonitoringPolicy(
    string Version,
    string Sha256,
    PolicyLimits Limits,
    PolicyDetection Detection,
    double PerformanceSignificance,
    double FairnessSignificance,
    PolicySamples Samples,
    PolicyPersistence Persistence,
    int DueDaysWarn,
    int DueDaysAlert)
{
    /// <summary>The policy in force when nobody names another.</summary>
    public static readonly string DefaultFile = Path.Combine(AppContext.BaseDirectory, "standards", "monitoring", "policy-2026-11.yaml");

    /// <exception cref="FindingsException">With everything that is wrong with the file, and where.</exception>
    public static MonitoringPolicy Read(string? file = null)
    {
        file = Path.GetFullPath(file ?? DefaultFile);
        var faults = new List<Finding>();
        var policy = LibraryDocument.Read(Path.GetDirectoryName(file)!, Path.GetFileName(file), faults) is { } document
            ? new MonitoringPolicyReader(document).Read(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))))
            : null;
        return faults.Count == 0 ? policy! : throw new FindingsException(faults);
    }
}

internal sealed class MonitoringPolicyReader(LibraryDocument document)
{
    // Figures are stored with the definition's version 1, and that version fixes these two.
    private const double DefinedBins = 10;
    private const double DefinedSmoothing = 0.0001;

    public MonitoringPolicy Read(string sha256)
    {
        document.Knows("version", "limits", "detection", "significance", "nonconformity_due_days", "sample_rules", "persistence", "actions", "reference_window", "label_delay");
        var significance = document.Map("significance")?.Knows("performance", "fairness");
        var due = document.Map("nonconformity_due_days")?.Knows("warn", "alert");
        return new(
            document.Text("version"),
            sha256,
            Limits(),
            Detection(),
            Share(significance, "performance"),
            Share(significance, "fairness"),
            Samples(),
            Persistence(),
            due?.WholeNumber("warn", 1) ?? 0,
            due?.WholeNumber("alert", 1) ?? 0);
    }

    private PolicyLimits Limits()
    {
        if (document.Map("limits") is not { } limits) return new();
        limits.Knows("psi", "wasserstein_norm", "cramers_v", "new_level_share", "missing_share_increase", "auc_drop", "precision_at_top_drop", "brier_worse", "selection_rate_ratio", "tpr_difference", "unit_change_ratio");
        var psi = Inner(limits, "psi")?.Knows("warn", "alert", "floor");
        if (psi?.Optional("floor") is { } floor && floor is not "sampling")
            psi.Fault("floor", "wrong-value", $"\"{floor}\" is not known. The one floor there is: sampling.");
        var unit = Inner(limits, "unit_change_ratio")?.Knows("alert_below", "alert_above", "min_non_zero");
        return new()
        {
            Psi = psi is null ? Limit.None : Pair(psi, lowerIsWorse: false),
            PsiSamplingFloor = psi?.Optional("floor") is "sampling",
            WassersteinNormalised = Pair(limits, "wasserstein_norm"),
            CramersV = Pair(limits, "cramers_v"),
            NewLevelShare = Pair(limits, "new_level_share"),
            MissingShareIncrease = Pair(limits, "missing_share_increase"),
            AucDrop = Pair(limits, "auc_drop"),
            PrecisionAtTopDrop = Pair(limits, "precision_at_top_drop"),
            BrierWorse = Pair(limits, "brier_worse"),
            SelectionRateRatio = Pair(limits, "selection_rate_ratio", lowerIsWorse: true),
            TprDifference = Pair(limits, "tpr_difference"),
            UnitChangeBelow = unit is null ? null : Number(unit, "alert_below"),
            UnitChangeAbove = unit is null ? null : Number(unit, "alert_above"),
            UnitChangeMinimum = unit?.Optional("min_non_zero") is null ? 30 : unit.WholeNumber("min_non_zero", 1),
        };
    }

    private static Limit Pair(LibraryDocument limits, string key, bool lowerIsWorse = false) =>
        Inner(limits, key)?.Knows("warn", "alert") is { } pair ? Pair(pair, lowerIsWorse) : Limit.None;

    private static Limit Pair(LibraryDocument pair, bool lowerIsWorse)
    {
        var limit = new Limit(Number(pair, "warn"), Number(pair, "alert"));
        if (limit is { Warn: { } warn, Alert: { } alert } && (lowerIsWorse ? alert > warn : alert < warn))
            pair.Fault("alert", "wrong-order", $"The alert limit is reached before the warning limit. {(lowerIsWorse ? "Lower" : "Higher")} values are worse here.");
        return limit;
    }

    private PolicyDetection Detection()
    {
        var detection = document.Map("detection")?.Knows("fdr", "min_ks", "min_cramers_v", "min_missing_share_change");
        return new(Share(detection, "fdr"), Share(detection, "min_ks"), Share(detection, "min_cramers_v"), Share(detection, "min_missing_share_change"));
    }

    private PolicySamples Samples()
    {
        var samples = document.Map("sample_rules")?.Knows("min_rows_window", "min_rows_group", "min_positive_group", "max_rows_exact", "bins", "smoothing", "psi_null", "multiple_tests");
        if (samples is null) return new(0, 0, 0);
        Fixed(samples, "bins", DefinedBins);
        Fixed(samples, "smoothing", DefinedSmoothing);
        return new(samples.WholeNumber("min_rows_window", 2), samples.WholeNumber("min_rows_group", 2), samples.WholeNumber("min_positive_group", 1),
            samples.Optional("max_rows_exact") is null ? PolicySamples.DefaultExactRows : samples.WholeNumber("max_rows_exact", 0));
    }

    private PolicyPersistence Persistence()
    {
        var persistence = document.Map("persistence")?.Knows("warn", "alert", "clear");
        return persistence is null ? new(0, 0, 0) : new(Windows("warn"), Windows("alert"), Windows("clear"));

        // "2 consecutive windows": the number is the rule, the words are for the reader.
        int Windows(string key)
        {
            var text = persistence.Text(key);
            if (int.TryParse(text.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var windows) && windows > 0) return windows;
            if (text.Length > 0) persistence.Fault(key, "wrong-value", $"\"{text}\" does not begin with a number of windows, for example \"2 consecutive windows\".");
            return 1;
        }
    }

    private static void Fixed(LibraryDocument map, string key, double defined)
    {
        if (Number(map, key) is { } number && number != defined)
            map.Fault(key, "wrong-value", string.Create(CultureInfo.InvariantCulture, $"The definitions fix {defined} here, so that figures stay comparable. Set it to {defined} or leave it out."));
    }

    private static double Share(LibraryDocument? map, string key)
    {
        if (map is null || map.Text(key).Length == 0 || Number(map, key) is not { } share) return 0;
        if (share is not (>= 0 and <= 1)) map.Fault(key, "wrong-value", string.Create(CultureInfo.InvariantCulture, $"{share} does not lie between 0 and 1."));
        return share;
    }

    private static LibraryDocument? Inner(LibraryDocument map, string key) => map.Keys.Contains(key, StringComparer.Ordinal) ? map.Map(key) : null;

    private static double? Number(LibraryDocument map, string key)
    {
        if (map.Optional(key) is not { } text) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        map.Fault(key, "wrong-value", $"\"{text}\" is not a number.");
        return null;
    }
}
