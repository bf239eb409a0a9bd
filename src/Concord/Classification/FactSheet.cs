using System.Collections.Immutable;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Classification;

/// <summary>
/// What is said of a system: for each fact somebody answered a value, or that nobody knows it. A fact that is not in it was not asked yet. Either way it is
/// unknown, and unknown is never no. The words of a list stand in the order of the pack, so that the same answers are the same sheet.
/// </summary>
internal sealed class FactSheet
{
    private const string Yes = "true";
    private const string No = "false";
    private readonly ImmutableSortedDictionary<string, string> values;

    private FactSheet(ImmutableSortedDictionary<string, string> values) => this.values = values;

    public static FactSheet Empty { get; } = new(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    public IEnumerable<string> Known => values.Keys.Where(Knows);

    public bool Knows(string fact) => Word(fact) is not null;

    /// <summary>Somebody answered it, be it that nobody knows.</summary>
    public bool Speaks(string fact) => values.ContainsKey(fact);

    public bool? Flag(string fact) => Word(fact) is { } word ? word == Yes : null;

    public string? Word(string fact) => values.TryGetValue(fact, out var word) && word != FactQuestion.NotKnown ? word : null;

    /// <summary>Null: unknown; empty: none of them.</summary>
    public IReadOnlyList<string>? List(string fact) => Word(fact)?.Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The answer is taken back.</summary>
    public FactSheet Without(string fact) => new(values.Remove(fact));

    /// <param name="words">yes, no, true or false; one value; the values of a list; or <see cref="FactQuestion.NotKnown"/>.</param>
    /// <exception cref="FindingsException">The pack has no such fact or value.</exception>
    public FactSheet With(RulePack pack, string fact, params IReadOnlyList<string> words)
    {
        var faults = new List<Finding>();
        var sheet = With(pack, fact, words, fact, faults);
        return faults.Count == 0 ? sheet : throw new FindingsException(faults);
    }

    /// <summary>The same sheet, and a finding, where the pack has no such fact or value.</summary>
    public FactSheet With(RulePack pack, string fact, IReadOnlyList<string> words, string place, List<Finding> faults)
    {
        if (pack.FindFact(fact) is not { } known)
        {
            faults.Add(Finding.Error(place, "unknown-fact", $"There is no fact \"{fact}\". Known are: {string.Join(", ", pack.Facts.Select(each => each.Id))}."));
            return this;
        }
        var given = words.Select(word => word.Trim()).Where(word => word.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (given.Count == 1 && given.Contains(FactQuestion.NotKnown)) return new(values.SetItem(fact, FactQuestion.NotKnown));
        if (known.Kind == QuestionKind.YesNo)
        {
            if (given.Count == 1 && Read(given.Single()) is { } flag) return new(values.SetItem(fact, flag));
            faults.Add(Finding.Error(place, "wrong-value", $"{fact} is answered by true, false or unknown, not by \"{string.Join(';', given)}\"."));
            return this;
        }
        var stray = given.Where(word => known.Options.All(option => option.Value != word)).Order(StringComparer.Ordinal).ToList();
        foreach (var word in stray)
            faults.Add(Finding.Error(place, "wrong-value", $"\"{word}\" is no value of {fact}. Known are: {string.Join(", ", known.Options.Select(option => option.Value))}."));
        if (known.Kind == QuestionKind.Choice && given.Count != 1) faults.Add(Finding.Error(place, "wrong-value", $"{fact} has exactly one value."));
        else if (stray.Count == 0) return new(values.SetItem(fact, string.Join(';', known.Options.Select(option => option.Value).Where(given.Contains))));
        return this;
    }

    /// <summary>As it is stored and hashed: a line for each fact.</summary>
    public List<string> Lines() => [.. values.Select(pair => $"{pair.Key}={pair.Value}")];

    /// <summary>What a pack no longer asks, or asks with other values, is unknown now.</summary>
    public static FactSheet Of(RulePack pack, IEnumerable<string> lines)
    {
        var sheet = Empty;
        foreach (var line in lines)
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            sheet = sheet.With(pack, line[..at], line[(at + 1)..].Split(';'), "", []);
        }
        return sheet;
    }

    /// <summary>An answer as a person reads it.</summary>
    public string Said(FactQuestion fact) => Word(fact.Id) is { } value ? Said(fact, value) : "not answered";

    private static string Said(FactQuestion fact, string value) => fact.Kind switch
    {
        QuestionKind.YesNo => value == Yes ? "yes" : "no",
        QuestionKind.Choice => fact.Options.First(option => option.Value == value).Title,
        _ when value.Length == 0 => "none",
        _ => string.Join("; ", value.Split(';').Select(word => fact.Options.First(option => option.Value == word)).Select(option => option.Group.Length > 0 ? $"{option.Value} {option.Title}" : option.Title)),
    };

    private static string? Read(string word) => word switch
    {
        "yes" or "true" or "True" => Yes,
        "no" or "false" or "False" => No,
        _ => null,
    };
}
