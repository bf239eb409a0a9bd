using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Applicability;

internal sealed class StatementRevisionMapping : IEntityTypeConfiguration<StatementRevision>
{
    public void Configure(EntityTypeBuilder<StatementRevision> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.Number).IsUnique();
    }
}
