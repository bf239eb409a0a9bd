using Concord.Foundation;

namespace Concord.Inventory;

internal readonly record struct ModelId(Guid Value) : IId<ModelId>
{
    public static ModelId From(Guid value) => new(value);
}

internal readonly record struct ModelVersionId(Guid Value) : IId<ModelVersionId>
{
    public static ModelVersionId From(Guid value) => new(value);
}

/// <summary>A model that works inside an AI system; what is measured are its versions.</summary>
internal sealed class Model : IRecord, IScoped
{
    private Model()
    {
    }

    public Model(string reference, OrganisationUnitId unit, AiSystemId system, string name, string purpose, string technique)
    {
        Id = Foundation.Id.New<ModelId>();
        (Ref, UnitId, SystemId, Name, Purpose, Technique) = (reference, unit, system, Written.Name(name, "MODEL-NAME", "Give the model a name."), purpose.Trim(), technique.Trim());
    }

    public ModelId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public AiSystemId SystemId { get; private set; }

    public string Name { get; private set; } = "";

    public string Purpose { get; private set; } = "";

    public string Technique { get; private set; } = "";

    public List<ModelVersion> Versions { get; private set; } = [];

    public ModelVersion AddVersion(string label, DateOnly liveSince, string notes, PersonId? by)
    {
        var name = Written.Name(label, "VERSION-LABEL", "Give the version the label that the prediction log carries, for example 1.0.0.");
        if (Versions.Any(known => known.Label == name)) throw new RuleViolation("VERSION-KNOWN", $"{Ref} already has a version {name}.");
        var version = new ModelVersion($"{Ref}:{name}", UnitId, Id, name, liveSince, notes, by);
        Versions.Add(version);
        return version;
    }
}

/// <summary>One version of a model, as the prediction log names it. Not changed after registration, only retired.</summary>
internal sealed class ModelVersion : IRecord, IScoped
{
    private ModelVersion()
    {
    }

    public ModelVersion(string reference, OrganisationUnitId unit, ModelId model, string label, DateOnly liveSince, string notes, PersonId? by)
    {
        Id = Foundation.Id.New<ModelVersionId>();
        (Ref, UnitId, ModelId, Label, LiveSince, Notes, RegisteredBy) = (reference, unit, model, label, liveSince, notes.Trim(), by);
    }

    public ModelVersionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public ModelId ModelId { get; private set; }

    public string Label { get; private set; } = "";

    public DateOnly LiveSince { get; private set; }

    public DateOnly? RetiredOn { get; private set; }

    public string Notes { get; private set; } = "";

    public PersonId? RegisteredBy { get; private set; }

    public PersonId? RetiredBy { get; private set; }

    public void Retire(DateOnly on, PersonId? by)
    {
        if (RetiredOn is not null) throw new RuleViolation("VERSION-RETIRED", $"{Ref} was already retired on {RetiredOn:yyyy-MM-dd}.");
        if (on < LiveSince) throw new RuleViolation("VERSION-RETIRE-DATE", $"{Ref} is live since {LiveSince:yyyy-MM-dd} and cannot end before.");
        (RetiredOn, RetiredBy) = (on, by);
    }
}
