using Concord.Controls;
using Concord.Foundation;

namespace Concord.Applicability;

internal enum StatementChangeKind
{
    Added,
    Removed,
    Applicability,
    Justification,
    State,
    Controls,
    Risks,
}

/// <summary>One thing that a later statement says differently of a control, in words.</summary>
internal sealed record StatementChange(string Key, string Number, string Title, StatementChangeKind Kind, string Text);

/// <summary>What two statements say differently, control by control in the order of the standards.</summary>
internal static class StatementDifference
{
    public static IReadOnlyList<StatementChange> Between(IReadOnlyList<StatementLine> before, IReadOnlyList<StatementLine> after)
    {
        var old = before.ToDictionary(line => line.Key, StringComparer.Ordinal);
        var keys = after.Select(line => line.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. after.SelectMany(line => old.TryGetValue(line.Key, out var was) ? Changes(was, line) : [Change(line, StatementChangeKind.Added, $"added: {Decision(line)}")]),
            .. before.Where(line => !keys.Contains(line.Key)).Select(line => Change(line, StatementChangeKind.Removed, "no longer stated")),
        ];
    }

    private static IEnumerable<StatementChange> Changes(StatementLine was, StatementLine now)
    {
        if (was.Applicability != now.Applicability)
            yield return Change(now, StatementChangeKind.Applicability, $"{Words.Of(was.Applicability)} → {Decision(now)}");
        else if (was.Justification != now.Justification && !(was.JustificationDerived && now.JustificationDerived)) // A derived one follows from what is told below.
            yield return Change(now, StatementChangeKind.Justification, $"justification {Quoted(was)} → {Quoted(now)}");
        if (was.State != now.State && now.State != RequirementResult.NotApplicable) // That it is excluded is said already.
            yield return Change(now, StatementChangeKind.State, $"{Words.Of(was.State)} → {Words.Of(now.State)}: {(now.State == RequirementResult.NotAssessed ? "nothing is linked" : now.Because)}");
        if (Controls(was, now) is { Length: > 0 } controls) yield return Change(now, StatementChangeKind.Controls, controls);
        if (Told(was.Risks.Select(risk => risk.Ref), now.Risks.Select(risk => risk.Ref), "treats {0} too", "no longer treats {0}") is { Length: > 0 } risks) yield return Change(now, StatementChangeKind.Risks, risks);
    }

    private static string Controls(StatementLine was, StatementLine now)
    {
        var before = was.Controls.ToDictionary(control => control.Ref, StringComparer.Ordinal);
        string[] moved = [.. now.Controls.Where(control => before.TryGetValue(control.Ref, out var old) && old.State != control.State).Select(control => $"{control.Ref} {Words.Of(before[control.Ref].State)} → {Words.Of(control.State)}")];
        return string.Join("; ", new[] { Told(was.Controls.Select(control => control.Ref), now.Controls.Select(control => control.Ref), "{0} answers it too", "{0} no longer answers it"), string.Join(", ", moved) }.Where(part => part.Length > 0));
    }

    private static string Told(IEnumerable<string> was, IEnumerable<string> now, string more, string less)
    {
        var (old, present) = (was.ToHashSet(StringComparer.Ordinal), now.ToHashSet(StringComparer.Ordinal));
        string[] parts = [Said(present.Except(old, StringComparer.Ordinal), more), Said(old.Except(present, StringComparer.Ordinal), less)];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    private static string Said(IEnumerable<string> references, string how)
    {
        var all = references.Order(StringComparer.Ordinal).ToList();
        return all.Count == 0 ? "" : how.Replace("{0}", string.Join(", ", all), StringComparison.Ordinal);
    }

    private static string Decision(StatementLine line) => $"{Words.Of(line.Applicability)}{(line.Justification.Length > 0 ? $" ({line.Justification})" : "")}";

    private static string Quoted(StatementLine line) => line.Justification.Length == 0 ? "none" : line.JustificationDerived ? $"derived ({line.Justification})" : $"“{line.Justification}”";

    private static StatementChange Change(StatementLine line, StatementChangeKind kind, string text) => new(line.Key, line.Number, line.Title, kind, text);
}
