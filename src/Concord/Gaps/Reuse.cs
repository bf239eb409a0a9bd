using System.Globalization;
using Concord.Standards;

namespace Concord.Gaps;

/// <summary>A requirement that a claim re-uses, and how far it is done.</summary>
/// <param name="Evidence">The date of the evidence that decided; null without evidence.</param>
internal sealed record ReuseSource(string Id, string Title, double State, string Because, DateOnly? Evidence);

/// <summary>One requirement of the target: what it can re-use and what it really re-uses.</summary>
/// <param name="Source">The standard whose claim gives the best credit; null when the library claims nothing for the requirement.</param>
/// <param name="SourceIds">What that claim re-uses; with strength none they are only related.</param>
/// <param name="State">Mean state of these; null where no state is known.</param>
/// <param name="RealisedCredit">The best of credit × state among the standards held; null where no state is known.</param>
/// <param name="RealisedSource">The standard it comes from: an older but proven practice can realise more than a better claim.</param>
/// <param name="Sources">The states behind the mean; empty where no state is known.</param>
/// <param name="Delta">What has to be added for AI.</param>
/// <param name="JudgedBy">Whose judgement the strength is.</param>
/// <param name="Overruled">What the library says, where a person's judgement is used instead.</param>
/// <param name="NotComputed">Why a value of the row is null, under its name.</param>
internal sealed record ReuseRow(
    string Requirement, string Number, string Title, RequirementKind Kind, string? Source, IReadOnlyList<string> SourceIds, ReuseStrength Strength,
    double Credit, double Weight, double? State, double? RealisedCredit, string? RealisedSource, IReadOnlyList<ReuseSource> Sources,
    string Rationale, string Delta, string JudgedBy, string JudgedOn, ReuseStrength? Overruled, IReadOnlyDictionary<string, string> NotComputed);

/// <summary>The figure with all that is needed to compute it again. Percent with one decimal.</summary>
/// <param name="Low">Potential at the lower share of the headline range.</param>
/// <param name="Definition">The version of the definition.</param>
/// <param name="Points">Sum of weight × credit.</param>
/// <param name="RealisedPoints">Sum of weight × realised credit; null where no state is known.</param>
/// <param name="OldestEvidence">Of the evidence that counts.</param>
/// <param name="Excluded">Controls that left the set.</param>
/// <param name="Notes">What a reader must know beside the figures.</param>
/// <param name="NotComputed">Why a figure is null, under its name.</param>
internal sealed record ReuseFigure(
    double? Potential, double? Realised, int Full, int Partial, int None, double? Low, double? High, double? RealisedLow, double? RealisedHigh,
    IReadOnlyList<string> Holds, double P, double LowP, double HighP, ReuseWeights Weights, DateOnly AsOf, string Definition,
    double Points, double? RealisedPoints, double WeightTotal, DateOnly? OldestEvidence, DateOnly? NewestEvidence,
    IReadOnlyList<string> Excluded, IReadOnlyList<string> Notes, IReadOnlyDictionary<string, string> NotComputed, IReadOnlyList<ReuseRow> Rows);

/// <summary>A person's judgement that is used instead of the library's claim.</summary>
internal sealed record ReuseOverride(string Requirement, string SourceStandard, ReuseStrength Strength, IReadOnlyList<string> SourceKeys, string Reason, string By, DateOnly On);

/// <summary>
/// How much of the work for one standard is already done for those held: a pure function of the library's claims, the question and the states of
/// source requirements. Command, route and page call this and nothing else.
/// </summary>
internal static class Reuse
{
    private const string NotStated = "not stated";
    private const string NotInLibrary = "counts nothing";
    private static readonly string[] PotentialFigures = ["potential", "low", "high"];
    private static readonly string[] RealisedFigures = ["realised", "realisedLow", "realisedHigh", "realisedPoints", "oldestEvidence", "newestEvidence"];

    /// <param name="states">Null: nothing is known of any state, so nothing is said to be realised.</param>
    /// <param name="overrides">Judgements that are used instead of claims; at most one of each claim.</param>
    public static ReuseFigure Of(StandardsLibrary library, ReuseQuestion question, SourceStates? states, IReadOnlyList<ReuseOverride>? overrides = null)
    {
        var definition = library.ReuseDefinition;
        var set = library.Assessable(definition.Target).ToList();
        var excluded = set.Where(requirement => requirement.Kind == RequirementKind.Control && states?.Excluded.Contains(requirement.Key) == true).Select(requirement => requirement.Key).ToList();
        set.RemoveAll(requirement => excluded.Contains(requirement.Key));

        var silent = states is null ? [] : question.Held.Where(standard => !Speaks(library, states, standard)).ToList();
        var known = states is not null && silent.Count < question.Held.Count ? new KnownStates(states, "") : new KnownStates(null,
            states is null ? "no statement of applicability was given" : $"nothing is known of any requirement of {Listed(silent)}");

        var claims = Claims(library, overrides ?? []).ToLookup(pair => pair.Claim.RequirementKey, StringComparer.Ordinal);
        var weights = ReuseWeighing.Of(question.Weights, set);
        List<ReuseRow> Rows(double p) => [.. set.Zip(weights, (requirement, weight) => Row(library, requirement, weight, claims[requirement.Key], question.Held, p, known))];

        var rows = Rows(question.PartialCredit);
        var (low, high) = (Rows(definition.Low), Rows(definition.High));
        var total = weights.Sum();
        var evidence = rows.SelectMany(row => row.Sources).Where(source => source.State > 0).Select(source => source.Evidence).OfType<DateOnly>().ToList();
        return new(
            Percent(Points(rows), total), Percent(Realised(rows), total), Count(rows, ReuseStrength.Full), Count(rows, ReuseStrength.Partial), Count(rows, ReuseStrength.None),
            Percent(Points(low), total), Percent(Points(high), total), Percent(Realised(low), total), Percent(Realised(high), total),
            [.. question.Held.Select(ReuseQuestion.Word)], question.PartialCredit, definition.Low, definition.High, question.Weights, question.AsOf, definition.Version,
            Points(rows), Realised(rows), total, evidence.Count == 0 ? null : evidence.Min(), evidence.Count == 0 ? null : evidence.Max(),
            excluded, [.. known.States is null ? [] : Notes(silent, rows)], NotComputed(known, total, evidence.Count), rows);
    }

    /// <summary>What a strength gives.</summary>
    public static double Credit(ReuseStrength strength, double partial) => strength switch
    {
        ReuseStrength.Full => 1,
        ReuseStrength.Partial => partial,
        _ => 0,
    };

    /// <param name="States">Null when nothing can be said to be realised, for the reason beside it.</param>
    private sealed record KnownStates(SourceStates? States, string Reason)
    {
        public IReadOnlyDictionary<string, string> NotComputed(params ReadOnlySpan<string> names)
        {
            var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
            if (States is not null) return reasons;
            foreach (var name in names) reasons[name] = Reason;
            return reasons;
        }
    }

    private static SortedDictionary<string, string> NotComputed(KnownStates known, double total, int evidence)
    {
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (total == 0)
        {
            foreach (var figure in PotentialFigures.Concat(RealisedFigures[..3])) reasons[figure] = "the weights of all requirements are zero";
        }
        if (evidence == 0)
        {
            foreach (var date in RealisedFigures[^2..]) reasons[date] = "no evidence counts";
        }
        foreach (var (figure, reason) in known.NotComputed(RealisedFigures)) reasons[figure] = reason;
        return reasons;
    }

    private static IEnumerable<(ReuseClaim Claim, ReuseStrength? Overruled)> Claims(StandardsLibrary library, IReadOnlyList<ReuseOverride> overrides)
    {
        var said = overrides.ToDictionary(one => (one.Requirement, one.SourceStandard));
        foreach (var claim in library.Reuse)
        {
            yield return said.Remove((claim.RequirementKey, claim.SourceStandard), out var instead)
                ? (Claim(instead, claim.Delta), claim.Strength)
                : (claim, null);
        }
        // Of what the library claims nothing, a person may.
        foreach (var alone in said.Values) yield return (Claim(alone, ""), ReuseStrength.None);
    }

    private static ReuseClaim Claim(ReuseOverride instead, string delta) => new(
        instead.Requirement, instead.SourceStandard, instead.SourceKeys, instead.Strength, instead.Reason, delta, instead.By, instead.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static ReuseRow Row(
        StandardsLibrary library, Requirement requirement, double weight, IEnumerable<(ReuseClaim Claim, ReuseStrength? Overruled)> claims, IReadOnlyList<Edition> held, double p, KnownStates known)
    {
        var notComputed = known.NotComputed("state", "realisedCredit");
        // In the order of the library, so that of equal claims the first one stands.
        var weighed = held.SelectMany(standard => claims.Where(pair => pair.Claim.SourceStandard == standard.Prefix))
            .Select(pair => Weigh(library, pair.Claim, pair.Overruled, Credit(pair.Claim.Strength, p), known.States)).ToList();
        if (weighed.Count == 0)
        {
            double? nothing = known.States is null ? null : 0;
            return new(requirement.Key, requirement.Number, requirement.Title, requirement.Kind, null, [], ReuseStrength.None, 0, weight, nothing, nothing, null, [],
                "The library claims nothing for this requirement.", "", "", "", null, notComputed);
        }
        // By strength before credit: with p at 0 or 1 two strengths give the same credit.
        var best = weighed.OrderByDescending(one => one.Claim.Strength).ThenByDescending(one => one.Realised).First();
        var realised = weighed.OrderByDescending(one => one.Realised).ThenByDescending(one => one == best).First();
        return new(requirement.Key, requirement.Number, requirement.Title, requirement.Kind, best.Claim.SourceStandard, best.Claim.SourceKeys, best.Claim.Strength,
            best.Credit, weight, best.State, realised.Realised, realised.Realised > 0 ? realised.Claim.SourceStandard : null, best.Sources,
            best.Claim.Rationale, best.Claim.Delta, best.Claim.JudgedBy, best.Claim.JudgedOn, best.Overruled, notComputed);
    }

    private sealed record Weighed(ReuseClaim Claim, ReuseStrength? Overruled, double Credit, double? State, IReadOnlyList<ReuseSource> Sources)
    {
        public double? Realised => Credit * State;
    }

    private static Weighed Weigh(StandardsLibrary library, ReuseClaim claim, ReuseStrength? overruled, double credit, SourceStates? states)
    {
        if (states is null) return new(claim, overruled, credit, null, []);
        var sources = claim.SourceKeys.Select(key => Source(key, library.FindRequirement(key)?.Title, states)).ToList();
        return new(claim, overruled, credit, sources.Count == 0 ? 0 : sources.Average(source => source.State), sources);
    }

    /// <param name="title">Null: a person's judgement names what the library has no more.</param>
    private static ReuseSource Source(string key, string? title, SourceStates states)
    {
        var state = title is null ? new(0, NotInLibrary) : states.Of.GetValueOrDefault(key) ?? new(0, NotStated);
        return new(key, title ?? "", state.Value, state.Because, state.Evidence);
    }

    private static bool Speaks(StandardsLibrary library, SourceStates states, Edition standard) =>
        library.Assessable(standard.Key).Any(requirement => states.Of.ContainsKey(requirement.Key));

    private static IEnumerable<string> Notes(IReadOnlyList<Edition> silent, IReadOnlyList<ReuseRow> rows)
    {
        foreach (var standard in silent) yield return $"Nothing is known of any requirement of {standard.Designation}: it realises nothing.";
        var missing = rows.SelectMany(row => row.Sources).Where(source => source.Because == NotStated).Select(source => source.Id)
            .Where(id => !silent.Any(standard => id.StartsWith(standard.Prefix + ":", StringComparison.Ordinal))).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0) yield return $"Not stated, so nothing is realised of: {string.Join(", ", missing)}.";
    }

    private static double Points(IReadOnlyList<ReuseRow> rows) => Sum(rows.Sum(row => row.Weight * row.Credit));

    private static double? Realised(IReadOnlyList<ReuseRow> rows) => rows.Any(row => row.RealisedCredit is null) ? null : Sum(rows.Sum(row => row.Weight * row.RealisedCredit!.Value));

    /// <summary>Without the last digits that only adding in binary leaves behind: people add them up again.</summary>
    private static double Sum(double sum) => Math.Round(sum, 9);

    private static int Count(IReadOnlyList<ReuseRow> rows, ReuseStrength strength) => rows.Count(row => row.Strength == strength);

    private static double? Percent(double? points, double total) => total == 0 || points is null ? null : Math.Round(100 * points.Value / total, 1, MidpointRounding.AwayFromZero);

    private static string Listed(IEnumerable<Edition> standards) => string.Join(" and ", standards.Select(standard => standard.Designation));
}

/// <summary>What each requirement of a set counts beside the others.</summary>
internal static class ReuseWeighing
{
    public static IReadOnlyList<double> Of(ReuseWeights scheme, IReadOnlyList<Requirement> set)
    {
        var kinds = set.CountBy(requirement => requirement.Kind).ToDictionary();
        return [.. set.Select(requirement => scheme switch
        {
            ReuseWeights.Equal => 1.0,
            ReuseWeights.Effort => requirement.Effort ?? 0,

            // Half each; where one kind is empty, the other is the whole.
            _ => set.Count / ((double)kinds.Count * kinds[requirement.Kind]),
        })];
    }
}
