using Concord.Gaps.Analysis;
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

internal sealed class GapAnalysisMapping : IEntityTypeConfiguration<GapAnalysis>
{
    public void Configure(EntityTypeBuilder<GapAnalysis> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}
