using System.Text;
using Concord.Foundation;

namespace Concord.Storage;

internal static class ChangeTelling
{
    /// <summary>Which fields of a record an act changed, as words and without their values, for the entry that tells of it; empty: none.</summary>
    public static string ChangedWords(this ConcordDb db, IRecord record)
    {
        db.ChangeTracker.DetectChanges();
        return string.Join(", ", db.Entry(record).Properties.Where(property => property.IsModified)
            .Select(property => Spaced(property.Metadata.Name)).Order(StringComparer.Ordinal));
    }

    private static string Spaced(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var letter in name.EndsWith("Id", StringComparison.Ordinal) ? name[..^2] : name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }
}
