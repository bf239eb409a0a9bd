using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Monitoring;

/// <summary>A policy as people write it: the file of <c>concord measure --policy</c>. What is written out is read back with the same values.</summary>
internal static class PolicyText
{
    public const string MissingKey = "The key is missing or empty. Add it.";
    private const int LongestVersion = 40;
    private const string WrongVersion = "A version has at most 40 letters, digits, dots, dashes and blanks, for example 2026-11.";
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="place">What the text is called in findings: the name of its file.</param>
    /// <param name="whole">False for what an AI system does differently: only what differs stands in it.</param>
    /// <returns>Null when there are faults.</returns>
    public static (string Version, IReadOnlyDictionary<string, string> Values)? Read(string text, string place, bool whole, List<Finding> faults)
    {
        if (LibraryDocument.Parse(place, text, faults) is not { } document) return null;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = new Dictionary<string, (LibraryDocument Map, string Key)>(StringComparer.Ordinal);
        var version = document.Text("version");
        if (!IsVersion(version)) document.Fault("version", "wrong-value", WrongVersion);
        Collect(document, "", given, places);
        // A limit that is named has the numbers that stand there and no other; only one that is not named has those it came with.
        foreach (var setting in PolicySettings.Default.All.Where(setting => whole && setting is { Kind: SettingKind.Limit, Default: not null } && places.ContainsKey(setting.Key)))
            foreach (var path in setting.Paths) given.TryAdd(path, PolicySetting.None);
        var values = PolicySettings.Default.Check(given, whole, (path, code, message) => Fault(document, places, path, code, message));
        return faults.Count == 0 ? (version, values) : null;
    }

    /// <summary>The text of a policy from fields that people filled in. Everything that is wrong is told at once, by the title of the field.</summary>
    /// <param name="given">By path; in a whole policy an empty limit means none.</param>
    /// <exception cref="FindingsException">With every fault.</exception>
    public static string FromFields(string version, IReadOnlyDictionary<string, string> given, bool whole)
    {
        var faults = new List<Finding>();
        if (version.Length == 0 || !IsVersion(version)) faults.Add(Finding.Error("Version", "wrong-value", WrongVersion));
        var said = given.ToDictionary(StringComparer.Ordinal);
        foreach (var setting in PolicySettings.Default.All.Where(setting => whole && setting.Default is not null && setting.MayBeNone))
            foreach (var path in setting.Paths) if (said.GetValueOrDefault(path) is null or "") said[path] = PolicySetting.None;
        // No form asks for what the definitions fix; the text says it all the same.
        foreach (var setting in PolicySettings.Default.All.Where(setting => whole && setting.Kind == SettingKind.Fixed)) said[setting.Key] = setting.Least!.Value.ToString("R", CultureInfo.InvariantCulture);
        var values = PolicySettings.Default.Check(said, whole, (path, code, message) => faults.Add(Finding.Error(Title(path), code, message == MissingKey ? "A value must stand here." : message)));
        return faults.Count == 0 ? Write(version, values) : throw new FindingsException(faults);
    }

    /// <summary>How people call a value: "Drop of AUC, alert".</summary>
    public static string Title(string path) => PolicySettings.Default.Find(path) is not { } setting ? path
        : setting.Kind == SettingKind.Limit ? $"{setting.Title}, {(path.EndsWith(".warn", StringComparison.Ordinal) ? "warning" : "alert")}" : setting.Title;

    private static bool IsVersion(string version) => version.Length <= LongestVersion && version.All(letter => char.IsAsciiLetterOrDigit(letter) || "-._/ ".Contains(letter, StringComparison.Ordinal));

    /// <summary>The text of a policy: sections and settings in the order in which people read them.</summary>
    public static string Write(string version, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder().Append("version: ").Append(JsonSerializer.Serialize(version, Plain)).Append('\n');
        foreach (var part in PolicySettings.Default.All.GroupBy(setting => setting.Part))
        {
            var lines = part.GroupBy(Entry).Select(entry => Line(entry.Key, entry, values)).Where(line => line.Length > 0).ToList();
            if (lines.Count == 0) continue;
            if (part.First().Key.Contains('.', StringComparison.Ordinal)) text.Append(part.Key).Append(":\n").AppendJoin("", lines.Select(line => $"  {line}\n"));
            else text.AppendJoin("", lines.Select(line => $"{line}\n"));
        }
        return text.ToString();
    }

    /// <summary>The line of the file a setting stands on: <c>unit_change_ratio</c> has three settings on one.</summary>
    private static string Entry(PolicySetting setting) => setting.Key.Split('.') is [_, var entry, ..] ? entry : setting.Key;

    private static string Line(string entry, IEnumerable<PolicySetting> settings, IReadOnlyDictionary<string, string> values)
    {
        var said = settings.SelectMany(setting => setting.Paths.Select(path => (Path: path, Setting: setting))).Where(each => values.ContainsKey(each.Path)).ToList();
        if (said.Count == 0) return "";
        string Value((string Path, PolicySetting Setting) each) => Written(each.Setting, values[each.Path]);
        if (said is [var only] && (only.Path == entry || only.Path.EndsWith('.' + entry, StringComparison.Ordinal))) return $"{entry}: {Value(only)}";
        return $"{entry}: {{{string.Join(", ", said.Select(each => $"{each.Path[(each.Path.LastIndexOf('.') + 1)..]}: {Value(each)}"))}}}";
    }

    private static string Written(PolicySetting setting, string value) => setting.Kind switch
    {
        SettingKind.Text => JsonSerializer.Serialize(value, Plain), // A JSON string is a YAML string, whatever stands in it.
        SettingKind.Windows => value == "1" ? "1 window" : string.Create(CultureInfo.InvariantCulture, $"{value} windows"),
        _ => value,
    };

    private static void Collect(LibraryDocument map, string prefix, Dictionary<string, string> given, Dictionary<string, (LibraryDocument, string)> places)
    {
        map.Knows(prefix.Length == 0 ? ["version", .. PolicySettings.Default.Below("")] : PolicySettings.Default.Below(prefix));
        foreach (var key in map.Keys)
        {
            var path = prefix.Length == 0 ? key : $"{prefix}.{key}";
            if (PolicySettings.Default.Find(path) is not null)
            {
                places[path] = (map, key);
                if (map.Single(key) is { } text) given[path] = text;
            }
            else if (PolicySettings.Default.Limits(path) is { Length: > 0 } numbers && map.Optional(key) == PolicySetting.None)
            {
                places[path] = (map, key);
                foreach (var number in numbers) given[number] = PolicySetting.None;
            }
            else if (PolicySettings.Default.Below(path).Length > 0 && map.Map(key) is { } inner)
            {
                places[path] = (map, key);
                Collect(inner, path, given, places);
            }
        }
    }

    /// <summary>At the value itself, or at the nearest heading above it that is there.</summary>
    private static void Fault(LibraryDocument document, Dictionary<string, (LibraryDocument Map, string Key)> places, string path, string code, string message)
    {
        if (places.TryGetValue(path, out var exact))
        {
            exact.Map.Fault(exact.Key, code, message);
            return;
        }
        var above = path;
        while (above.LastIndexOf('.') is var dot and > 0 && !places.ContainsKey(above)) above = above[..dot];
        if (places.TryGetValue(above, out var heading)) heading.Map.Fault(heading.Key, code, $"{path[(above.Length + 1)..]}: {message}");
        else document.Fault(path, code, message);
    }
}
