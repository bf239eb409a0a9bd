using Concord.Foundation;
using Concord.Standards;

namespace Concord.Classification;

/// <summary>
/// The interpreter of rule packs (decisions/0027): facts, a day and nothing else decide. The first tier rule that holds wins, and only if every rule above it is
/// known not to hold; then each additive rule that holds raises its flag; then each obligation of tier, flags and roles is a duty with its date.
/// </summary>
internal static class ClassificationRules
{
    /// <param name="asOf">The law as it stood on that day.</param>
    /// <param name="onMarketSince">Decides duties that came later for what was on the market already; null: not known.</param>
    public static ClassificationOutcome Decide(RulePack pack, FactSheet facts, DateOnly asOf, DateOnly? onMarketSince = null, IReadOnlyList<string>? assumed = null)
    {
        var law = pack.LawOn(asOf) ?? throw new RuleViolation("CLASSIFICATION-AS-OF",
            $"On {asOf:yyyy-MM-dd} there was no {pack.Title} in force. Choose a day from {pack.Laws.Min(known => known.InForce):yyyy-MM-dd}.");
        var (sheet, contradictions) = WithoutConflicts(pack, facts, law);
        var judge = new FactJudge(pack, sheet, law);
        var steps = Dropped(pack, judge).ToList();
        var questions = new Dictionary<string, OpenQuestion>(StringComparer.Ordinal);

        var possible = new List<string>();
        TierRule? winner = null;
        foreach (var rule in pack.TierRules)
        {
            var holds = judge.Of(rule.When);
            var decides = holds == Truth.Yes && possible.Count == 0;
            steps.Add(new(rule.Id, holds, Cite(rule.Article), rule.Reason, Looked(pack, facts, rule.When), decides));
            if (holds == Truth.No) continue;
            Ask(judge.Open(rule.When), rule.Id);
            if (decides) winner = rule;
            if (!possible.Contains(rule.Tier)) possible.Add(rule.Tier);
            if (holds == Truth.Yes) break;
        }

        var raised = new List<AdditiveRule>();
        foreach (var rule in pack.AdditiveRules)
        {
            var holds = judge.Of(rule.When, possible);
            if (holds == Truth.Yes) raised.Add(rule);
            if (winner is not null) Ask(judge.Open(rule.When, possible), rule.Id);
            if (holds != Truth.No && (rule.Flag is not null || holds == Truth.Yes)) steps.Add(new(rule.Id, holds, Cite(rule.Article), rule.Title, Looked(pack, facts, rule.When), Decisive: false));
        }

        var tier = winner is null ? null : pack.Tier(winner.Tier);
        var (from, dependsOn) = tier is null ? (null, []) : Applies(pack, judge, tier, law);
        foreach (var condition in dependsOn) Ask(judge.Open(condition), "dates");
        var owed = tier is { OwesDuties: true } ? Owed(pack, judge, sheet, tier, raised) : [];
        var duties = owed.ConvertAll(each => Duty(pack, sheet, law, each.Obligation, each.Because, from, onMarketSince));
        if (tier is { OwesDuties: true } && !sheet.Knows(pack.Roles.Fact)) Ask([pack.Roles.Fact], "duties");
        foreach (var relief in tier is { OwesDuties: true } ? pack.Reliefs : [])
        {
            if (judge.Of(relief.When, possible) == Truth.Yes) steps.Add(new(relief.Id, Truth.Yes, Cite(relief.Article), relief.Reason, Looked(pack, facts, relief.When), Decisive: false));
            if (owed.Exists(each => each.Obligation.Unless.Contains(relief.Id))) Ask(judge.Open(relief.When, possible), relief.Id);
        }
        foreach (var (obligation, _) in owed)
            if (obligation.NoteFact is { } fact && !sheet.Knows(fact)) Ask([fact], obligation.Id);
        return new(
            tier?.Id, winner?.Id, [.. raised.Select(rule => rule.Flag).OfType<string>()], Citations(pack, judge, winner, raised), asOf, pack.Name, steps, tier?.Name, tier?.Meaning, law.Title, from, possible, duties,
            [.. questions.Values], contradictions, assumed ?? [], Reasons(pack, winner, from, dependsOn.Count > 0, tier, possible, questions.Values), pack.Cautions[^1])
        {
            Fines = duties.Count == 0 ? [] : [.. pack.Fines.Where(fine => fine.Scope switch
            {
                FineScope.Named => duties.Exists(duty => duty.Fine == fine.Id),
                FineScope.Others => duties.Exists(duty => duty.Fine is null),
                _ => true,
            })],
            OnMarketBefore = tier?.OnMarketBefore is null || onMarketSince >= from ? null
                : onMarketSince is { } since ? $"On the market since {since:yyyy-MM-dd}. {tier.OnMarketBefore}" : tier.OnMarketBefore,
        };

        void Ask(IEnumerable<string> open, string why)
        {
            foreach (var fact in open.Select(id => pack.FindFact(id)!))
                questions.TryAdd(fact.Id, new(fact.Id, fact.Kind, fact.Question, fact.Help, Cite(fact.Article), why, fact.Step));
        }
    }

    /// <summary>
    /// Facts of a file: what it does not speak of takes the default of the pack, unless that default would contradict what it says; then it is unknown. What it
    /// says nobody knows stays unknown.
    /// </summary>
    public static (FactSheet Facts, IReadOnlyList<string> Assumed) WithDefaults(RulePack pack, FactSheet given, DateOnly asOf)
    {
        var assumed = pack.Facts.Where(fact => !given.Speaks(fact.Id)).Select(fact => fact.Id).ToList();
        var sheet = assumed.Aggregate(given, (facts, id) => facts.With(pack, id, pack.FindFact(id)!.Default.Split(';')));
        if (pack.LawOn(asOf) is not { } law) return (sheet, assumed);
        var judge = new FactJudge(pack, sheet, law);
        foreach (var fact in pack.Conflicts.Where(conflict => judge.Of(conflict.When) == Truth.Yes).SelectMany(conflict => conflict.When.Facts).Where(assumed.Contains).Distinct().ToList())
        {
            sheet = sheet.Without(fact);
            assumed.Remove(fact);
        }
        return (sheet, assumed);
    }

    private static (FactSheet Facts, IReadOnlyList<Contradiction> Contradictions) WithoutConflicts(RulePack pack, FactSheet facts, LawVersion law)
    {
        var judge = new FactJudge(pack, facts, law);
        var found = pack.Conflicts.Where(conflict => judge.Of(conflict.When) == Truth.Yes)
            .Select(conflict => new Contradiction(conflict.Id, conflict.Question, [.. conflict.When.Facts.Distinct(StringComparer.Ordinal)])).ToList();
        return (found.SelectMany(conflict => conflict.Facts).Aggregate(facts, (sheet, fact) => sheet.Without(fact)), found);
    }

    private static IEnumerable<OutcomeStep> Dropped(RulePack pack, FactJudge judge) =>
        from derived in pack.Derived
        from dropped in judge.Dropped(derived)
        select new OutcomeStep(dropped.Option.Value, Truth.No, $"{derived.Cite} {dropped.Option.Value}", $"{dropped.Option.Title}: {dropped.Why}", [], Decisive: false);

    /// <summary>The earliest day whose condition holds; none while an earlier one is open, with what that depends on.</summary>
    private static (DateOnly? From, IReadOnlyList<RuleCondition> DependsOn) Applies(RulePack pack, FactJudge judge, Tier tier, LawVersion law)
    {
        var dated = tier.Applies.Select(applies => (Day: pack.Date(applies.Date, law), Holds: judge.Of(applies.When), applies.When)).Where(each => each.Day is not null).ToList();
        var sure = dated.Where(each => each.Holds == Truth.Yes).Min(each => each.Day);
        var open = dated.Where(each => each.Holds == Truth.Unknown && (sure is null || each.Day < sure)).Select(each => each.When).ToList();
        return (open.Count > 0 ? null : sure, open);
    }

    /// <summary>An obligation for each role the organisation has, or owes the duties of; while it is not known whether a relief holds, it is owed.</summary>
    private static List<(Obligation Obligation, string Because)> Owed(RulePack pack, FactJudge judge, FactSheet facts, Tier tier, IReadOnlyList<AdditiveRule> raised)
    {
        var owed = new List<(Obligation, string)>();
        var relieved = pack.Reliefs.Where(relief => judge.Of(relief.When, [tier.Id]) == Truth.Yes).Select(relief => relief.Id).ToHashSet(StringComparer.Ordinal);
        var roles = (facts.List(pack.Roles.Fact) ?? []).Concat(raised.Select(rule => rule.AddsRole).OfType<string>()).Append(Obligation.AnyRole).ToHashSet(StringComparer.Ordinal);
        foreach (var obligation in pack.Obligations.Where(each => roles.Contains(each.Role) && (each.Tiers.Count == 0 || each.Tiers.Contains(tier.Id)) && !each.Unless.Any(relieved.Contains)))
        {
            var flag = raised.FirstOrDefault(rule => obligation.Flags.Contains(rule.Name));
            if (flag is not null || obligation.Flags.Count == 0) owed.Add((obligation, flag?.Title ?? tier.Name));
        }
        return owed;
    }

    private static OutcomeDuty Duty(RulePack pack, FactSheet facts, LawVersion law, Obligation obligation, string because, DateOnly? from, DateOnly? onMarketSince)
    {
        var date = obligation.Date is { } id ? pack.Date(id, law) : from;
        var note = obligation.NoteFact is null || facts.Flag(obligation.NoteFact) == true ? obligation.Note : "";
        if (obligation is { LegacyBefore: { } before, LegacyDate: { } later } && pack.Date(later, law) is { } legacy)
        {
            if (onMarketSince < before) date = legacy;
            else if (onMarketSince is null) note = $"{note} From {legacy:yyyy-MM-dd} for what was on the market before {before:yyyy-MM-dd}.".Trim();
        }
        var role = pack.FindFact(pack.Roles.Fact)!.Options.FirstOrDefault(option => option.Value == obligation.Role)?.Title ?? "every role";
        return new(obligation.Id, obligation.Text, role, obligation.ArticleKey, date, because, obligation.Condition, note, obligation.RequirementKeys, obligation.Fine);
    }

    private static List<string> Citations(RulePack pack, FactJudge judge, TierRule? winner, List<AdditiveRule> raised)
    {
        var citations = new List<string>();
        if (winner is not null)
        {
            citations.Add(Cite(winner.Article));
            foreach (var derived in pack.Derived.Where(derived => winner.When.Facts.Contains(derived.Id)))
                citations.AddRange(judge.ListOf(derived.Id).Sure.Select(option => $"{derived.Cite} {option.Value}"));
        }
        // What only leads to a duty is told by its step: the outcome does not rest on it.
        return [.. citations.Concat(raised.Where(rule => rule.Flag is not null || rule.AddsRole is not null).Select(rule => Cite(rule.Article))).Distinct(StringComparer.Ordinal)];
    }

    private static Dictionary<string, string> Reasons(RulePack pack, TierRule? winner, DateOnly? from, bool isOpen, Tier? tier, List<string> possible, IEnumerable<OpenQuestion> questions)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        if (winner is null)
            reasons["tier"] = $"undetermined: {string.Join(" or ", possible.Select(id => pack.Tier(id).Name))}, until it is answered: {string.Join(" ", questions.Select(question => question.Question))}";
        if (from is null && tier is not { OwesDuties: false }) reasons["appliesFrom"] = winner is null ? "undetermined" : isOpen ? "an open question decides it" : "the law of that day names no date";
        return reasons;
    }

    private static List<string> Looked(RulePack pack, FactSheet facts, RuleCondition condition) =>
        [.. condition.Facts.Select(id => pack.FindDerived(id)?.Of ?? id).Distinct(StringComparer.Ordinal).Select(id => pack.FindFact(id)!).Select(fact => $"{fact.Id}: {facts.Said(fact)}")];

    private static string Cite(string article) => char.IsAsciiDigit(article[0]) ? $"Article {article}" : article;
}
