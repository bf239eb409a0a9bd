using Concord.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Classification;

internal sealed class SystemClassificationMapping : IEntityTypeConfiguration<SystemClassification>
{
    public void Configure(EntityTypeBuilder<SystemClassification> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasOne<AiSystem>().WithMany().HasForeignKey(e => e.SystemId).OnDelete(DeleteBehavior.Restrict);
        entity.Ignore(e => e.IsOpen);
        entity.Ignore(e => e.Frozen);
    }
}
