using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;

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

    /// <summary>When its labels were deleted on schedule; what was counted with them stays.</summary>
    public DateTimeOffset? ExpiredAt { get; private set; }

    /// <summary>How many labels it had for which window of the monitor, as JSON, once its file is gone: counts are kept under the files that have some for their window.</summary>
    public string? Windows { get; private set; }

    /// <summary>Whether there is a file to read.</summary>
    public bool HasLabels => Path.Length > 0 && ExpiredAt is null;

    /// <summary>Whether its labels can belong to predictions of this file.</summary>
    public bool CanTouch(LogSegment rows) => !(First > rows.Last) && !(Last < rows.First);

    /// <summary>Whether its labels can belong to none of the rows that stay.</summary>
    /// <param name="rows">All segments of the model version that keep their rows.</param>
    public bool IsLeftOver(IEnumerable<LogSegment> rows) => HasLabels && !rows.Any(CanTouch);

    /// <param name="rows">All segments of the model version that keep their rows.</param>
    /// <param name="windows">Its labels by window of their prediction.</param>
    public void Expire(IEnumerable<LogSegment> rows, IEnumerable<WindowRows> windows, DateTimeOffset at)
    {
        if (ExpiredAt is not null) throw new RuleViolation("LABELS-EXPIRED", $"The labels of {Ref} were deleted already.");
        if (!IsLeftOver(rows)) throw new RuleViolation("LABELS-NEEDED", $"{Ref} has labels of rows that stay. They go with the last of these rows.");
        Windows = JsonSerializer.Serialize(new(windows.ToDictionary(window => window.Window.Label, window => window.Rows), StringComparer.Ordinal), LabelWindowsJson.Default.SortedDictionaryStringInt64);
        ExpiredAt = at;
    }

    /// <summary>What is remembered of a deleted file; empty while it is there to be read.</summary>
    /// <param name="path">What its labels are called.</param>
    public IEnumerable<WindowRows> Remembered(string path) => Windows is null ? []
        : JsonSerializer.Deserialize(Windows, LabelWindowsJson.Default.SortedDictionaryStringInt64)!.Select(window => new WindowRows(Window.Parse(window.Key)!.Value, path, window.Value, First: null, Last: null));
}

[JsonSerializable(typeof(SortedDictionary<string, long>))]
internal sealed partial class LabelWindowsJson : JsonSerializerContext;
