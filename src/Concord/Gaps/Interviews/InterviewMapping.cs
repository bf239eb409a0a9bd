using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Gaps.Interviews;

internal sealed class InterviewMapping : IEntityTypeConfiguration<Interview>
{
    public void Configure(EntityTypeBuilder<Interview> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.Analysis);
        entity.Property(e => e.IntervieweeName).IsPersonal();
        entity.Property(e => e.IntervieweeEmail).IsPersonal();
        entity.Property(e => e.Salt).StaysOutOfJournal();
        entity.HasMany(e => e.Answers).WithOne().HasForeignKey(answer => answer.InterviewId);
    }
}

internal sealed class InterviewAnswerMapping : IEntityTypeConfiguration<InterviewAnswer>
{
    public void Configure(EntityTypeBuilder<InterviewAnswer> entity) => entity.HasKey(e => new { e.InterviewId, e.Question });
}

internal sealed class InterviewLinkMapping : IEntityTypeConfiguration<InterviewLink>
{
    public void Configure(EntityTypeBuilder<InterviewLink> link)
    {
        link.HasKey(l => l.Hash);
        link.HasIndex(l => l.InterviewId);
        link.IsNotJournalled("sign-off of interviews: links that work once; what was signed is an entry of its own");
    }
}
