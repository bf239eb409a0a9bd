using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Documents;

internal sealed class DocumentMapping : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasMany(e => e.Revisions).WithOne().HasForeignKey(revision => revision.DocumentId);
        entity.HasMany(e => e.Reviews).WithOne().HasForeignKey(review => review.DocumentId);
        entity.HasIndex(e => e.ReviewDueOn);
    }
}

internal sealed class DocumentRevisionMapping : IEntityTypeConfiguration<DocumentRevision>
{
    public void Configure(EntityTypeBuilder<DocumentRevision> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasMany(e => e.Sections).WithOne().HasForeignKey(section => section.RevisionId);
        entity.HasMany(e => e.Approvals).WithOne().HasForeignKey(approval => approval.RevisionId);
        entity.Ignore(e => e.Asked); // A part of the approvals, not a relation of its own.
        entity.HasOne<DocumentText>().WithOne().HasForeignKey<DocumentText>(text => text.RevisionId);
    }
}

internal sealed class DocumentTextMapping : IEntityTypeConfiguration<DocumentText>
{
    public void Configure(EntityTypeBuilder<DocumentText> entity) => entity.HasKey(e => e.RevisionId);
}

internal sealed class DocumentSectionMapping : IEntityTypeConfiguration<DocumentSection>
{
    public void Configure(EntityTypeBuilder<DocumentSection> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.RevisionId);
    }
}

internal sealed class DocumentApprovalMapping : IEntityTypeConfiguration<DocumentApproval>
{
    public void Configure(EntityTypeBuilder<DocumentApproval> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => new { e.RevisionId, e.Round, e.PersonId }).IsUnique();
        entity.HasIndex(e => e.PersonId);
    }
}

internal sealed class DocumentReviewMapping : IEntityTypeConfiguration<DocumentReview>
{
    public void Configure(EntityTypeBuilder<DocumentReview> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.DocumentId);
    }
}

internal sealed class DocumentAcknowledgementMapping : IEntityTypeConfiguration<DocumentAcknowledgement>
{
    public void Configure(EntityTypeBuilder<DocumentAcknowledgement> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => new { e.RevisionId, e.PersonId }).IsUnique();
        entity.HasOne<DocumentRevision>().WithMany().HasForeignKey(e => e.RevisionId);
    }
}
