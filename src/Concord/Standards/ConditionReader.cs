using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads what rules ask of facts, and says which fact or value a rule names that does not exist.</summary>
internal sealed class ConditionReader(IReadOnlyList<FactQuestion> facts, IReadOnlyList<DerivedFact> derived)
{
    public RuleCondition Read(LibraryDocument rule) => rule.Map("when") is { } when ? One(when) : new Always();

    private RuleCondition One(LibraryDocument node)
    {
        node.Knows("all", "any", "not", "always", "tier_in", "fact", "op", "value");
        if (node.Keys.Contains("all")) return new AllOf([.. node.Maps("all").Select(One)]);
        if (node.Keys.Contains("any")) return new AnyOf([.. node.Maps("any").Select(One)]);
        if (node.Keys.Contains("not")) return node.Map("not") is { } denied ? new Not(One(denied)) : new Always(); // What is no map is a fault already.
        if (node.Keys.Contains("tier_in")) return new TierIn(node.Texts("tier_in"));
        return node.Keys.Contains("always") ? new Always() : OfFact(node);
    }

    private FactIs OfFact(LibraryDocument node)
    {
        var id = node.Text("fact");
        var known = derived.FirstOrDefault(fact => fact.Id == id) is { } alias ? alias.Of : id;
        if (facts.FirstOrDefault(fact => fact.Id == known) is not { } definition)
        {
            node.Fault("fact", "unknown-key", $"There is no fact \"{id}\". Correct the name.");
            return new(id, FactTest.Equal, []);
        }
        var test = node.Keys.Contains("op")
            ? node.Choice("op", ("eq", FactTest.Equal), ("ne", FactTest.NotEqual), ("nonempty", FactTest.NonEmpty), ("contains", FactTest.Contains), ("intersects", FactTest.Intersects), ("not_only", FactTest.NotOnly),
                ("registered", FactTest.Registered))
            : FactTest.Equal;
        IReadOnlyList<string> values = !node.Keys.Contains("value") ? ["true"] : node.IsList("value") ? node.Texts("value") : [node.Text("value")];
        var allowed = (definition.Kind, test) switch
        {
            (QuestionKind.YesNo, FactTest.Equal or FactTest.NotEqual) or (QuestionKind.List, FactTest.NonEmpty) => ["true", "false"],
            (QuestionKind.Choice, FactTest.Equal or FactTest.NotEqual) or (QuestionKind.List, FactTest.Contains or FactTest.Intersects) => definition.Options.Select(option => option.Value),
            (QuestionKind.List, FactTest.NotOnly) => definition.Options.Select(option => option.Group),
            (QuestionKind.List, FactTest.Registered) => definition.Options.Select(option => option.Registration).OfType<string>(),
            _ => null,
        };
        if (allowed is null) node.Fault("op", "wrong-value", $"\"{id}\" cannot be asked this way: it is a {Words.Of(definition.Kind)} question.");
        else if (values.FirstOrDefault(value => !allowed.Contains(value, StringComparer.Ordinal)) is { } stray) node.Fault("value", "unknown-key", $"\"{stray}\" is no value of {id}. Correct it.");
        return new(id, test, values);
    }
}
