using System.Security.Cryptography;
using Concord.Foundation;
using Concord.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Concord.Storage;

/// <summary>
/// The hash of one row: table, then every covered column by name with its value. A column without a value is left out, so that a nullable column which is added
/// later leaves the hashes of the rows before it as they were.
/// </summary>
internal static class RowState
{
    public static IEnumerable<EntityEntry> Changed(ConcordDb db) => db.ChangeTracker.Entries().Where(entry =>
        entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted && entry.Metadata.WhyNotJournalled() is null);

    public static string? RefOf(EntityEntry entry) => (entry.Entity as IRecord)?.Ref;

    public static JournalState After(EntityEntry entry) =>
        new(TableOf(entry.Metadata), KeyOf(entry), entry.State == EntityState.Deleted ? null : Hash(entry));

    public static string TableOf(IReadOnlyEntityType entity) => entity.GetTableName() ?? entity.ClrType.Name;

    public static string KeyOf(EntityEntry entry) => string.Join('/', entry.Metadata.FindPrimaryKey()!.Properties.Select(property => KeyText(entry.Property(property.Name).CurrentValue)));

    public static byte[] Hash(EntityEntry entry)
    {
        var encoding = new CanonicalEncoding().Add(TableOf(entry.Metadata));
        foreach (var property in Columns(entry.Metadata))
        {
            var value = entry.Property(property.Name).CurrentValue;
            if (property.IsPersonal()) value = Keyed(entry.Entity, value); // Whether there is one is personal too.
            if (value is not null) encoding.Add(property.Name).Add(value);
        }
        return SHA256.HashData(encoding.ToArray());
    }

    public static IEnumerable<IProperty> Columns(IEntityType entity) =>
        entity.GetProperties().Where(property => !property.IsOutsideJournal()).OrderBy(property => property.Name, StringComparer.Ordinal);

    private static byte[] Keyed(object entity, object? value) =>
        HMACSHA256.HashData(((IHoldsPersonalValues)entity).Salt, new CanonicalEncoding().Add(value).ToArray());

    private static string KeyText(object? value) => value switch
    {
        null => "",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        string text => text,
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.GetType().GetProperty("Value")?.GetValue(value)?.ToString() ?? value.ToString() ?? "",
    };
}
