using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Monitoring;

internal readonly record struct LabelSegmentId(Guid Value) : IId<LabelSegmentId>
{
    public static LabelSegmentId From(Guid value) => new(value);
}

/// <summary>A line of the manifest beside <see cref="LogSegment"/>: one immutable file of labels that came after their predictions. It changes what is known of rows, never the rows.</summary>
internal sealed class LabelSegment : IRecord, IScoped
{
    private LabelSegment()
    {
    }

    /// <param name="first">The time of the earliest prediction that gets a label here; null where predictions have no time or nothing was new.</param>
    public LabelSegment(string reference, ModelVersion version, int number, string path, string sha256, long labels, DateTimeOffset? first, DateTimeOffset? last, ReceivedBatch batch)
    {
        Id = Foundation.Id.New<LabelSegmentId>();
        (Ref, UnitId, ModelVersionId, Number, Path, Sha256, Labels, First, Last) = (reference, version.UnitId, version.Id, number, path, sha256, labels, first, last);
        (BatchKey, SourceSha256, RefusedRows, KnownLabels, _, ReceivedBy, ReceivedVia, ReceivedAt) = batch;
    }

    public LabelSegmentId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public ModelVersionId ModelVersionId { get; private set; }

    /// <summary>1 for the first of a model version. Unique, so that two batches checked against the same labels cannot both be stored.</summary>
    public int Number { get; private set; }

    /// <summary>Relative to the data folder; empty when every label of the batch was already known.</summary>
    public string Path { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    public long Labels { get; private set; }

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public string BatchKey { get; private set; } = "";

    public string SourceSha256 { get; private set; } = "";

    public long RefusedRows { get; private set; }

    public long KnownLabels { get; private set; }

    public PersonId? ReceivedBy { get; private set; }

    public Via ReceivedVia { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Whether its labels can belong to predictions of this file.</summary>
    public bool CanTouch(LogSegment rows) => !(First > rows.Last) && !(Last < rows.First);
}
