namespace Concord.Standards;

/// <summary>What rules of the loop are asked about: a signal, told in the words rules are written with.</summary>
/// <param name="Source">monitor, or series for figures that come from elsewhere.</param>
/// <param name="Windows">How long it has lasted, in windows of its own length; 1 for the window it was raised in.</param>
internal sealed record LoopCase(string Kind, string Severity, string Tier, string Metric, string Source, int Windows);

/// <summary>For which signals a rule holds. An empty list leaves that open.</summary>
internal sealed record LoopCondition(IReadOnlyList<string> Kinds, IReadOnlyList<string> Severities, IReadOnlyList<string> Tiers, IReadOnlyList<string> Metrics, IReadOnlyList<string> Sources, int Windows)
{
    public static readonly LoopCondition Always = new([], [], [], [], [], 1);

    public bool Holds(LoopCase signal) => Allows(Kinds, signal.Kind) && Allows(Severities, signal.Severity) && Allows(Tiers, signal.Tier) && Allows(Metrics, signal.Metric)
        && Allows(Sources, signal.Source) && signal.Windows >= Windows;

    private static bool Allows(IReadOnlyList<string> named, string word) => named.Count == 0 || named.Contains(word, StringComparer.Ordinal);
}

/// <param name="Then">Keys of consequences that follow.</param>
/// <param name="Without">Those that do not follow for these signals, whatever other rules say.</param>
/// <param name="DueDays">Days to correct; null: as the monitoring policy says.</param>
internal sealed record LoopRule(string Id, string Title, LoopCondition When, IReadOnlyList<string> Then, IReadOnlyList<string> Without, int? DueDays);

/// <summary>One consequence of a signal, and the rules it follows from.</summary>
internal sealed record FollowingConsequence(string Consequence, IReadOnlyList<string> Rules, int? DueDays);

/// <summary>A set of rules: what any rule gives follows, what any rule takes away does not; their order means nothing.</summary>
/// <param name="Sha256">Of the text they were read from.</param>
internal sealed record LoopRules(string Version, string Sha256, IReadOnlyList<LoopRule> Rules)
{
    /// <summary>In the order of the keys. Where several rules name days to correct, the fewest count.</summary>
    public IReadOnlyList<FollowingConsequence> For(LoopCase signal)
    {
        var holding = Rules.Where(rule => rule.When.Holds(signal)).ToList();
        var withheld = holding.SelectMany(rule => rule.Without).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. holding.SelectMany(rule => rule.Then.Select(consequence => (consequence, rule))).Where(given => !withheld.Contains(given.consequence))
                .GroupBy(given => given.consequence, given => given.rule, StringComparer.Ordinal).OrderBy(given => given.Key, StringComparer.Ordinal)
                .Select(given => new FollowingConsequence(given.Key, [.. given.Select(rule => rule.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], given.Min(rule => rule.DueDays))),
        ];
    }

    public bool Gives(LoopCase signal, string consequence) =>
        Rules.Any(rule => rule.Then.Contains(consequence, StringComparer.Ordinal) && rule.When.Holds(signal)) && !Rules.Any(rule => rule.Without.Contains(consequence, StringComparer.Ordinal) && rule.When.Holds(signal));
}

/// <summary>A row of <c>standards/loop/consequences.csv</c>: what can follow, in words, and what becomes of it.</summary>
/// <param name="Says">The end of the sentence "when an alert is raised, …".</param>
/// <param name="Always">No rule can take it away.</param>
/// <param name="TakesDays">Whether a rule may name days to correct with it.</param>
internal sealed record ConsequenceKind(string Key, string Title, string Says, bool Always, bool TakesDays, string Recovered, string FalseAlarm, bool EndsOnFalseAlarm);

/// <summary>What rules of an organisation may not fall below: on every signal it is about, at least one of these follows.</summary>
/// <param name="Refuses">Rules below it cannot be drafted; otherwise whoever approves them is warned.</param>
internal sealed record LoopFloor(string Id, bool Refuses, LoopCondition When, IReadOnlyList<string> NeedsAny, string Because);

/// <summary>A row of <c>standards/loop/duties.csv</c>: a duty of law that a signal bears on. What is empty is left open.</summary>
internal sealed record DutyInQuestion(string? Kind, string? Metric, string? Severity, string Obligation, string Why)
{
    public bool Concerns(LoopCase signal) => (Kind ?? signal.Kind) == signal.Kind && (Metric ?? signal.Metric) == signal.Metric && (Severity ?? signal.Severity) == signal.Severity;
}

/// <summary>What the loop does is data: <c>standards/loop</c>.</summary>
/// <param name="DefaultText">The rules of the library as they stand in their file.</param>
internal sealed record LoopLibrary(IReadOnlyList<ConsequenceKind> Consequences, LoopRules Default, string DefaultText, IReadOnlyList<LoopFloor> Floors, IReadOnlyList<DutyInQuestion> Duties, IReadOnlyList<string> Metrics)
{
    public ConsequenceKind? Find(string key) => Consequences.FirstOrDefault(kind => kind.Key == key);

    public string TitleOf(string key) => Find(key)?.Title ?? key;
}
