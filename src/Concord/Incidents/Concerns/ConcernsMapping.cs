using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Incidents.Concerns;

internal sealed class ConcernMapping : IEntityTypeConfiguration<Concern>
{
    public void Configure(EntityTypeBuilder<Concern> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasMany(e => e.Words).WithOne().HasForeignKey(word => word.ConcernId);
    }
}

internal sealed class ConcernWordMapping : IEntityTypeConfiguration<ConcernWord>
{
    public void Configure(EntityTypeBuilder<ConcernWord> entity) => entity.HasKey(e => new { e.ConcernId, e.Number });
}

internal sealed class ConcernLetterMapping : IEntityTypeConfiguration<ConcernLetter>
{
    public void Configure(EntityTypeBuilder<ConcernLetter> entity)
    {
        entity.HasKey(e => e.Id);
        entity.IsNotJournalled("what waits in the anonymous channel: an entry would tell when it came");
    }
}

internal sealed class ConcernReceiptMapping : IEntityTypeConfiguration<ConcernReceipt>
{
    public void Configure(EntityTypeBuilder<ConcernReceipt> entity)
    {
        entity.HasKey(e => e.ConcernId);
        entity.IsNotJournalled("salted hashes of receipts: an entry would tell when they were made");
    }
}
