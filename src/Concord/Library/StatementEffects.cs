using Concord.Applicability;
using Concord.Storage;

namespace Concord.Library;

/// <summary>The statement of applicability with both libraries: lines that appear, above all those nobody decided about, and lines that go.</summary>
internal static class StatementEffects
{
    public static async Task<IReadOnlyList<LibraryEffect>> Of(ConcordDb db, LibraryPair pair, CancellationToken stop)
    {
        var before = await new StatementViews(db, pair.Before, new StatementLines(db, pair.Before)).All(null, [], stop);
        var views = new StatementViews(db, pair.After, new StatementLines(db, pair.After));
        var after = await views.All(null, [], stop);
        var lines = after.Lines.ToDictionary(line => line.Key, StringComparer.Ordinal);
        var old = before.Lines.Select(line => line.Edition).ToHashSet(StringComparer.Ordinal);
        var changes = StatementDifference.Between(before.Lines, after.Lines);
        List<LibraryEffect> effects =
        [
            .. after.Lines.Where(line => !old.Contains(line.Edition)).GroupBy(line => line.Edition)
                .Select(edition => new LibraryEffect(EffectArea.Statement, edition.Key, pair.After.Editions.First(known => known.Key == edition.Key).Designation,
                    FormattableString.Invariant($"lines that appear: {edition.Count()}, without a decision: {edition.Count(line => line.Applicability == ControlApplicability.NotDecided)}"))),
            .. changes.Where(change => !lines.TryGetValue(change.Key, out var line) || old.Contains(line.Edition))
                .Select(change => new LibraryEffect(EffectArea.Statement, change.Key, change.Title, change.Kind switch
                {
                    StatementChangeKind.Added when lines[change.Key].Applicability == ControlApplicability.NotDecided => "a line without a decision: say whether the control applies, and why",
                    StatementChangeKind.Added => $"a new line, {change.Text["added: ".Length..]}",
                    StatementChangeKind.Removed => "its line is gone",
                    _ => change.Text,
                })),
        ];
        if (effects.Count > 0 && await views.InForce(stop) is { } number)
            effects.Add(new(EffectArea.Statement, $"SOA-{number:0000}", "The revision that holds", "states the library before; draft the next one when the lines above are decided"));
        return effects;
    }
}
