using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Monitoring;

internal readonly record struct LogSegmentId(Guid Value) : IId<LogSegmentId>
{
    public static LogSegmentId From(Guid value) => new(value);
}

/// <summary>The batch as it was received: enough to know it again.</summary>
/// <param name="Key">The client's idempotency key, else the SHA-256 of the bytes.</param>
/// <param name="RefusedRows">Rows that stood in the batch but are not stored, because they were refused and the client asked to keep the good ones.</param>
/// <param name="KnownRows">Rows whose prediction was already stored with the same content.</param>
internal sealed record ReceivedBatch(string Key, string SourceSha256, long RefusedRows, long KnownRows, bool Complete, PersonId? By, Via Via, DateTimeOffset At);

/// <summary>A line of the manifest: one immutable file of rows. What is not in the manifest does not exist.</summary>
internal sealed class LogSegment : IRecord, IScoped
{
    private LogSegment()
    {
    }

    public LogSegment(string reference, ModelVersion version, int number, string path, string sha256, string schema, long rows, DateTimeOffset? first, DateTimeOffset? last, ReceivedBatch batch)
    {
        Id = Foundation.Id.New<LogSegmentId>();
        (Ref, UnitId, ModelVersionId, Number, Path, Sha256, Schema) = (reference, version.UnitId, version.Id, number, path, sha256, schema);
        (Rows, First, Last) = (rows, first, last);
        (BatchKey, SourceSha256, RefusedRows, KnownRows, Complete, ReceivedBy, ReceivedVia, ReceivedAt) = batch;
    }

    public LogSegmentId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public ModelVersionId ModelVersionId { get; private set; }

    /// <summary>1 for the first segment of a model version. Unique, so that two batches checked against the same rows cannot both be stored.</summary>
    public int Number { get; private set; }

    /// <summary>Relative to the data folder; empty when every row of the batch was already known.</summary>
    public string Path { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    public string Schema { get; private set; } = "";

    public long Rows { get; private set; }

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public string BatchKey { get; private set; } = "";

    public string SourceSha256 { get; private set; } = "";

    public long RefusedRows { get; private set; }

    public long KnownRows { get; private set; }

    /// <summary>The sender said that the windows of these rows are complete.</summary>
    public bool Complete { get; private set; }

    public PersonId? ReceivedBy { get; private set; }

    public Via ReceivedVia { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>When its rows were deleted on schedule; what was counted of them stays.</summary>
    public DateTimeOffset? ExpiredAt { get; private set; }

    /// <summary>Rows before this moment were to be deleted.</summary>
    public DateTimeOffset? ExpiredBefore { get; private set; }

    /// <summary>Whether there is a file to read.</summary>
    public bool HasRows => Path.Length > 0 && ExpiredAt is null;

    public void Expire(DateTimeOffset before, DateTimeOffset at)
    {
        if (ExpiredAt is not null) throw new RuleViolation("SEGMENT-EXPIRED", $"The rows of {Ref} were deleted already.");
        if (Last is null || Last >= before) throw new RuleViolation("SEGMENT-YOUNG", $"{Ref} has rows that are not older than {before:yyyy-MM-dd}.");
        (ExpiredAt, ExpiredBefore) = (at, before);
    }
}
