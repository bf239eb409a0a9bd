using Concord.Foundation;

namespace Concord.Gaps.Analysis;

internal readonly record struct ListedSystemId(Guid Value) : IId<ListedSystemId>
{
    public static ListedSystemId From(Guid value) => new(value);
}

/// <summary>
/// A name found in a list kept elsewhere: a model registry, suppliers, licences. Either the inventory knows it, by the same name or because a
/// person says which system it is, or a person says why it is no AI system, or it is unregistered.
/// </summary>
internal sealed class ListedSystem : IRecord, IScoped
{
    private ListedSystem()
    {
    }

    public ListedSystem(string reference, GapAnalysis analysis, string list, string name, string note)
    {
        Id = Foundation.Id.New<ListedSystemId>();
        (Ref, UnitId, Analysis, List, Name, Note) = (reference, analysis.UnitId, analysis.Ref, list, name, note);
    }

    public ListedSystemId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    /// <summary>Reference of the gap analysis.</summary>
    public string Analysis { get; private set; } = "";

    /// <summary>What the list is called: "MLflow", "suppliers of 2026".</summary>
    public string List { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Note { get; private set; } = "";

    /// <summary>The registered system a person says it is; empty: nobody said so.</summary>
    public string SystemRef { get; private set; } = "";

    /// <summary>Why it is no AI system; empty: nobody said so.</summary>
    public string NoSystemBecause { get; private set; } = "";

    public void IsSystem(string systemRef) => (SystemRef, NoSystemBecause) = (systemRef, "");

    public void IsNone(string because)
    {
        if (Written.SaysNothing(because)) throw new RuleViolation("LISTED-REASON", "Say why it is no AI system.");
        (SystemRef, NoSystemBecause) = ("", because.Trim());
    }

    /// <summary>How names are compared: letters and digits only, in any case.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
