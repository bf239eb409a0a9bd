using Concord.EnterpriseRisks.Committee;
using Concord.EnterpriseRisks.Scales;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.EnterpriseRisks;

internal sealed class ScaleRevisionMapping : IEntityTypeConfiguration<ScaleRevision>
{
    public void Configure(EntityTypeBuilder<ScaleRevision> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}

internal sealed class RegisterConflictMapping : IEntityTypeConfiguration<RegisterConflict>
{
    public void Configure(EntityTypeBuilder<RegisterConflict> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.RiskRef);
    }
}

internal sealed class CommitteeMeetingMapping : IEntityTypeConfiguration<CommitteeMeeting>
{
    public void Configure(EntityTypeBuilder<CommitteeMeeting> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.Day);
    }
}
