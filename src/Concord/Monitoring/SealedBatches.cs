using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs.Inbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Monitoring;

internal readonly record struct SealedBatchesId(Guid Value) : IId<SealedBatchesId>
{
    public static SealedBatchesId From(Guid value) => new(value);
}

/// <summary>From which batches of the inbox a segment was sealed: the range it replaces, and a file that names each of them with its key and its hash.</summary>
internal sealed class SealedBatches : IScoped
{
    private SealedBatches()
    {
    }

    public SealedBatches(LogSegment segment, string inbox, InboxRange range, int batches, string path, string sha256)
    {
        Id = Foundation.Id.New<SealedBatchesId>();
        (UnitId, SegmentId, ModelVersionId) = (segment.UnitId, segment.Id, segment.ModelVersionId);
        (Inbox, Person, Via, From, To) = (inbox, PersonId.From(range.Person), range.Via, range.From, range.To);
        (Batches, Path, Sha256) = (batches, path, sha256);
    }

    public SealedBatchesId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public LogSegmentId SegmentId { get; private set; }

    public ModelVersionId ModelVersionId { get; private set; }

    /// <summary>Which inbox: a file that was lost and made anew counts from 1 again.</summary>
    public string Inbox { get; private set; } = "";

    public PersonId Person { get; private set; }

    public string Via { get; private set; } = "";

    public long From { get; private set; }

    public long To { get; private set; }

    public int Batches { get; private set; }

    public string Path { get; private set; } = "";

    public string Sha256 { get; private set; } = "";
}

internal readonly record struct SetAsideRowsId(Guid Value) : IId<SetAsideRowsId>
{
    public static SetAsideRowsId From(Guid value) => new(value);
}

/// <summary>
/// Rows that were acknowledged and turned out, when they were sealed, to say something else of a prediction that is stored already. The stored prediction stays;
/// these rows are kept beside it and are not measured.
/// </summary>
internal sealed class SetAsideRows : IScoped
{
    private SetAsideRows()
    {
    }

    public SetAsideRows(LogSegment segment, long rows, string path, string sha256, string schema, DateTimeOffset at)
    {
        Id = Foundation.Id.New<SetAsideRowsId>();
        (UnitId, SegmentId, ModelVersionId) = (segment.UnitId, segment.Id, segment.ModelVersionId);
        (Rows, Path, Sha256, Schema, At) = (rows, path, sha256, schema, at);
    }

    public SetAsideRowsId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public LogSegmentId SegmentId { get; private set; }

    public ModelVersionId ModelVersionId { get; private set; }

    public long Rows { get; private set; }

    public string Path { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    /// <summary>What the columns of the file are called by their senders.</summary>
    public string Schema { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}

internal sealed class SealedBatchesMapping : IEntityTypeConfiguration<SealedBatches>
{
    public void Configure(EntityTypeBuilder<SealedBatches> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.SegmentId).IsUnique();
        entity.HasIndex(e => new { e.ModelVersionId, e.Inbox, e.To });
    }
}

internal sealed class SetAsideRowsMapping : IEntityTypeConfiguration<SetAsideRows>
{
    public void Configure(EntityTypeBuilder<SetAsideRows> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.ModelVersionId);
    }
}
