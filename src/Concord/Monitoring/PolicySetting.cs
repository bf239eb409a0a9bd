using System.Collections.Frozen;
using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Monitoring;

/// <summary>What kind of value a setting of a policy has.</summary>
internal enum SettingKind
{
    /// <summary>A warning and an alert limit on one measure; each may be none.</summary>
    Limit,

    /// <summary>A number that may be none.</summary>
    Number,

    /// <summary>A number that must be there.</summary>
    Share,

    /// <summary>A share that may be none.</summary>
    Maturity,
    Whole,

    /// <summary>A number of windows, which the file may follow with words: "2 consecutive windows".</summary>
    Windows,

    /// <summary>The one rule <c>sampling</c>, or none.</summary>
    Sampling,

    /// <summary>Set by the definitions of the measures.</summary>
    Fixed,

    /// <summary>For readers.</summary>
    Text,
}

/// <summary>What law or practice says of a limit, in our own words: a row of <c>standards/monitoring/legal-notes.csv</c>.</summary>
internal sealed record LegalNote(string Setting, string Jurisdiction, string Source, string Text);

/// <summary>One thing a policy says: a row of <c>standards/monitoring/policy-settings.csv</c>. A new limit is a new row.</summary>
/// <param name="Key">Where it stands in the policy file: <c>limits.psi</c>.</param>
/// <param name="Measure">The measure a limit is on, as judgements name it; empty for other settings.</param>
/// <param name="Default">What holds when a policy does not say, of a limit both numbers: <c>0.01;0.05</c>; null: none, or the policy must say.</param>
/// <param name="Notes">What law and practice say of such a limit.</param>
internal sealed record PolicySetting(string Key, SettingKind Kind, string Measure, string Title, string Unit, bool LowerIsWorse, double? Least, double? Most, string? Default, string Explanation, IReadOnlyList<LegalNote> Notes)
{
    public const string None = "none";

    /// <summary>The keys of the values: a limit has two.</summary>
    public IReadOnlyList<string> Paths { get; } = Kind == SettingKind.Limit ? [$"{Key}.warn", $"{Key}.alert"] : [Key];

    /// <summary>The heading it belongs under: <c>limits</c>, <c>detection</c>.</summary>
    public string Part => Key.Split('.')[0];

    public bool IsRequired => Default is null && Kind is SettingKind.Share or SettingKind.Whole or SettingKind.Windows;

    public bool IsText => Kind == SettingKind.Text;

    /// <summary>Whether a policy may say that there is none.</summary>
    public bool MayBeNone => Kind is SettingKind.Limit or SettingKind.Number or SettingKind.Maturity or SettingKind.Sampling;

    /// <summary>What holds for one of its values when a policy says nothing of the setting.</summary>
    public string? DefaultOf(string path) => Default is null || Kind != SettingKind.Limit ? Default : Default.Split(';')[path == Paths[0] ? 0 : 1];

    /// <summary>The value in the one form in which two policies are compared; null, and a fault, when it is no value of this setting.</summary>
    public string? Normal(string text, Action<string, string> fault)
    {
        if (Kind == SettingKind.Text) return text;
        if (text == None && MayBeNone) return None;
        return Kind switch
        {
            SettingKind.Sampling => text == "sampling" ? text : Wrong($"\"{text}\" is not known. The one floor there is: sampling."),
            SettingKind.Windows => WholeNumber(text.Split(' ')[0]) ?? Wrong($"\"{text}\" does not begin with a number of windows from 1, for example \"2 consecutive windows\"."),
            SettingKind.Whole => WholeNumber(text) is { } whole ? Within(whole) : Wrong(string.Create(CultureInfo.InvariantCulture, $"\"{text}\" is not a whole number from {Least}.")),
            SettingKind.Fixed => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == Least ? Written(number)
                : Wrong(string.Create(CultureInfo.InvariantCulture, $"The definitions fix {Least} here, so that figures stay comparable. Set it to {Least} or leave it out.")),
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Within(Written(number))
                : Wrong($"\"{text}\" is not a number. Write decimals with a point: 0.05."),
        };

        string? Wrong(string message)
        {
            fault("wrong-value", message);
            return null;
        }

        string? Within(string normal) => double.Parse(normal, CultureInfo.InvariantCulture) is var value && value >= Least && value <= Most ? normal
            : Wrong(string.Create(CultureInfo.InvariantCulture, $"{normal} does not lie between {Least} and {Most}."));

        static string? WholeNumber(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole > 0 ? Written(whole) : null;

        static string Written(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }
}

/// <summary>All settings a policy can have, in the order in which people read them.</summary>
internal sealed class PolicySettings
{
    private static readonly Lazy<PolicySettings> Shipped = new(() => Load(Path.Combine(AppContext.BaseDirectory, "standards", "monitoring")));

    private readonly FrozenDictionary<string, PolicySetting> byPath;

    private PolicySettings(IReadOnlyList<PolicySetting> all)
    {
        All = all;
        byPath = all.SelectMany(setting => setting.Paths.Select(path => (path, setting))).ToFrozenDictionary(pair => pair.path, pair => pair.setting, StringComparer.Ordinal);
    }

    public static PolicySettings Default => Shipped.Value;

    public IReadOnlyList<PolicySetting> All { get; }

    public PolicySetting? Find(string path) => byPath.GetValueOrDefault(path);

    /// <summary>The numbers of the limit that stands on this line of a policy: <c>limits.psi</c> has a warning and an alert. Empty for a heading or anything else.</summary>
    public string[] Limits(string line) => !line.Contains('.', StringComparison.Ordinal) ? []
        : [.. All.Where(setting => setting.Kind is SettingKind.Limit or SettingKind.Number).SelectMany(setting => setting.Paths).Where(path => path.StartsWith(line + '.', StringComparison.Ordinal))];

    /// <summary>What law and practice say of the limits on a measure.</summary>
    public IReadOnlyList<LegalNote> NotesOn(string measure) => All.FirstOrDefault(setting => measure.Length > 0 && setting.Measure == measure)?.Notes ?? [];

    /// <summary>The measures that decided on fairness and have such notes, each once.</summary>
    public IReadOnlyList<string> WithNotes(IEnumerable<FairnessMeasurement> judged) =>
        [.. judged.Select(attribute => attribute.DecidedBy.Measure).Distinct(StringComparer.Ordinal).Where(measure => NotesOn(measure).Count > 0)];

    /// <summary>The words that may follow in the file below a prefix: below <c>limits</c>, <c>psi</c> and the others.</summary>
    public string[] Below(string prefix) =>
        [.. All.SelectMany(setting => setting.Paths).Where(path => prefix.Length == 0 || path.StartsWith(prefix + '.', StringComparison.Ordinal))
            .Select(path => path[(prefix.Length == 0 ? 0 : prefix.Length + 1)..].Split('.')[0]).Distinct(StringComparer.Ordinal)];

    /// <summary>Values as given to values in normal form. Everything that is wrong is told at once, by path.</summary>
    /// <param name="whole">False for what an AI system does differently: only what differs is said.</param>
    public SortedDictionary<string, string> Check(IReadOnlyDictionary<string, string> given, bool whole, Action<string, string, string> fault)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in All)
        {
            foreach (var path in setting.Paths)
            {
                if (given.TryGetValue(path, out var text) && text.Length > 0)
                {
                    var normal = setting.Normal(text, (code, message) => fault(path, code, message));
                    // In a whole policy a limit that is none is a limit that is not there; below another one it takes a limit away.
                    if (normal is not null && (normal != PolicySetting.None || !whole || setting.Default is not null)) values[path] = normal;
                }
                else if (whole && setting.DefaultOf(path) is { } standard) values[path] = standard;
                else if (whole && setting.IsRequired) fault(path, "missing-key", PolicyText.MissingKey);
            }
            CheckOrder(setting, values, fault);
        }
        return values;
    }

    private static void CheckOrder(PolicySetting setting, SortedDictionary<string, string> values, Action<string, string, string> fault)
    {
        if (setting.Kind != SettingKind.Limit || Number(values, setting.Paths[0]) is not { } warn || Number(values, setting.Paths[1]) is not { } alert) return;
        if (setting.LowerIsWorse ? alert > warn : alert < warn)
            fault(setting.Paths[1], "wrong-order", $"The alert limit is reached before the warning limit. {(setting.LowerIsWorse ? "Lower" : "Higher")} values are worse here.");
    }

    public static double? Number(IReadOnlyDictionary<string, string> values, string path) =>
        values.TryGetValue(path, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static PolicySettings Load(string folder)
    {
        var faults = new List<Finding>();
        var notes = LibraryTable.Read(folder, "legal-notes.csv", ["id", "setting", "jurisdiction", "source", "note"], [], faults).Rows
            .Select(row => new LegalNote(row.Text("setting"), row.Text("jurisdiction"), row.Text("source"), row.Text("note"))).ToLookup(note => note.Setting, StringComparer.Ordinal);
        var table = LibraryTable.Read(folder, "policy-settings.csv", ["key", "kind", "measure", "title", "unit", "worse", "least", "most", "default", "explanation"], [], faults);
        var settings = table.Rows.Select(row => new PolicySetting(
            row.Text("key"),
            row.Choice("kind", [.. Enum.GetValues<SettingKind>().Select(kind => (Words.Key(kind), kind))]),
            row.Optional("measure") ?? "", row.Text("title"), row.Optional("unit") ?? "", row.Optional("worse") == "lower",
            Bound(row, "least"), Bound(row, "most"), row.Optional("default"), row.Text("explanation"), [.. notes[row.Text("key")]])).ToList();
        return faults.Count == 0 ? new(settings) : throw new FindingsException(faults);
    }

    private static double? Bound(LibraryRow row, string column) => row.Optional(column) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
