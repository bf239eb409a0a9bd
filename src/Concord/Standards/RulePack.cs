using System.Collections.Frozen;

namespace Concord.Standards;

/// <summary>
/// A law as a decision table: facts with their questions, rules that decide a tier, rules that add flags, duties with dates. Data of the library; the room
/// Classification evaluates it.
/// </summary>
/// <param name="Sha256">Of the files it was read from: what is frozen with it can be told from what another pack says.</param>
internal sealed record RulePack(
    string Id, string Version, string Title, string Sha256, RoleFact Roles, IReadOnlyList<LawVersion> Laws, IReadOnlyList<QuestionStep> Steps, IReadOnlyList<FactQuestion> Facts,
    IReadOnlyList<DerivedFact> Derived, IReadOnlyList<Tier> Tiers, IReadOnlyList<TierRule> TierRules, IReadOnlyList<AdditiveRule> AdditiveRules, IReadOnlyList<DutyRelief> Reliefs,
    IReadOnlyList<FactConflict> Conflicts, IReadOnlyList<Obligation> Obligations, IReadOnlyList<Fine> Fines, IReadOnlyList<LegalDate> Calendar, IReadOnlyList<string> Cautions)
{
    private readonly FrozenDictionary<string, FactQuestion> facts = Facts.ToFrozenDictionary(fact => fact.Id, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Tier> tiers = Tiers.ToFrozenDictionary(tier => tier.Id, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, DerivedFact> derived = Derived.ToFrozenDictionary(fact => fact.Id, StringComparer.Ordinal);

    /// <summary>As outcomes name it.</summary>
    public string Name => $"{Id} {Version}";

    public FactQuestion? FindFact(string id) => facts.GetValueOrDefault(id);

    public DerivedFact? FindDerived(string id) => derived.GetValueOrDefault(id);

    public Tier Tier(string id) => tiers[id];

    /// <summary>The newest law in force on a day; null before the first.</summary>
    public LawVersion? LawOn(DateOnly day) => Laws.Where(law => law.InForce <= day).MaxBy(law => law.InForce);

    /// <summary>When something applies as the law stood; null where that law does not foresee it.</summary>
    public DateOnly? Date(string id, LawVersion law) => Calendar.FirstOrDefault(date => date.Id == id && date.Law == law.Id)?.Date;
}

/// <summary>The fact that names the organisation's roles, and its words for the two roles of the inventory.</summary>
internal sealed record RoleFact(string Fact, string Provider, string Deployer);

internal sealed record LawVersion(string Id, string Title, DateOnly InForce);

internal enum QuestionKind { YesNo, Choice, List }

/// <summary>A page of the guided form: questions that belong together.</summary>
internal sealed record QuestionStep(string Id, string Title, string About);

/// <param name="Default">What an unlisted fact of a facts file counts as; words of a list separated by semicolons.</param>
internal sealed record FactQuestion(string Id, string Step, QuestionKind Kind, string Default, string Article, string Question, string Help, IReadOnlyList<FactOption> Options)
{
    /// <summary>The answer that nobody knows.</summary>
    public const string NotKnown = "unknown";

    /// <summary>In forms, the answer that nothing of a list fits.</summary>
    public const string NoneOfThem = "none";
}

/// <param name="Group">Options of one group belong together, for example an area of an annex.</param>
/// <param name="ExcludedBy">The fact that takes the option out when it holds.</param>
/// <param name="Law">The law that brought it; null: it was there from the first.</param>
/// <param name="Registration">Where systems of this option are registered; null: nowhere.</param>
internal sealed record FactOption(string Value, string Title, string Group = "", string GroupTitle = "", string? ExcludedBy = null, string? Law = null, string Note = "", string? Registration = null);

/// <summary>The list of a fact without what drops out of it.</summary>
/// <param name="Cite">What stands before a value when it is cited.</param>
internal sealed record DerivedFact(string Id, string Of, string Cite);

/// <param name="RiskClass">The word of the inventory's risk class.</param>
/// <param name="Documentation">What must be written before such an outcome can be approved; null: nothing.</param>
/// <param name="Applies">The dates from which its duties bind: the earliest whose condition holds.</param>
/// <param name="OnMarketBefore">What is otherwise of systems that are on the market before its duties bind; null: nothing.</param>
internal sealed record Tier(string Id, string Name, string RiskClass, string Meaning, bool OwesDuties, string? Documentation, IReadOnlyList<AppliesFrom> Applies, string? OnMarketBefore);

internal sealed record AppliesFrom(RuleCondition When, string Date);

internal sealed record TierRule(string Id, RuleCondition When, string Tier, string Article, string Reason);

/// <param name="Flag">Null: it raises none; it adds a role, or obligations name it by its id.</param>
/// <param name="Role">Whose duty it is.</param>
/// <param name="AddsRole">The role whose duties the organisation owes as well when it holds.</param>
internal sealed record AdditiveRule(string Id, RuleCondition When, string? Flag, string Title, string Role, string? AddsRole, string Article)
{
    /// <summary>By what obligations name it.</summary>
    public string Name => Flag ?? Id;
}

/// <summary>When duties do not follow although tier and role would give them.</summary>
internal sealed record DutyRelief(string Id, RuleCondition When, string Article, string Reason);

/// <summary>Facts that cannot stand together, and what to ask then.</summary>
internal sealed record FactConflict(string Id, RuleCondition When, string Question);

/// <param name="Role">A role, or any.</param>
/// <param name="Tiers">Empty: every tier that owes duties.</param>
/// <param name="Flags">One of them must be raised, or one of the rules without a flag hold; empty: none is needed.</param>
/// <param name="Fine">What a breach of it may cost; null: the law leaves that to the Member States.</param>
/// <param name="Date">A date of the calendar; null: the date of the tier.</param>
/// <param name="LegacyBefore">For what was on the market before that day <paramref name="LegacyDate"/> counts.</param>
/// <param name="Unless">Reliefs under which it does not follow.</param>
internal sealed record Obligation(
    string Id, string Role, IReadOnlyList<string> Tiers, IReadOnlyList<string> Flags, string Text, string ArticleKey, string? Fine, string? Date, DateOnly? LegacyBefore, string? LegacyDate,
    IReadOnlyList<string> Unless, string Condition, string? NoteFact, string Note, IReadOnlyList<string> RequirementKeys)
{
    public const string AnyRole = "any";
}

/// <summary>Which infringements a fine is for.</summary>
internal enum FineScope
{
    /// <summary>Of the obligations that name it.</summary>
    Named,

    /// <summary>Of whoever owes any duty.</summary>
    Always,

    /// <summary>Of obligations that name none.</summary>
    Others,

    /// <summary>None of its own: it says how the others are counted for some.</summary>
    Relief,
}

/// <summary>Of amount and share of turnover, which one is the cap.</summary>
internal enum Whichever { Higher, Lower }

/// <summary>What a breach may cost at most.</summary>
/// <param name="CapTurnoverPercent">Of the worldwide turnover of the year before.</param>
internal sealed record Fine(string Id, string Infringement, int? CapEuro, int? CapTurnoverPercent, Whichever Whichever, FineScope Scope, DateOnly? Since, string Article, string Note);

internal sealed record LegalDate(string Id, string Law, DateOnly Date, string Event, string Confidence);

/// <summary>What a rule asks of facts.</summary>
internal abstract record RuleCondition
{
    public abstract IEnumerable<string> Facts { get; }
}

internal sealed record Always : RuleCondition
{
    public override IEnumerable<string> Facts => [];
}

internal sealed record AllOf(IReadOnlyList<RuleCondition> Parts) : RuleCondition
{
    public override IEnumerable<string> Facts => Parts.SelectMany(part => part.Facts);
}

internal sealed record AnyOf(IReadOnlyList<RuleCondition> Parts) : RuleCondition
{
    public override IEnumerable<string> Facts => Parts.SelectMany(part => part.Facts);
}

internal sealed record Not(RuleCondition Part) : RuleCondition
{
    public override IEnumerable<string> Facts => Part.Facts;
}

internal sealed record TierIn(IReadOnlyList<string> Tiers) : RuleCondition
{
    public override IEnumerable<string> Facts => [];
}

internal enum FactTest { Equal, NotEqual, NonEmpty, Contains, Intersects, NotOnly, Registered }

/// <param name="Fact">A fact or a derived one.</param>
/// <param name="Values">What it is compared with; for yes and no questions and <see cref="FactTest.NonEmpty"/> true or false.</param>
internal sealed record FactIs(string Fact, FactTest Test, IReadOnlyList<string> Values) : RuleCondition
{
    public override IEnumerable<string> Facts => [Fact];
}
