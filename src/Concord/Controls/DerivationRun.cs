using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Controls;

/// <summary>A requirement whose result is another one now.</summary>
internal sealed record RequirementChange(string Key, RequirementResult Before, RequirementResult After, string Because);

/// <summary>Derives every requirement of every standard anew and tells which results changed.</summary>
internal sealed class DerivationRun(ConcordDb db, StandardsLibrary standards)
{
    /// <summary>As a step of an act: call it last, when everything that changes facts is done. One journal entry per changed requirement.</summary>
    public async Task<IReadOnlyList<RequirementChange>> Run(Work work, CancellationToken stop)
    {
        var facts = await DerivationFacts.Read(db, keep: true, stop);
        var changes = new List<RequirementChange>();
        foreach (var requirement in standards.Requirements.Where(requirement => requirement.IsRequirement))
        {
            var derived = Derivation.Of(facts.Of(requirement), db.Today);
            if (Keep(facts.StateOf(requirement.Key), requirement.Key, derived) is not { } change) continue;
            changes.Add(change);
            work.Note("requirement.derived", change.Key, $"{change.Key} {Words.Of(change.Before)} → {Words.Of(change.After)}: {change.Because}");
        }
        return changes;
    }

    /// <summary>As an act of the product itself: time alone changes results when evidence runs out.</summary>
    public async Task<IReadOnlyList<RequirementChange>> Refresh(CancellationToken stop)
    {
        await using var work = await db.Begin(Actor.System, stop);
        var changes = await Run(work, stop);
        if (changes.Count > 0) await work.Commit(stop);
        return changes;
    }

    /// <summary>A requirement gets a row when there is something to say about it: never assessed is the state of having none.</summary>
    private RequirementChange? Keep(RequirementState? state, string key, DerivedRequirement derived)
    {
        if (state is null)
        {
            if (derived.Derived == RequirementResult.NotAssessed) return null;
            db.Add(state = new RequirementState(key));
        }
        var before = state.Derived;
        if (before == derived.Derived) return null;
        state.Derive(derived.Derived, db.Now);
        return new(key, before, derived.Derived, derived.Because);
    }
}
