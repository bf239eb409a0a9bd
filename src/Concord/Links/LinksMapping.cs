using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Links;

internal sealed class LinkMapping : IEntityTypeConfiguration<Link>
{
    public void Configure(EntityTypeBuilder<Link> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.From);
        entity.HasIndex(e => e.To);
    }
}
