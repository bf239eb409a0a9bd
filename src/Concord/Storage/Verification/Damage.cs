namespace Concord.Storage.Verification;

internal enum DamageKind
{
    Database,
    Entry,
    Row,
    File,
}

/// <summary>One thing that is not as the journal tells it.</summary>
/// <param name="Place">The entry, the record and its table, the file: as a person would look for it.</param>
/// <param name="Entry">The entry concerned, or the last one that told of the row.</param>
internal sealed record Damage(DamageKind Kind, string Place, string What, long? Entry = null);

/// <summary>Keeps the first ones found and counts the rest.</summary>
internal sealed class DamageList
{
    public const int Most = 100;

    private readonly List<Damage> first = [];

    public IReadOnlyList<Damage> First => first;

    public long Total { get; private set; }

    public long Entries { get; private set; }

    public Damage? FirstEntry { get; private set; }

    public void Add(Damage damage)
    {
        Total++;
        if (damage.Kind == DamageKind.Entry)
        {
            Entries++;
            if (FirstEntry is null || damage.Entry < FirstEntry.Entry) FirstEntry = damage;
        }
        if (first.Count < Most) first.Add(damage);
    }
}
