using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Library;

internal sealed class LibraryRevisionMapping : IEntityTypeConfiguration<LibraryRevision>
{
    public void Configure(EntityTypeBuilder<LibraryRevision> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}
