using System.Globalization;
using Concord.Foundation;
using Concord.Standards;
using Concord.Tables;

namespace Concord.EnterpriseRisks.Scales;

/// <summary>Reads scales, those of <c>standards/risk/enterprise-scales.yaml</c> and an organisation's own, and names every fault at once.</summary>
internal static class ScaleReader
{
    private const string File = "risk/enterprise-scales.yaml";
    private const int MostSteps = 50;

    /// <exception cref="FindingsException">With every fault of the file.</exception>
    public static IReadOnlyList<EnterpriseScale> Read(string folder, RiskCriteria criteria)
    {
        var faults = new List<Finding>();
        var document = LibraryDocument.Read(folder, File, faults)?.Knows("version", "scales");
        EnterpriseScale[] scales = document is null ? [] : [.. document.Maps("scales").Select(scale => Scale(scale, criteria))];
        foreach (var twice in scales.GroupBy(scale => scale.Id, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
            document!.Fault("scales", "duplicate-id", $"The scale \"{twice.Key}\" stands twice. Keep one.");
        return faults.Count == 0 ? scales : throw new FindingsException(faults);
    }

    /// <summary>One scale, as an organisation writes it.</summary>
    /// <exception cref="FindingsException">With every fault of the text.</exception>
    public static EnterpriseScale Parse(string text, RiskCriteria criteria)
    {
        const string name = "scale";
        var faults = new List<Finding>();
        EnterpriseScale? scale = null;
        try
        {
            if (LibraryDocument.Shape(text).Repeats) faults.Add(Finding.Error(name, "repeated-parts", "Parts are repeated by reference (& and *). Write each of them out."));
        }
        catch (YamlDotNet.Core.YamlException)
        {
            // Reading says it with its place.
        }
        if (faults.Count == 0 && LibraryDocument.Parse(name, text, faults) is { } document) scale = Scale(document, criteria);
        return faults.Count == 0 && scale is not null ? scale : throw new FindingsException(faults);
    }

    /// <summary>What an axis of the criteria has, from low to high.</summary>
    public static IReadOnlyList<string> OursOf(ScaleAxisKind axis, RiskCriteria criteria) => axis == ScaleAxisKind.Rating
        ? [.. criteria.Bands.Select(band => band.Name)] : [.. Enumerable.Range(1, criteria.Size).Select(level => level.ToString(CultureInfo.InvariantCulture))];

    private static EnterpriseScale Scale(LibraryDocument document, RiskCriteria criteria)
    {
        document.Knows("id", "title", "likelihood", "impact", "rating");
        ScaleAxis Read(ScaleAxisKind kind) => Axis(document, kind, OursOf(kind, criteria));
        var id = document.Text("id");
        if (Written.HoldsUnseen(id) is not null || id.Length > 60) document.Fault("id", "wrong-value", "An id has at most 60 visible characters.");
        return new(id, document.Text("title"), Read(ScaleAxisKind.Likelihood), Read(ScaleAxisKind.Impact), Read(ScaleAxisKind.Rating));
    }

    private static ScaleAxis Axis(LibraryDocument document, ScaleAxisKind kind, IReadOnlyList<string> ours)
    {
        var key = Words.Key(kind);
        var maps = document.Maps(key);
        if (maps.Count > MostSteps) document.Fault(key, "too-many-steps", $"A scale has at most {MostSteps} steps.");
        var steps = maps.Take(MostSteps).Select(step => Step(step.Knows("word", "also", "ours", "becomes"), ours)).ToArray();
        var spelled = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in steps)
            foreach (var plain in step.Also.Prepend(step.Word).Select(PlainWord.Of).Where(plain => plain.Length > 0).Distinct(StringComparer.Ordinal))
                if (!spelled.TryAdd(plain, step.Word)) document.Fault(key, "duplicate-word", $"\"{plain}\" stands for {spelled[plain]} and for {step.Word}. Keep it in one step.");
        Rises(document, key, "ours", [.. steps.SelectMany(step => step.Ours)], ours, isStrict: true);
        Rises(document, key, "becomes", [.. steps.Select(step => step.Becomes).OfType<string>()], ours, isStrict: false);
        return new(kind, steps);
    }

    private static ScaleStep Step(LibraryDocument step, IReadOnlyList<string> ours)
    {
        var levels = Listed(step, "ours");
        var becomes = step.Single("becomes");
        foreach (var level in levels.Where(level => !ours.Contains(level, StringComparer.Ordinal)))
            step.Fault("ours", "unknown-level", $"\"{level}\" is not in the criteria. Known: {string.Join(", ", ours)}.");
        if (becomes is not null && !ours.Contains(becomes, StringComparer.Ordinal))
            step.Fault("becomes", "unknown-level", $"\"{becomes}\" is not in the criteria. Known: {string.Join(", ", ours)}.");
        else if (becomes is not null && levels.Count > 0 && !levels.Contains(becomes, StringComparer.Ordinal))
            step.Fault("becomes", "not-its-own", $"The step becomes {becomes}, and yet {becomes} becomes another step. Name one of its own: {string.Join(", ", levels)}.");
        var word = step.Text("word");
        if (Written.HoldsUnseen(word) is not null || word.Length > Risks.EnterpriseRisk.LongestWord) step.Fault("word", "wrong-value", $"A word has at most {Risks.EnterpriseRisk.LongestWord} visible characters.");
        return new(word, Listed(step, "also"), levels, becomes);
    }

    private static IReadOnlyList<string> Listed(LibraryDocument step, string key) => step.Keys.Contains(key, StringComparer.Ordinal) ? step.Texts(key) : [];

    /// <summary>Higher stays higher: a converter that turned the order of levels round would hide what is grave.</summary>
    private static void Rises(LibraryDocument document, string key, string what, IReadOnlyList<string> values, IReadOnlyList<string> ours, bool isStrict)
    {
        var places = values.Select(value => ours.ToList().IndexOf(value)).Where(place => place >= 0).ToArray();
        for (var i = 1; i < places.Length; i++)
        {
            if (places[i] < places[i - 1] || (isStrict && places[i] == places[i - 1]))
                document.Fault(key, "not-rising", $"\"{what}\" of {key} does not rise from step to step: {ours[places[i - 1]]} is followed by {ours[places[i]]}. Order the steps from low to high, and name a level once.");
        }
    }
}
