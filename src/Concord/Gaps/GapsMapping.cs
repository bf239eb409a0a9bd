using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Gaps;

internal sealed class ReuseJudgementMapping : IEntityTypeConfiguration<ReuseJudgement>
{
    public void Configure(EntityTypeBuilder<ReuseJudgement> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.Requirement, e.SourceStandard, e.By }).IsUnique();
    }
}
