using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Monitoring;

/// <summary>A pair of limits. A missing one does not exist: nothing is ever compared with it.</summary>
internal sealed record Limit(double? Warn = null, double? Alert = null)
{
    public static readonly Limit None = new();

    /// <summary>Shares of whole rows that meet a limit exactly come a last digit above or below it; that digit decides nothing.</summary>
    private const double Rounding = 1e-12;

    /// <summary>A limit is broken when it is reached.</summary>
    public static bool IsReached(double value, double bound, bool lowerIsWorse = false)
    {
        var slack = Rounding * Math.Max(1, Math.Abs(bound));
        return lowerIsWorse ? value <= bound + slack : value >= bound - slack;
    }
}

/// <summary>When a measure counts as out of bounds.</summary>
internal sealed class PolicyLimits(IReadOnlyDictionary<string, string> values)
{
    private readonly Dictionary<string, Limit> byMeasure = PolicySettings.Default.All.Where(setting => setting.Kind == SettingKind.Limit)
        .ToDictionary(setting => setting.Measure, setting => new Limit(PolicySettings.Number(values, setting.Paths[0]), PolicySettings.Number(values, setting.Paths[1])), StringComparer.Ordinal);

    /// <summary>The limits on a measure, by the name that judgements give it; none where the policy sets none.</summary>
    public Limit this[string measure] => byMeasure.GetValueOrDefault(measure, Limit.None);

    public Limit Psi => this["psi"];

    /// <summary>PSI limits are never below what sampling alone produces.</summary>
    public bool PsiSamplingFloor { get; } = values.GetValueOrDefault("limits.psi.floor") == "sampling";

    public Limit AucDrop => this["auc"];

    public Limit PrecisionAtTopDrop => this["precisionAtTop"];

    /// <summary>Relative: 0.05 is 5 % worse.</summary>
    public Limit BrierWorse => this["brier"];

    /// <summary>Lower is worse.</summary>
    public Limit SelectionRateRatio => this["selectionRateRatio"];

    public double? UnitChangeBelow { get; } = PolicySettings.Number(values, "limits.unit_change_ratio.alert_below");

    public double? UnitChangeAbove { get; } = PolicySettings.Number(values, "limits.unit_change_ratio.alert_above");

    /// <summary>Non-zero values needed on both sides to judge a unit.</summary>
    public int UnitChangeMinimum { get; } = (int)PolicySettings.Number(values, "limits.unit_change_ratio.min_non_zero")!.Value;
}

internal sealed record PolicyDetection(double FalseDiscoveryRate, double MinimumKs, double MinimumCramersV, double MinimumMissingShareChange);

/// <param name="LabelMaturity">Labelled share of the window over that of the reference, from which performance is judged; null: always.</param>
/// <param name="LabelSelection">By how much more of the rows of one decision than of the other may have a label, beyond the reference, while what needs labels is judged; null: always.</param>
/// <param name="ExactRows">Up to so many rows of window and reference measures of order are computed from all values; beyond, from counts per bin, within a bound.</param>
internal sealed record PolicySamples(int Window, int Group, int PositiveGroup, double? LabelMaturity, double? LabelSelection, long ExactRows);

/// <summary>How many complete windows in a row raise a signal, and how many clean ones let it be closed.</summary>
internal sealed record PolicyPersistence(int Warn, int Alert, int Clear);

/// <summary>The limits and rules a verdict rests on: data, versioned, with the hash of its bytes. Which settings there are is data too.</summary>
internal sealed class MonitoringPolicy
{
    /// <summary>The policy shipped with the product: the first one of every organisation, and of commands when nobody names another.</summary>
    public static readonly string DefaultFile = Path.Combine(AppContext.BaseDirectory, "standards", "monitoring", "policy-2026-11.yaml");

    /// <param name="values">Checked and whole, in normal form, by path.</param>
    public MonitoringPolicy(string version, string sha256, IReadOnlyDictionary<string, string> values)
    {
        (Version, Sha256, Values) = (version, sha256, values);
        Limits = new(values);
        Detection = new(Of("detection.fdr"), Of("detection.min_ks"), Of("detection.min_cramers_v"), Of("detection.min_missing_share_change"));
        (PerformanceSignificance, FairnessSignificance, QualitySignificance) = (Of("significance.performance"), Of("significance.fairness"), Of("significance.quality"));
        Samples = new(Whole("sample_rules.min_rows_window"), Whole("sample_rules.min_rows_group"), Whole("sample_rules.min_positive_group"), PolicySettings.Number(values, "sample_rules.min_label_maturity"), PolicySettings.Number(values, "sample_rules.max_label_selection"), Whole("sample_rules.max_rows_exact"));
        Persistence = new(Whole("persistence.warn"), Whole("persistence.alert"), Whole("persistence.clear"));
        (DueDaysWarn, DueDaysAlert) = (Whole("nonconformity_due_days.warn"), Whole("nonconformity_due_days.alert"));

        double Of(string path) => double.Parse(values[path], CultureInfo.InvariantCulture);
        int Whole(string path) => (int)Of(path);
    }

    public string Version { get; }

    public string Sha256 { get; }

    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>References of the revisions in the record it was made from; none when it was read from a file.</summary>
    public IReadOnlyList<string> Revisions { get; init; } = [];

    public PolicyLimits Limits { get; }

    public PolicyDetection Detection { get; }

    public double PerformanceSignificance { get; }

    public double FairnessSignificance { get; }

    /// <summary>Of the checks of the data that have a p-value of their own.</summary>
    public double QualitySignificance { get; }

    public PolicySamples Samples { get; }

    public PolicyPersistence Persistence { get; }

    public int DueDaysWarn { get; }

    public int DueDaysAlert { get; }

    /// <exception cref="FindingsException">With everything that is wrong with the file, and where.</exception>
    public static MonitoringPolicy Read(string? file = null)
    {
        if (file is not null && !File.Exists(file)) throw new FindingsException([Finding.Error(file, "missing-file", "There is no such policy file. Check its name; without one the policy that comes with Concord is taken.")]);
        file = Path.GetFullPath(file ?? DefaultFile);
        var faults = new List<Finding>();
        var text = LibraryTable.ReadText(Path.GetDirectoryName(file)!, Path.GetFileName(file), faults);
        return text is null ? throw new FindingsException(faults) : Parse(text, Path.GetFileName(file), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
    }

    /// <param name="sha256">Of the bytes the text was read from; null: of the text in UTF-8.</param>
    public static MonitoringPolicy Parse(string text, string place, string? sha256 = null)
    {
        var faults = new List<Finding>();
        return PolicyText.Read(text, place, whole: true, faults) is { } read
            ? new(read.Version, sha256 ?? HashOf(text), read.Values)
            : throw new FindingsException(faults);
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>This policy with what another one says differently. Limits that do not fit together then are a finding.</summary>
    /// <exception cref="FindingsException">A warning of the one is not reached before an alert of the other.</exception>
    public MonitoringPolicy With(string version, string sha256, IReadOnlyDictionary<string, string> different)
    {
        var values = Values.ToDictionary(StringComparer.Ordinal);
        foreach (var (path, value) in different) values[path] = value;
        var faults = new List<Finding>();
        var whole = PolicySettings.Default.Check(values, whole: true, (path, code, message) => faults.Add(Finding.Error($"{path} together with {Version}", code, message)));
        return faults.Count == 0 ? new($"{Version} + {version}", HashOf($"{Sha256} {sha256}"), whole) : throw new FindingsException(faults);
    }
}
