using Concord.Standards;
using Concord.Tables;

namespace Concord.EnterpriseRisks.Scales;

internal enum ScaleAxisKind { Likelihood, Impact, Rating }

/// <param name="Word">As the enterprise writes it.</param>
/// <param name="Also">Other spellings.</param>
/// <param name="Ours">Levels, or bands, of the criteria that become this step; none: no level of ours becomes it.</param>
/// <param name="Becomes">The level, or band, of the criteria that this step becomes; null: it has no counterpart.</param>
internal sealed record ScaleStep(string Word, IReadOnlyList<string> Also, IReadOnlyList<string> Ours, string? Becomes);

/// <summary>One direction of a scale, from low to high.</summary>
internal sealed record ScaleAxis(ScaleAxisKind Kind, IReadOnlyList<ScaleStep> Steps)
{
    /// <summary>Places by the plain word, and beside it as it is written: a long register asks for every word of every line.</summary>
    private readonly Dictionary<string, int> places = PlacesOf(Steps);

    /// <summary>Steps by the level, or band, of the criteria that becomes them.</summary>
    private readonly Dictionary<string, ScaleStep> counterparts = CounterpartsOf(Steps);

    /// <summary>Null for a word the scale does not have.</summary>
    public ScaleStep? Find(string word) => Rank(word) is { } place ? Steps[place] : null;

    /// <summary>From 0, low, on; null for a word the scale does not have.</summary>
    public int? Rank(string word) => places.TryGetValue(word, out var place) || places.TryGetValue(PlainWord.Of(word), out place) ? place : null;

    /// <summary>What a level, or band, of the criteria becomes; null: it has no counterpart.</summary>
    public ScaleStep? From(string ours) => counterparts.GetValueOrDefault(ours);

    /// <summary>Whether a word of the enterprise comes back as itself when it went through the criteria.</summary>
    public bool ComesBack(ScaleStep step) => step.Becomes is { } ours && From(ours) == step;

    private static Dictionary<string, ScaleStep> CounterpartsOf(IReadOnlyList<ScaleStep> steps)
    {
        var known = new Dictionary<string, ScaleStep>(StringComparer.OrdinalIgnoreCase);
        foreach (var step in steps)
            foreach (var ours in step.Ours) known.TryAdd(ours, step);
        return known;
    }

    private static Dictionary<string, int> PlacesOf(IReadOnlyList<ScaleStep> steps)
    {
        var words = steps.SelectMany((step, place) => step.Also.Prepend(step.Word).Select(word => (Written: word, Plain: PlainWord.Of(word), place))).Where(word => word.Plain.Length > 0).ToList();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, plain, place) in words) known.TryAdd(plain, place);
        foreach (var (written, plain, _) in words) known.TryAdd(written, known[plain]);
        return known;
    }
}

/// <summary>A level of the criteria on the enterprise's own scale. Invariant: a part is null exactly when <paramref name="Missing"/> says why.</summary>
internal sealed record OwnLevel(string? Likelihood, string? Impact, string? Rating, string? Missing);

/// <summary>The scale an enterprise register is kept in, with the converter between it and the criteria: data, in both directions.</summary>
internal sealed record EnterpriseScale(string Id, string Title, ScaleAxis Likelihood, ScaleAxis Impact, ScaleAxis Rating)
{
    public IReadOnlyList<ScaleAxis> Axes => [Likelihood, Impact, Rating];

    public bool Knows(ScaleAxisKind axis, string word) => Axis(axis).Find(word) is not null;

    public ScaleAxis Axis(ScaleAxisKind kind) => kind switch { ScaleAxisKind.Likelihood => Likelihood, ScaleAxisKind.Impact => Impact, _ => Rating };

    /// <param name="band">The band it stands in, rules above the matrix included.</param>
    public OwnLevel Of(int likelihood, int consequence, string band)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var (chance, harm, rating) = (Likelihood.From(likelihood.ToString(culture)), Impact.From(consequence.ToString(culture)), Rating.From(band));
        if (chance is not null && harm is not null && rating is not null) return new(chance.Word, harm.Word, rating.Word, null);
        string?[] missing = [chance is null ? $"likelihood {likelihood}" : null, harm is null ? $"consequence {consequence}" : null, rating is null ? $"band {band}" : null];
        var none = string.Join(", ", missing.OfType<string>());
        return new(chance?.Word, harm?.Word, rating?.Word, $"no counterpart in the scale {Title}: {none}");
    }

    /// <summary>What the scale does not convert, one sentence each; none where every level and every step has its counterpart.</summary>
    public IReadOnlyList<string> Gaps(RiskCriteria criteria) =>
    [
        .. Axes.SelectMany(axis => ScaleReader.OursOf(axis.Kind, criteria).Where(ours => axis.From(ours) is null).Select(ours => $"{Foundation.Words.Of(axis.Kind)}: {ours} of the criteria has no counterpart")),
        .. Axes.SelectMany(axis => axis.Steps.Where(step => step.Becomes is null).Select(step => $"{Foundation.Words.Of(axis.Kind)}: {step.Word} has no counterpart in the criteria")),
    ];
}
