using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Journal;

internal sealed class JournalEntryMapping : IEntityTypeConfiguration<JournalEntry>
{
    public void Configure(EntityTypeBuilder<JournalEntry> entry)
    {
        entry.HasKey(e => e.Sequence);
        entry.Property(e => e.Sequence).ValueGeneratedNever();
        entry.HasIndex(e => e.Subject);
        entry.HasMany(e => e.States).WithOne().HasForeignKey(state => state.EntrySequence);
        entry.IsNotJournalled("the journal itself: its chain of hashes covers it");
    }
}

internal sealed class JournalStateMapping : IEntityTypeConfiguration<JournalState>
{
    public void Configure(EntityTypeBuilder<JournalState> state)
    {
        state.HasKey(s => new { s.EntrySequence, s.Table, s.RowKey });
        state.HasIndex(s => new { s.Table, s.RowKey });
        state.IsNotJournalled("the journal itself: its chain of hashes covers it");
    }
}

internal sealed class ReferenceCounterMapping : IEntityTypeConfiguration<ReferenceCounter>
{
    public void Configure(EntityTypeBuilder<ReferenceCounter> counter)
    {
        counter.HasKey(c => c.Prefix);
        counter.IsNotJournalled("counters: a wrong one can only collide with a reference, and is then refused");
    }
}
