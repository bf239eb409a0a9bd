using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Risks;

internal sealed class RiskMapping : IEntityTypeConfiguration<Risk>
{
    public void Configure(EntityTypeBuilder<Risk> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.SystemRef);
    }
}
