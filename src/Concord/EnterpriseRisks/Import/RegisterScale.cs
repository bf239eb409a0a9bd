using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Logs;
using Concord.Tables;

namespace Concord.EnterpriseRisks.Import;

/// <summary>Which scale the words of a register are of: as said, as the file says, as lines of this register have it, as is in force, or the first that knows every word.</summary>
internal sealed class RegisterScale
{
    private static readonly (RegisterField Field, ScaleAxisKind Axis)[] Fields =
        [(RegisterField.Likelihood, ScaleAxisKind.Likelihood), (RegisterField.Impact, ScaleAxisKind.Impact), (RegisterField.Rating, ScaleAxisKind.Rating), (RegisterField.Appetite, ScaleAxisKind.Rating)];

    private readonly KnownScales scales;
    private readonly RegisterMapping mapping;
    private readonly Dictionary<(ScaleAxisKind Axis, string Word), (int Count, string Place, EnterpriseScale Scale)> unknown = [];

    private RegisterScale(KnownScales scales, RegisterMapping mapping, EnterpriseScale ofFile) => (this.scales, this.mapping, OfFile) = (scales, mapping, ofFile);

    public EnterpriseScale OfFile { get; }

    public IReadOnlyList<RegisterStranger> Strangers => [.. unknown.Keys.Select(key => new RegisterStranger(key.Axis, key.Word))];

    /// <param name="before">Scales of lines that came from the same register.</param>
    public static RegisterScale Of(KnownScales scales, RegisterMapping mapping, string? said, IReadOnlyList<string> before, IReadOnlyList<RegisterRow> rows, List<Finding> findings)
    {
        if (said is { Length: > 0 }) return new(scales, mapping, scales.Demand(said));
        var words = Fields.SelectMany(field => rows.Where(row => row.Kind != RegisterLineKind.Ai && row.Text(RegisterField.Scale).Length == 0)
            .Select(row => (field.Axis, Word: row.Text(field.Field))).Where(pair => pair.Word.Length > 0 && !mapping.Levels.ContainsKey(PlainWord.Of(pair.Word)))).Distinct().ToArray();
        bool KnowsAll(EnterpriseScale scale) => Array.TrueForAll(words, pair => scale.Knows(pair.Axis, pair.Word));
        if (before.Select(scales.Of).FirstOrDefault(KnowsAll) is { } used) return new(scales, mapping, used);
        if (KnowsAll(scales.InForce)) return new(scales, mapping, scales.InForce);
        var knowing = scales.All.Where(KnowsAll).ToArray();
        if (knowing.Length == 0) return new(scales, mapping, scales.All.Prepend(scales.InForce).MaxBy(scale => words.Count(pair => scale.Knows(pair.Axis, pair.Word)))!);
        findings.Add(Finding.Warning("file", "which-scale", knowing.Length == 1
            ? $"The words for levels are those of the scale {knowing[0].Title} ({knowing[0].Id}), which is not the one in force ({scales.InForce.Title}); they are read with it. If that is wrong, say which: --scale {scales.InForce.Id}."
            : $"The words for levels are known in several scales: {string.Join(", ", knowing.Select(scale => $"{scale.Title} ({scale.Id})"))}. They are read with the first. If that is wrong, say which: --scale {knowing[1].Id}."));
        return new(scales, mapping, knowing[0]);
    }

    public EnterpriseScale Of(RegisterRow row) => row.Text(RegisterField.Scale) is { Length: > 0 } named && scales.Find(named) is { } own ? own : OfFile;

    /// <summary>A line that names no scale is read with the one in force: naming that one is no change.</summary>
    public string Kept(RegisterRow row, string? before) => before is not null && scales.Of(before).Id == Of(row).Id ? before : Of(row).Id;

    /// <summary>The word as the line keeps it: as it came where the scale knows it, else what a person said it means.</summary>
    public string Word(RegisterRow row, RegisterField field, string place)
    {
        var text = row.Text(field);
        if (text.Length == 0) return "";
        var (axis, scale) = (Fields.First(known => known.Field == field).Axis, Of(row));
        if (mapping.Levels.TryGetValue(PlainWord.Of(text), out var means) && scale.Knows(axis, means)) return scale.Axis(axis).Find(means)!.Word;
        if (scale.Knows(axis, text)) return text;
        var (count, first, known) = unknown.GetValueOrDefault((axis, text), (0, place, scale));
        unknown[(axis, text)] = (count + 1, first, known);
        return text;
    }

    /// <summary>The step of the scale that the word means, as the scale writes it; a word it does not know as it stands.</summary>
    public string Meant(RegisterRow row, RegisterField field)
    {
        var (text, axis) = (row.Text(field), Of(row).Axis(Fields.First(known => known.Field == field).Axis));
        return (axis.Find(mapping.Levels.GetValueOrDefault(PlainWord.Of(text), text)) ?? axis.Find(text))?.Word ?? text;
    }

    /// <summary>A row that is not planned still has its words looked at.</summary>
    public void Look(RegisterRow row, Func<RegisterRow, RegisterField, string> placeOf)
    {
        if (row.Kind == RegisterLineKind.Ai) return;
        foreach (var (field, _) in Fields) Word(row, field, placeOf(row, field));
    }

    /// <summary>Words nobody knows, each said once; and steps without a counterpart, which are taken in and convert into nothing.</summary>
    public void Finish(IReadOnlyList<RegisterRow> rows, List<Finding> findings)
    {
        foreach (var ((axis, word), (count, place, scale)) in unknown)
        {
            findings.Add(Finding.Error(place, "unknown-level",
                $"{VisibleText.Spelled(word)} {(count == 1 ? "" : FormattableString.Invariant($"(and in {count - 1} more {(count == 2 ? "row" : "rows")}) "))}is no {Words.Of(axis)} of the scale {scale.Title}. Say what it means, on the page or with --level \"{word}={scale.Axis(axis).Steps[^1].Word}\"; known: {string.Join(", ", scale.Axis(axis).Steps.Select(step => step.Word))}."));
        }
        foreach (var step in rows.SelectMany(row => Fields.Select(field => (Scale: Of(row), field.Axis, Step: Of(row).Axis(field.Axis).Find(row.Text(field.Field))))).Where(one => one.Step is { Becomes: null }).Distinct())
            findings.Add(Finding.Warning("file", "no-counterpart", $"{VisibleText.Quoted(step.Step!.Word)} as {Words.Of(step.Axis)} of the scale {step.Scale.Title} has no counterpart in the criteria. It is kept as it is and converted into nothing."));
    }
}
